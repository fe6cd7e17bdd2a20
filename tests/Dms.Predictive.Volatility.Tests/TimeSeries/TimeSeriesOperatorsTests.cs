using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

public class TimeSeriesOperatorsTests
{
    private static readonly double[] Series = SampleSignals.Sum(
        SampleSignals.Sinusoids(300, 2, (12, 1, 0)), SampleSignals.Noise(300, 8), 0.2);

    private static readonly ForecastBySsaOptions Forecasting = new()
    {
        WindowSize = 24,
        SeriesLength = 60,
        TrainSize = 120,
        Horizon = 4,
    };

    public static TheoryData<string> Operators => ["forecast", "bounds", "iidSpike", "ssaSpike", "iidChange", "ssaChange"];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Transformer_CutSavedAndContinued_GivesTheSameVectorsAndBytes(string name)
    {
        ITimeSeriesEstimator estimator = Estimator(name);
        ITimeSeriesTransformer whole = estimator.Fit(Series);
        ITimeSeriesTransformer part = estimator.Fit(Series);
        for (int t = 120; t < 300; t++)
        {
            if (t == 200)
            {
                part = estimator.Restore(part.Save());
            }

            IReadOnlyList<double[]> expected = whole.Append(Series[t]), actual = part.Append(Series[t]);
            Assert.Equal(estimator.OutputColumnNames.Count, actual.Count);
            Assert.Equal(expected, actual);
        }

        Assert.Equal(whole.Save(), part.Save());
    }

    [Theory]
    [InlineData("forecast", 4)]
    [InlineData("iidSpike", 3)]
    [InlineData("ssaSpike", 3)]
    [InlineData("iidChange", 4)]
    [InlineData("ssaChange", 4)]
    public void Transformer_OutputVector_HasTheLengthOfThePackage(string name, int length) =>
        Assert.Equal(length, Assert.Single(Estimator(name).Fit(Series).Append(1)).Length);

    [Fact]
    public void ForecastBySsa_Bounds_SurroundTheForecast()
    {
        IReadOnlyList<double[]> row = Estimator("bounds").Fit(Series).Append(2);
        Assert.Equal(["Forecast", "Low", "High"], Estimator("bounds").OutputColumnNames);
        Assert.Equal("Forecast", Estimator("bounds").InputColumnName);
        Assert.All(Enumerable.Range(0, 4), h => Assert.True(row[1][h] < row[0][h] && row[0][h] < row[2][h]));
    }

    [Fact]
    public void ForecastBySsa_OtherHorizon_NeedsVariableHorizon()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => SsaForecaster.Train(Series, Forecasting).Forecast(5));
        SsaForecaster variable = SsaForecaster.Train(Series, Forecasting with { VariableHorizon = true });
        Assert.Equal(variable.Forecast(4).Values, variable.Forecast(9).Values.Take(4));
        Assert.Equal(variable.Forecast().Values, SsaForecaster.Train(Series, Forecasting).Forecast(4).Values);
    }

    [Fact]
    public void ForecastBySsa_OneBoundOrNoHorizon_IsRefused()
    {
        TimeSeriesOperators operators = new();
        Assert.Throws<ArgumentException>(() => operators.ForecastBySsa(Forecasting with { ConfidenceUpperBoundColumn = "High" }).Fit(Series));
        Assert.Throws<ArgumentOutOfRangeException>(() => operators.ForecastBySsa(Forecasting with { Horizon = 0 }).Fit(Series));
        Assert.Throws<ArgumentOutOfRangeException>(() => operators.ForecastBySsa(Forecasting with { ConfidenceLevel = 1 }).Fit(Series));
        Assert.Throws<InputRefusedException>(() => operators.ForecastBySsa(Forecasting).Restore(Estimator("iidSpike").Fit(Series).Save()));
    }

    private static ITimeSeriesEstimator Estimator(string name)
    {
        TimeSeriesOperators operators = new();
        return name switch
        {
            "forecast" => operators.ForecastBySsa(Forecasting),
            "bounds" => operators.ForecastBySsa(Forecasting with { ConfidenceLowerBoundColumn = "Low", ConfidenceUpperBoundColumn = "High" }),
            "iidSpike" => operators.DetectIidSpike(new() { Confidence = 95, PvalueHistoryLength = 30 }),
            "ssaSpike" => operators.DetectSpikeBySsa(new()
            {
                Confidence = 95,
                PvalueHistoryLength = 30,
                TrainingWindowSize = 100,
                SeasonalityWindowSize = 12,
            }),
            "iidChange" => operators.DetectIidChangePoint(new() { Confidence = 80, ChangeHistoryLength = 30, Martingale = MartingaleType.Mixture }),
            _ => operators.DetectChangePointBySsa(new()
            {
                Confidence = 80,
                ChangeHistoryLength = 30,
                TrainingWindowSize = 100,
                SeasonalityWindowSize = 12,
            }),
        };
    }
}
