using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// What the instrument is worth, second by second: diffusion under the variance process of the bars' simulator, ordinary
/// jumps, shocks that jump and drift in their direction, and the push of forced orders. The book follows it.
/// </summary>
internal sealed class EfficientPrice
{
    private const double ShockJumpMean = 0.25;
    private const double ShockDrift = 0.15;
    private const double LeverageScale = 2;
    private const int TruthDigits = 8;

    private readonly MarketSimulation _simulation;
    private readonly PressurePlan _plan;
    private readonly VarianceProcess _variance;
    private readonly JumpProcess _jumps;
    private readonly CommonFactor _common;
    private readonly SeededStream _returns;
    private readonly SeededStream _moves;
    private double _secondDeviation;
    private double _own;
    private double _shared;
    private double _sum;
    private double _drift;
    private double _jump;
    private int _jumpSecond;
    private int _second;

    /// <summary>Starts an instrument.</summary>
    public EfficientPrice(MarketSimulation simulation, int index, PressurePlan plan)
    {
        ulong seed = simulation.SeedOf(index);
        (_simulation, _plan) = (simulation, plan);
        (_variance, _jumps, _common) = (new(seed), new(seed), new(simulation.Seed));
        (_returns, _moves) = (new(seed, SeededPurpose.Returns), new(seed, SeededPurpose.ShockMoves));
        LogPrice = Math.Log(simulation.PriceOf(index));
        Leverage = new LeveragePool(LogPrice);
    }

    /// <summary>Logarithm of the price, quote currency.</summary>
    public double LogPrice { get; private set; }

    /// <summary>Diffusion variance of the minute, percent².</summary>
    public double Diffusion { get; private set; }

    /// <summary>Direction of the shock that is on, 0 when none is.</summary>
    public int ShockDirection { get; private set; }

    /// <summary>Positions with leverage.</summary>
    public LeveragePool Leverage { get; }

    /// <summary>Quantity that must be sold (negative) or bought in this second, base units.</summary>
    public double ForcedBase { get; private set; }

    /// <summary>Begins minute <paramref name="i"/> and returns its truth.</summary>
    public SimulatedMinute NextMinute(int i)
    {
        Timestamp time = _simulation.Start + TimeSpan.FromMinutes(i);
        double size = _plan.SizeAt(i);
        double innovation = LeverageScale * _sum / Math.Sqrt(60);
        Diffusion = _variance.Next(time.Minutes, innovation, size);
        _common.NextMinute();
        DrawMoves(i, size > 0, out double square);
        _secondDeviation = Math.Sqrt(Diffusion / 60) / 100;
        (_shared, _own) = (Math.Sqrt(_common.Share), Math.Sqrt(1 - _common.Share));
        (_sum, _second) = (0, 0);
        Leverage.NextMinute();
        return new SimulatedMinute(
            time,
            Math.Round(Diffusion + square, TruthDigits),
            _variance.Stressed,
            _jump != 0,
            _variance.Shocked,
            size > 0,
            _plan.LeadAt(i),
            _plan.BuildUpAt(i) > 0);
    }

    /// <summary>Moves the price over one second of the minute.</summary>
    public void NextSecond()
    {
        double innovation = (_shared * _common.NextSecond()) + (_own * _returns.Normal());
        _sum += innovation;
        LogPrice += (_secondDeviation * innovation) + _drift + (_second == _jumpSecond ? _jump / 100 : 0);
        ForcedBase = Leverage.Liquidate(LogPrice);
        LogPrice += Leverage.ImpactOf(ForcedBase);
        _second++;
    }

    private void DrawMoves(int i, bool begins, out double square)
    {
        ShockDirection = begins ? _plan.DirectionAt(i) : _variance.Shocked ? ShockDirection : 0;
        (double ordinary, square) = _jumps.Next(shockBegins: false);
        double atShock = ShockDirection * _moves.Exponential(ShockJumpMean);
        _jumpSecond = (int)_moves.Between(0, 20);
        _jump = ordinary + (begins ? atShock : 0);
        _drift = ShockDirection * ShockDrift * Math.Sqrt(Diffusion) / 60 / 100;
        square += begins ? 2 * ShockJumpMean * ShockJumpMean : 0;
        square += ShockDirection != 0 ? ShockDrift * ShockDrift * Diffusion : 0;
    }
}
