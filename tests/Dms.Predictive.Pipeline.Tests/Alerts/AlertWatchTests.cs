using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Pipeline.Tests;

public sealed class AlertWatchTests
{
    private static readonly AlertThresholds Thresholds = new(0, 1, 2);

    [Fact]
    public void Take_ScoreFallsALittle_LevelHolds()
    {
        AlertWatch watch = new(Thresholds, new AlertRule());
        watch.Take(0, Score(1.2));
        watch.Take(1, Score(0.7));
        Assert.Equal(AlertLevel.Raise, watch.Level);

        watch.Take(2, Score(0.6));
        Assert.Equal(AlertLevel.Watch, watch.Level);
    }

    [Fact]
    public void Take_HigherLevelInTheRefractoryTime_LevelRisesWithoutAnotherAlert()
    {
        AlertWatch watch = new(Thresholds, new AlertRule());

        Assert.Equal(AlertLevel.Watch, watch.Take(0, Score(0.5))!.Level);
        Assert.Null(watch.Take(29, Score(2.5)));
        Assert.Equal(AlertLevel.Cap, watch.Level);
    }

    [Fact]
    public void Take_MissingScore_HoldsTheLevel()
    {
        AlertWatch watch = new(Thresholds, new AlertRule());
        watch.Take(0, Score(2.5));

        Assert.Null(watch.Take(1, Score(double.NaN)));
        Assert.Equal(AlertLevel.Cap, watch.Level);
    }

    [Fact]
    public void Constructor_ThresholdsFall_Refused() =>
        Assert.Throws<ArgumentException>(() => new AlertWatch(new AlertThresholds(1, 0, 2), new AlertRule()));

    [Fact]
    public void Read_Terms_SumToTheScoreExactly()
    {
        AlertScore score = new(1);
        for (int i = 0; i < 50; i++)
        {
            score.Append(Math.Sin(i) / 10);
            AlertReading reading = score.Read(-2.5, 0.3);
            Assert.Equal(reading.Score, reading.FromReturns + reading.FromForecast);
        }
    }

    [Fact]
    public void Read_LargerReturnOrForecast_HigherScore()
    {
        (AlertScore calm, AlertScore wild) = (new AlertScore(1), new AlertScore(1));
        for (int i = 0; i < 20; i++)
        {
            calm.Append(0.05);
            wild.Append(i == 19 ? 0.6 : 0.05);
        }

        Assert.True(wild.Read(-2, 0.5).Score > calm.Read(-2, 0.5).Score);
        Assert.True(calm.Read(-1, 0.5).Score > calm.Read(-2, 0.5).Score);
        Assert.True(double.IsNaN(calm.Read(double.NaN, 0.5).Score));
        Assert.True(double.IsNaN(calm.Read(-2, double.NaN).Score));
    }

    [Fact]
    public void Portfolio_QuarterOfNotional_SetsTheLevel()
    {
        Assert.Equal(AlertLevel.Raise, PortfolioAlert.Of([(AlertLevel.Cap, 10), (AlertLevel.Raise, 20), (AlertLevel.Calm, 70)]));
        Assert.Equal(AlertLevel.Cap, PortfolioAlert.Of([(AlertLevel.Cap, 25), (AlertLevel.Calm, 75)]));
        Assert.Equal(AlertLevel.Calm, PortfolioAlert.Of([(AlertLevel.Watch, 24), (AlertLevel.Calm, 76)]));
        Assert.Equal(AlertLevel.Calm, PortfolioAlert.Of([]));
        Assert.Throws<ArgumentException>(() => PortfolioAlert.Of([(AlertLevel.Cap, double.NaN)]));
    }

    private static AlertReading Score(double value) => new(value, value, 0);
}
