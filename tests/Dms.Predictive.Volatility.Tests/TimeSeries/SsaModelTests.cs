using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

public class SsaModelTests
{
    private static readonly SsaOptions Plain = new()
    {
        WindowSize = 24,
        SeriesLength = 60,
        TrainSize = 120,
    };

    [SharedFact]
    public void Forecast_ReferenceSeries_MatchesReference()
    {
        foreach (string name in new[] { "exact", "noisy" })
        {
            JsonElement reference = OperatorVectors.Load().GetProperty("ssaForecast").GetProperty(name);
            SsaOptions options = Plain with
            {
                WindowSize = reference.GetProperty("windowSize").GetInt32(),
                RankSelectionMethod = RankSelectionMethod.Fixed,
                Rank = reference.GetProperty("rank").GetInt32(),
                ShouldStabilize = false,
                AddNoiseMeans = false,
            };
            double[] expected = OperatorVectors.Numbers(reference, "forecast");
            double[] actual = [.. SsaModel.Train(OperatorVectors.Numbers(reference, "series"), options).Forecast(expected.Length).Values];
            Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-10));
        }
    }

    [Theory]
    [InlineData(RankSelectionMethod.Fixed, 7, true)]
    [InlineData(RankSelectionMethod.Fixed, 7, false)]
    [InlineData(RankSelectionMethod.Exact, null, true)]
    [InlineData(RankSelectionMethod.Fast, null, true)]
    public void Forecast_SumOfSinusoids_IsExact(RankSelectionMethod method, int? rank, bool stabilize)
    {
        double[] signal = SampleSignals.Sinusoids(460, 3, (12, 2, 0.3), (7.7, 1, 1), (20, 0.5, 2));
        SsaModel model = SsaModel.Train(signal.AsSpan(0, 400), Plain with
        {
            WindowSize = 40,
            TrainSize = 400,
            RankSelectionMethod = method,
            Rank = rank,
            ShouldStabilize = stabilize,
        });
        SsaForecast forecast = model.Forecast(60);
        Assert.All(signal.Skip(400).Zip(forecast.Values), p => Assert.Equal(p.First, p.Second, 1e-9));
        Assert.All(forecast.StandardDeviations, d => Assert.InRange(d, 0, 1e-9));
    }

    [Theory]
    [InlineData(1e-60)]
    [InlineData(1)]
    [InlineData(1e60)]
    public void Forecast_ScaledSeries_ScalesWithIt(double scale)
    {
        double[] series = SampleSignals.Sum(SampleSignals.Sinusoids(200, 1, (10, 1, 0)), SampleSignals.Noise(200, 3), 0.1);
        SsaOptions options = Plain with { TrainSize = 200 };
        double plain = SsaModel.Train(series, options).Forecast(5).Values[4];
        double scaled = SsaModel.Train([.. series.Select(v => v * scale)], options).Forecast(5).Values[4];
        Assert.Equal(plain, scaled / scale, 1e-9);
    }

    [Fact]
    public void Append_OneByOne_EqualsTheForecastOfTheWholeSeriesBitForBit()
    {
        double[] series = SampleSignals.Sum(SampleSignals.Sinusoids(400, 1, (10, 1, 0)), SampleSignals.Noise(400, 5), 0.3);
        foreach (bool adaptive in new[] { false, true })
        {
            SsaOptions options = Plain with { IsAdaptive = adaptive, DiscountFactor = 0.98, ShouldStabilize = false };
            SsaModel stream = SsaModel.Train(series, options);
            foreach (double value in series.Skip(120))
            {
                stream.Append(value);
            }

            double[] future = [.. series[..300], .. series[300..].Select(v => -5 * v)];
            SsaModel other = SsaModel.Train(future, options);
            for (int t = 120; t < 300; t++)
            {
                other.Append(future[t]);
            }

            byte[] atThreeHundred = other.Save();
            for (int t = 300; t < 400; t++)
            {
                other.Append(series[t]);
            }

            Assert.Equal(stream.Forecast(9).Values, other.Forecast(9).Values);
            Assert.Equal(stream.Save(), other.Save());
            SsaModel restored = SsaModel.Restore(atThreeHundred);
            Assert.Equal(atThreeHundred, restored.Save());
            for (int t = 300; t < 400; t++)
            {
                restored.Append(series[t]);
            }

            Assert.Equal(stream.Save(), restored.Save());
        }
    }

    [Fact]
    public void Append_RestOfTheSeries_GivesTheReconstructedSignal()
    {
        double[] noisy = SampleSignals.Sum(SampleSignals.Sinusoids(240, 2, (12, 2, 0.3)), SampleSignals.Noise(240, 2), 0.4);
        SsaModel model = SsaModel.Train(noisy, Plain);
        for (int t = 120; t < 240; t++)
        {
            model.Append(noisy[t]);
        }

        double[] signal = new double[240];
        for (int i = 0; i < model.Rank; i++)
        {
            new TrajectoryMatrix(noisy, 24).AddComponent(model.Fit.Basis.AsSpan(i * 24, 24), signal);
        }

        Assert.All(signal[^23..].Zip(model.State.ToArray()), p => Assert.Equal(p.First, p.Second, 1e-12));
    }

    [Fact]
    public void Append_SignalOfTheModel_PredictsEveryNextValue()
    {
        double[] signal = SampleSignals.Sinusoids(300, 2, (12, 2, 0.3), (7.7, 1, 1));
        SsaModel model = SsaModel.Train(signal, Plain);
        for (int t = 120; t < signal.Length; t++)
        {
            Assert.Equal(signal[t], model.NextPrediction, 1e-9);
            model.Append(signal[t]);
            Assert.Equal(signal[t], model.LastSmoothedValue, 1e-9);
        }
    }

    [Fact]
    public void Append_MissingValue_ChangesNothing()
    {
        double[] noisy = SampleSignals.Noise(150, 8);
        SsaModel model = SsaModel.Train(noisy, Plain);
        byte[] before = model.Save();
        model.Append(double.NaN);
        Assert.Equal(before, model.Save());
    }

    [Fact]
    public void Train_MissingValues_AreLeftOut()
    {
        double[] noisy = SampleSignals.Noise(120, 9);
        double[] gaps = [double.NaN, .. noisy.SelectMany(v => new[] { v, double.NaN })];
        Assert.Equal(SsaModel.Train(noisy, Plain).Save(), SsaModel.Train(gaps, Plain).Save());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Append_Allocation_IsZero(bool adaptive)
    {
        double[] noisy = SampleSignals.Noise(300, 9);
        SsaModel model = SsaModel.Train(noisy, Plain with { IsAdaptive = adaptive, ShouldStabilize = !adaptive });
        model.Append(noisy[0]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        foreach (double value in noisy)
        {
            model.Append(value);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Append_CycleThatChangesItsPeriod_IsFollowedByAnAdaptiveModelOnly()
    {
        double[] signal = [.. SampleSignals.Sinusoids(300, 0, (12, 1, 0)), .. SampleSignals.Sinusoids(600, 0, (9, 1, 0))];
        double[] noisy = SampleSignals.Sum(signal, SampleSignals.Noise(900, 4), 0.05);
        SsaOptions options = Plain with { TrainSize = 300, RankSelectionMethod = RankSelectionMethod.Fixed, Rank = 2 };
        double Error(bool adaptive)
        {
            SsaModel model = SsaModel.Train(noisy, options with { IsAdaptive = adaptive, DiscountFactor = 0.97 });
            double sum = 0;
            for (int t = 300; t < 900; t++)
            {
                sum += t < 700 ? 0 : Math.Abs(signal[t] - model.NextPrediction);
                model.Append(noisy[t]);
            }

            return sum / 200;
        }

        Assert.InRange(Error(adaptive: true), 0, 0.1);
        Assert.InRange(Error(adaptive: false), 0.3, 2);
    }

    [Fact]
    public void Append_TenThousandAdaptiveSteps_KeepTheBasisOrthonormal()
    {
        double[] noisy = SampleSignals.Noise(10_000, 12);
        SsaModel model = SsaModel.Train(noisy, Plain with { IsAdaptive = true, DiscountFactor = 0.99, ShouldStabilize = false });
        foreach (double value in noisy)
        {
            model.Append(value);
        }

        int l = model.WindowSize;
        for (int a = 0; a < model.Rank; a++)
        {
            for (int b = 0; b <= a; b++)
            {
                double product = VectorSums.Dot(model.Fit.Basis.AsSpan(a * l, l), model.Fit.Basis.AsSpan(b * l, l));
                Assert.Equal(a == b ? 1 : 0, product, 1e-10);
            }
        }
    }

    [Theory]
    [InlineData(24, 0.81, 0.87)] // one window of twenty-four sees the noise of the newest values as signal
    [InlineData(72, 0.86, 0.93)]
    public void Forecast_CycleInNoise_BoundsHoldTheirShareWhereTheWindowIsLong(int window, double low, double high)
    {
        int inside = 0;
        const int Series = 60, Horizon = 20;
        for (int seed = 0; seed < Series; seed++)
        {
            double[] clean = SampleSignals.Sinusoids(600 + Horizon, 1, (12, 2, 0.3));
            double[] noisy = SampleSignals.Sum(clean, SampleSignals.Noise(clean.Length, seed), 0.5);
            SsaForecast forecast = SsaModel.Train(noisy.AsSpan(0, 600), Plain with
            {
                WindowSize = window,
                SeriesLength = 200,
                TrainSize = 600,
                RankSelectionMethod = RankSelectionMethod.Fixed,
                Rank = 3,
                ShouldStabilize = false,
            }).Forecast(Horizon, 0.9);
            for (int h = 0; h < Horizon; h++)
            {
                inside += noisy[600 + h] >= forecast.LowerBounds[h] && noisy[600 + h] <= forecast.UpperBounds[h] ? 1 : 0;
            }
        }

        Assert.InRange(inside / (double)(Series * Horizon), low, high);
    }

    [Fact]
    public void Forecast_SecondOrder_WidensLikeItsImpulseResponse()
    {
        double[] series = SampleSignals.Sum(SampleSignals.Sinusoids(300, 0, (14, 1, 0)), SampleSignals.Noise(300, 21), 0.5);
        SsaModel model = SsaModel.Train(series, Plain with { WindowSize = 3, SeriesLength = 4, TrainSize = 300, ShouldStabilize = false });
        double[] a = model.Fit.Recurrence;
        double[] response = [1, a[1], (a[1] * a[1]) + a[0]];
        IReadOnlyList<double> deviations = model.Forecast(3).StandardDeviations;
        double power = 0;
        for (int h = 0; h < 3; h++)
        {
            power += response[h] * response[h];
            double expected = Math.Sqrt(model.Fit.Noise.ObservationVariance + (model.Fit.Noise.RecurrenceVariance * power));
            Assert.Equal(expected, deviations[h], 1e-14);
        }
    }
}
