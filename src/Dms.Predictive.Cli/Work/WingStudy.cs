using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.MarketData;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Work;

/// <summary>How a short option is valued after a move.</summary>
internal enum SkewRule
{
    /// <summary>At the money volatility for every strike, before and after.</summary>
    Flat,

    /// <summary>The option keeps its own volatility.</summary>
    StickyStrike,

    /// <summary>The option takes the surface's volatility at its new ln(K/F).</summary>
    Surface,
}

/// <summary>A short option held from one snapshot to the next.</summary>
/// <param name="At">When it was margined.</param>
/// <param name="Underlying">Such as BTC.</param>
/// <param name="IsCall">Right.</param>
/// <param name="Loss">Rise of its middle, fraction of the index at the start; negative = a gain.</param>
/// <param name="Rates">Margin by rule, without and with forecast, fraction of the index.</param>
internal sealed record WingHolding(
    Timestamp At, string Underlying, bool IsCall, double Loss, IReadOnlyDictionary<(SkewRule Rule, bool IsForecast), double> Rates);

/// <summary>A way of setting margins, at the average of all.</summary>
/// <param name="Rule">Valuation.</param>
/// <param name="IsForecast">Whether moves are scaled by the forecast.</param>
/// <param name="Right">call, put or both.</param>
/// <param name="BareRate">Average margin before it was scaled, fraction of the index.</param>
/// <param name="BareBreaches">Losses beyond the margin before it was scaled.</param>
/// <param name="Breaches">Losses beyond the scaled margin.</param>
/// <param name="Shortfall">Mean loss beyond the scaled margin, per 10,000 of the index.</param>
/// <param name="Avoided">Shortfall of the flat rule without forecast minus this one, with a 95 % interval.</param>
internal sealed record WingRow(
    SkewRule Rule, bool IsForecast, string Right, double BareRate, int BareBreaches, int Breaches, double Shortfall, MeanInterval Avoided);

/// <summary>Shortfall of short 10-delta wings over the next snapshot, by how their margin treats skew and forecast.</summary>
internal sealed class WingStudy
{
    private const double TargetDelta = 0.10;
    private const double Quantile = 2.33;
    private const double VolatilityShock = 1.2;
    private const double Decay = 0.94;
    private const double Cap = 2.5;
    private const int WarmUp = 10;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(36);
    private static readonly TimeSpan Shortest = TimeSpan.FromHours(4);
    private static readonly double[] Moves = [-1, -2.0 / 3, -1.0 / 3, 0, 1.0 / 3, 2.0 / 3, 1];
    private readonly List<WingHolding> _holdings = [];

    /// <summary>All holdings, by time.</summary>
    public IReadOnlyList<WingHolding> Holdings => _holdings;

    /// <summary>Follows one underlying through time.</summary>
    /// <param name="fits">Snapshots with their surfaces, rising in time.</param>
    public void Follow(IReadOnlyList<SnapshotFit> fits)
    {
        EwmaState fast = EwmaState.FromDecay(Decay);
        double sum = 0;
        for (int i = 1; i < fits.Count; i++)
        {
            (OptionChain before, OptionChain now) = (fits[i - 1].Chain, fits[i].Chain);
            TimeSpan elapsed = now.At - before.At;
            bool isNext = elapsed >= Shortest && elapsed <= Longest;
            if (isNext && fast.Count >= WarmUp && fits[i - 1].Result.Surface is { } surface)
            {
                double reference = Math.Sqrt(sum / fast.Count);
                double uplift = Math.Clamp(Math.Sqrt(fast.Variance) / reference, 1, Cap);
                Hold(before, now, surface, (reference * Math.Sqrt(elapsed / TimeSpan.FromDays(1)), uplift));
            }

            if (isNext)
            {
                double move = Math.Log(now.IndexPrice / before.IndexPrice);
                double daily = move * move / (elapsed / TimeSpan.FromDays(1));
                fast.Append(daily);
                sum += daily;
            }
        }
    }

    /// <summary>Judges every rule at the same average margin.</summary>
    public IReadOnlyList<WingRow> Rows()
    {
        List<WingRow> rows = [];
        foreach ((string name, bool? isCall) in new (string, bool?)[] { ("both", null), ("put", false), ("call", true) })
        {
            WingHolding[] held = [.. _holdings.Where(h => isCall is null || h.IsCall == isCall).OrderBy(h => h.At).ThenBy(h => h.Underlying, StringComparer.Ordinal)];
            if (held.Length < 20)
            {
                continue;
            }

            double average = held.Average(h => h.Rates[(SkewRule.Surface, false)]);
            double[] flat = Shortfalls(held, (SkewRule.Flat, false), average);
            rows.AddRange(from rule in Enum.GetValues<SkewRule>() from f in new[] { false, true } select Row(held, (rule, f), name, average, flat));
        }

        return rows;
    }

