using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>The price minute by minute: diffusion with the variance process, jumps, shocks.</summary>
internal sealed class PricePath(BarSimulation simulation, ShockPlan shocks)
{
    private const int TruthDigits = 8;

    private readonly VarianceProcess _variance = new(simulation.Seed);
    private readonly JumpProcess _jumps = new(simulation.Seed);
    private readonly SeededStream _returns = new(simulation.Seed, SeededPurpose.Returns);
    private double _logPrice = Math.Log(simulation.Price);

    /// <summary>Price at the end of the minute, quote currency.</summary>
    public double Price => Math.Exp(_logPrice);

    /// <summary>Diffusion variance of the minute, percent².</summary>
    public double Diffusion { get; private set; }

    /// <summary>Standardized diffusion return of the minute.</summary>
    public double Innovation { get; private set; }

    /// <summary>Runs the next minute.</summary>
    public SimulatedMinute Next(int i)
    {
        Timestamp time = simulation.Start + TimeSpan.FromMinutes(i);
        double size = shocks.SizeAt(i);
        Diffusion = _variance.Next(time.Minutes, Innovation, size);
        Innovation = _returns.Normal();
        (double jump, double square) = _jumps.Next(shockBegins: size > 0);
        _logPrice += ((Math.Sqrt(Diffusion) * Innovation) + jump) / 100;
        return new SimulatedMinute(
            time,
            Math.Round(Diffusion + square, TruthDigits),
            _variance.Stressed,
            jump != 0,
            _variance.Shocked,
            size > 0,
            shocks.LeadAt(i),
            shocks.BuildUpAt(i) > 0);
    }
}
