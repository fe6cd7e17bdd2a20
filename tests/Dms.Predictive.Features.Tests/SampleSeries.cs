using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Tests;

/// <summary>Seeded slow series of every kind, from 100 days before <see cref="SampleBars"/> begin until long after.</summary>
internal static class SampleSeries
{
    private static readonly Timestamp First = Timestamp.FromDate(2025, 9, 20);
    private static readonly Timestamp End = Timestamp.FromDate(2026, 2, 20);

    /// <summary>Values published by <paramref name="changeAfter"/> are the same for every seed.</summary>
    public static IReadOnlyList<SlowSeries> Make(int seed, Timestamp changeAfter) =>
    [
        .. SlowSeriesKind.Known.Append(SlowSeriesKind.Find("custom:mood")!).Select(k => Of(k, seed, changeAfter)),
    ];

    private static SlowSeries Of(SlowSeriesKind kind, int seed, Timestamp changeAfter)
    {
        (TimeSpan step, TimeSpan lag) = kind.Name switch
        {
            "mark" or "index" or "open-interest" or "liquidated" or "atm-iv-30d" or "atm-iv-7d" or "skew-25d" => (TimeSpan.FromHours(1), TimeSpan.Zero),
            "taker-buy" or "taker-sell" => (TimeSpan.FromMinutes(15), TimeSpan.Zero),
            "funding" or "predicted-funding" => (TimeSpan.FromHours(8), TimeSpan.FromMinutes(15)),
            _ => (TimeSpan.FromDays(1), TimeSpan.FromMinutes(1455)),
        };
        Random same = new(11);
        Random own = new(seed);
        List<SlowObservation> values = [];
        for (Timestamp at = First; at < End; at += step)
        {
            (double shared, double seeded) = (same.NextDouble(), own.NextDouble());
            values.Add(new SlowObservation(100 + (at + lag > changeAfter ? seeded : shared), at, at + lag));
        }

        return new SlowSeries(kind, values);
    }
}
