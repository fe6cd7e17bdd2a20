using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Tests;

/// <summary>Bars of another instrument, five minutes long, whose future can be changed.</summary>
internal static class SamplePeers
{
    private const int Minutes = 5;

    /// <param name="instrument">Name.</param>
    /// <param name="past">Seed of what is known before the change.</param>
    /// <param name="seed">Seed of the rest.</param>
    /// <param name="changeAfter">Bars known later depend on the seed.</param>
    public static BarSeries Make(string instrument, int past, int seed, Timestamp changeAfter)
    {
        int count = 33 * 1440 / Minutes;
        bool Before(Bar bar) => changeAfter == default || bar.OpenTime + TimeSpan.FromMinutes(Minutes) <= changeAfter;
        IEnumerable<Bar> bars = SampleBars.Make(count, past, Minutes).Where(Before)
            .Concat(SampleBars.Make(count, seed, Minutes).Where(b => !Before(b)));
        return new BarSeries(instrument, TimeSpan.FromMinutes(Minutes), [.. bars]);
    }
}
