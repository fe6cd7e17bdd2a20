using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Simulates one-minute bars whose true variance is known, with shocks of which a part is announced by a quiet
/// build-up: volume rises while prices stay calm, so that only volume against movement sees the shock coming.
/// </summary>
/// <remarks>
/// Same simulation, same bytes, on one machine; pure. Between open and close the highest and lowest price follow the
/// exact laws of the extremes of a Brownian bridge, drawn one independent of the other and scaled down, more so in a
/// build-up. Range and volume take no part in the price path, so a placebo market has the same closes.
/// </remarks>
public static class BarSimulator
{
    private const double Tick = 0.01;
    private const double Lot = 1e-4;
    private const double BridgeScale = 0.85;
    private const double BuildUpBridgeScale = 0.5;
    private const double OpenNoise = 0.02;

    /// <summary>Runs a simulation.</summary>
    /// <param name="simulation">What to simulate.</param>
    /// <param name="ct">Stops the run.</param>
    /// <returns>Bars and truth.</returns>
    public static SimulatedMarket Run(BarSimulation simulation, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(simulation);
        ShockPlan shocks = new(simulation);
        AbsencePlan absences = new(simulation, shocks);
        PricePath path = new(simulation, shocks);
        SeededStream ranges = new(simulation.Seed, SeededPurpose.Ranges);
        VolumeProcess volumes = new(simulation.Seed, simulation.Strength);
        int minutes = simulation.Days * 1440;
        List<Bar> bars = new(minutes);
        List<SimulatedMinute> truth = new(minutes);
        double close = ToTick(simulation.Price);
        for (int i = 0; i < minutes; i++)
        {
            ct.ThrowIfCancellationRequested();
            SimulatedMinute minute = path.Next(i);
            DrawnExtremes drawn = new(ranges, shocks.BuildUpAt(i));
            double volume = volumes.Next(minute.Time.Minutes, path.Diffusion, path.Innovation, shocks.BuildUpAt(i));
            truth.Add(minute);
            if (absences.IsAbsent(i))
            {
                continue;
            }

            Bar bar = absences.IsQuiet(i)
                ? new Bar(minute.Time, close, close, close, close, 0)
                : drawn.Bar(minute.Time, close, path, Math.Max(Lot, Math.Round(volume / Lot) / (1 / Lot)));
            bars.Add(bar);
            close = bar.Close;
        }

        return new SimulatedMarket(
            new BarSeries(simulation.Instrument, TimeSpan.FromMinutes(1), bars), truth);
    }

    private static double ToTick(double price) => Math.Max(Tick, Math.Round(price / Tick) / (1 / Tick));

    /// <summary>What was drawn for the open and the extremes of one bar, before its prices are known.</summary>
    private readonly struct DrawnExtremes(SeededStream stream, double buildUp)
    {
        private readonly double _scale = BridgeScale * (1 - ((1 - BuildUpBridgeScale) * buildUp));
        private readonly double _up = -2 * Math.Log(stream.Uniform());
        private readonly double _down = -2 * Math.Log(stream.Uniform());
        private readonly double _open = OpenNoise * stream.Normal();

        public Bar Bar(Timestamp time, double before, PricePath path, double volume)
        {
            double deviation = Math.Sqrt(path.Diffusion) / 100;
            double open = ToTick(before * Math.Exp(_open * deviation));
            double close = ToTick(path.Price);
            double move = Math.Log(close / open);
            double spread = _scale * _scale * deviation * deviation;
            double high = open * Math.Exp((move + Math.Sqrt((move * move) + (spread * _up))) / 2);
            double low = open * Math.Exp((move - Math.Sqrt((move * move) + (spread * _down))) / 2);
            return new Bar(
                time,
                open,
                Math.Max(ToTick(high), Math.Max(open, close)),
                Math.Min(ToTick(low), Math.Min(open, close)),
                close,
                volume);
        }
    }
}
