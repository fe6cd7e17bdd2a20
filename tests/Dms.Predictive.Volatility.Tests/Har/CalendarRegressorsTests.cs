using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

public sealed class CalendarRegressorsTests
{
    [Theory]
    [InlineData("2026-01-05T00:00:00Z", 0)]
    [InlineData("2026-01-06T06:00:00Z", 1)]
    [InlineData("2026-01-11T23:59:00Z", 6)]
    [InlineData("1969-12-29T12:00:00Z", 0)]
    [InlineData("1969-12-28T12:00:00Z", 6)]
    public void Of_AnyTime_GivesItsDayAndItsPlaceInTheDay(string time, int sinceMonday)
    {
        Timestamp at = Timestamp.Parse(time);
        double[] values = CalendarRegressors.Of(at);
        Assert.Equal(CalendarRegressors.Count, values.Length);
        Assert.Equal(Enumerable.Range(1, 6).Select(d => d == sinceMonday ? 1.0 : 0), values[4..]);
        double turn = 2 * Math.PI * at.MinuteOfDay / 1440;
        double[] expected = [Math.Sin(turn), Math.Cos(turn), Math.Sin(2 * turn), Math.Cos(2 * turn)];
        Assert.All(expected.Zip(values), p => Assert.Equal(p.First, p.Second, 1e-15));
    }

    /// <summary>Hours whose variance doubles on Sunday and swings over the day: the forecast follows both.</summary>
    [Fact]
    public void HarForecaster_WithTheCalendar_LearnsTheDay()
    {
        SeededGenerator generator = new(5);
        HarOptions options = new()
        {
            Windows = [1, 24],
            TrainingRows = 1500,
            RefitEvery = 24,
            ScaleRows = 500,
            Exogenous = CalendarRegressors.Count,
        };
        double Level(Timestamp at) => Math.Exp(
            (0.8 * Math.Sin(2 * Math.PI * at.MinuteOfDay / 1440)) + (CalendarRegressors.Of(at)[9] * Math.Log(2)));
        Timestamp start = Timestamp.FromDate(2026, 1, 5);
        HarForecaster forecaster = new(options);
        (double with, double without) = (0, 0);
        HarForecaster blind = new(options with { Exogenous = 0 });
        for (int hour = 0; hour < 2200; hour++)
        {
            double variance = Level(start + TimeSpan.FromHours(hour)) * Math.Exp(0.3 * Simulated.Normal(generator));
            if (blind.Fit is not null)
            {
                with += ForecastLoss.Qlike(variance, forecaster.Forecast);
                without += ForecastLoss.Qlike(variance, blind.Forecast);
            }

            forecaster.Append(new(variance)
            {
                Exogenous = CalendarRegressors.Of(start + TimeSpan.FromHours(hour + 1)),
            });
            blind.Append(new(variance));
        }

        Assert.True(with < 0.6 * without, $"{with} against {without}");
    }
}