    private static WingRow Row(WingHolding[] held, (SkewRule Rule, bool IsForecast) key, string right, double average, double[] flat)
    {
        double[] shortfalls = Shortfalls(held, key, average);
        double[] avoided = [.. flat.Zip(shortfalls, (a, b) => 1e4 * (a - b))];
        // Neighbours in time and the options of one snapshot move together: blocks of a week of holdings.
        double block = 7.0 * held.Length / held.Select(h => h.At).Distinct().Count();
        return new(
            key.Rule, key.IsForecast, right, held.Average(h => h.Rates[key]), held.Count(h => h.Loss > h.Rates[key]),
            shortfalls.Count(s => s > 0), 1e4 * shortfalls.Average(), StationaryBootstrap.OfMean(avoided, Math.Max(1, block)));
    }

    private static double[] Shortfalls(WingHolding[] held, (SkewRule, bool) key, double average)
    {
        double scale = average / held.Average(h => h.Rates[key]);
        return [.. held.Select(h => Math.Max(0, h.Loss - (scale * h.Rates[key])))];
    }

    private void Hold(OptionChain before, OptionChain now, VolatilitySurface surface, (double Deviation, double Uplift) move)
    {
        Dictionary<string, ChainOption> later = now.Options.ToDictionary(o => o.Instrument);
        foreach (IGrouping<(Timestamp, bool), ChainOption> side in before.Options
            .Where(o => o is { BidCoin: not null, AskCoin: not null } && SurfaceFitWork.Years(before, o.Expiry) * 365 is >= 5 and <= 60)
            .GroupBy(o => (o.Expiry, o.IsCall)))
        {
            ChainOption wing = side.MinBy(o => Math.Abs(Math.Abs(o.Delta) - TargetDelta))!;
            if (Math.Abs(Math.Abs(wing.Delta) - TargetDelta) <= 0.05 && later.TryGetValue(wing.Instrument, out ChainOption? then)
                && then is { BidCoin: double bid, AskCoin: double ask })
            {
                double paid = 0.5 * (wing.BidCoin!.Value + wing.AskCoin!.Value);
                double loss = (0.5 * (bid + ask) * now.IndexPrice / before.IndexPrice) - paid;
                WingScenario scenario = new(wing, SurfaceFitWork.Years(before, wing.Expiry), surface);
                _holdings.Add(new(before.At, before.Underlying, wing.IsCall, loss, RatesOf(scenario, move)));
            }
        }
    }

    private static Dictionary<(SkewRule, bool), double> RatesOf(WingScenario scenario, (double Deviation, double Uplift) move) =>
        (from rule in Enum.GetValues<SkewRule>() from f in new[] { false, true } select (rule, f)).ToDictionary(
            x => x,
            x => Moves.Max(m => new[] { 1, VolatilityShock }.Max(v => scenario.Loss(
                x.rule, Math.Exp(m * Quantile * move.Deviation * (x.f ? move.Uplift : 1)), v))));
}

/// <summary>A short option under moves of the forward.</summary>
internal sealed record WingScenario(ChainOption Option, double Years, VolatilitySurface Surface)
{
    /// <summary>Loss of the seller, fraction of the forward.</summary>
    /// <param name="rule">Which volatility.</param>
    /// <param name="move">Factor of the forward.</param>
    /// <param name="shock">Factor of the volatility.</param>
    public double Loss(SkewRule rule, double move, double shock)
    {
        double k = PinnedMath.Log(Option.Strike / Option.Forward);
        (double before, double after) = rule switch
        {
            SkewRule.Flat => (Surface.VolatilityAt(0, Years), Surface.VolatilityAt(0, Years)),
            SkewRule.StickyStrike => (Surface.VolatilityAt(k, Years), Surface.VolatilityAt(k, Years)),
            _ => (Surface.VolatilityAt(k, Years), Surface.VolatilityAt(k - PinnedMath.Log(move), Years)),
        };
        return (Value(Option.Forward * move, after * shock) - Value(Option.Forward, before)) / Option.Forward;
    }

    private double Value(double forward, double volatility) =>
        Black76.Price(new(forward, Option.Strike, volatility, Years, Option.IsCall), 0);
}
