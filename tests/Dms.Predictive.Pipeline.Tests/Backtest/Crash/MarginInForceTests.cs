using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline.Tests;

public sealed class MarginInForceTests
{
    private static readonly Timestamp Start = Timestamp.Parse("2026-01-01T00:00:00Z");

    [Fact]
    public void Of_NoNotice_IsWhatWasAsked() =>
        Assert.Equal([1, 3, 2, 4], MarginInForce.Of(Times(4), [1, 3, 2, 4], TimeSpan.Zero));

    [Fact]
    public void Of_Raise_CountsOnceItStoodForTheWholeNotice() =>
        Assert.Equal([1, 1, 1, 2, 2], MarginInForce.Of(Times(5), [1, 2, 2, 2, 2], TimeSpan.FromMinutes(10)));

    [Fact]
    public void Of_Cut_CountsAtOnce() =>
        Assert.Equal([2, 2, 1, 1], MarginInForce.Of(Times(4), [2, 2, 1, 1], TimeSpan.FromMinutes(10)));

    [Fact]
    public void Of_RaiseTakenBackWithinTheNotice_NeverCounts() =>
        Assert.Equal([1, 1, 1, 1, 1, 1], MarginInForce.Of(Times(6), [1, 5, 5, 1, 1, 1], TimeSpan.FromMinutes(20)));

    [Fact]
    public void Of_AnyHistory_IsTheSmallestThatStoodAtAnyMomentOfTheNotice()
    {
        Random random = new(5);
        double[] margins = [.. Enumerable.Range(0, 500).Select(_ => random.NextDouble())];
        Timestamp[] times = Times(500);
        double[] inForce = MarginInForce.Of(times, margins, TimeSpan.FromMinutes(33));

        for (int i = 0; i < margins.Length; i++)
        {
            int standing = Math.Max(0, Array.FindLastIndex(times, t => t <= times[i] - TimeSpan.FromMinutes(33)));
            Assert.Equal(margins[standing..(i + 1)].Min(), inForce[i]);
        }
    }

    [Fact]
    public void Of_UnequalLengths_Refused() =>
        Assert.Throws<ArgumentException>(() => MarginInForce.Of(Times(2), [1], TimeSpan.Zero));

    private static Timestamp[] Times(int count) => [.. Enumerable.Range(0, count).Select(i => Start + TimeSpan.FromMinutes(5 * i))];
}
