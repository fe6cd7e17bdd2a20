namespace Dms.Predictive.Core.Tests;

public sealed class SlowSeriesTests
{
    private static readonly Timestamp Day = Timestamp.FromDate(2026, 1, 1);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 0)]
    [InlineData(0, 1)]
    public void SlowSeries_RepeatedOrEarlierObservation_Throws(int eventHours, int publishedHours)
    {
        SlowObservation first = new(1, Day + TimeSpan.FromHours(1), Day + TimeSpan.FromHours(1));
        SlowObservation next = new(2, Day + TimeSpan.FromHours(eventHours), Day + TimeSpan.FromHours(publishedHours));

        Assert.Throws<ArgumentException>(() => new SlowSeries(SlowSeriesKind.Vix, [first, next]));
    }

    [Fact]
    public void SlowSeries_RestatedLater_IsTaken()
    {
        SlowSeries series = new(SlowSeriesKind.Vix, [new(1, Day, Day), new(2, Day, Day + TimeSpan.FromHours(1))]);

        Assert.Equal(2, series.Observations.Count);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void SlowSeries_ValueThatIsNoNumber_Throws(double value) =>
        Assert.Throws<ArgumentException>(() => new SlowSeries(SlowSeriesKind.Vix, [new(value, Day, Day)]));

    [Fact]
    public void SlowSeries_PublishedBeforeItsEventOrEmpty_Throws()
    {
        Assert.Throws<ArgumentException>(() => new SlowSeries(SlowSeriesKind.Vix, [new(1, Day, Day - TimeSpan.FromSeconds(1))]));
        Assert.Throws<ArgumentException>(() => new SlowSeries(SlowSeriesKind.Vix, []));
    }

    [Theory]
    [InlineData("vix", true)]
    [InlineData("custom:etf-flow", true)]
    [InlineData("custom:", false)]
    [InlineData("custom:ETF", false)]
    [InlineData("custom:1", false)]
    [InlineData("vxi", false)]
    [InlineData("", false)]
    public void Find_Name_KnownOrCustomOnly(string name, bool found) => Assert.Equal(found, SlowSeriesKind.Find(name) is not null);
}
