using System.Numerics;
using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility.Tests;

public class SsaTrainingTests
{
    private static readonly SsaOptions Plain = new() { WindowSize = 10, SeriesLength = 30, TrainSize = 60, ShouldMaintainInfo = true };

    [Theory]
    [InlineData(0)]
    [InlineData(7.5)]
    [InlineData(-1e60)]
    public void Train_ConstantSeries_ForecastsTheConstant(double level)
    {
        double[] series = [.. Enumerable.Repeat(level, 60)];
        SsaModel model = SsaModel.Train(series, Plain);
        SsaForecast forecast = model.Forecast(20);
        Assert.All(forecast.Values, v => Assert.Equal(level, v, Math.Abs(level) * 1e-12));
        Assert.Equal(level == 0, model.Info!.IsMeanModel);
        Assert.All(forecast.StandardDeviations, d => Assert.InRange(d, 0, Math.Abs(level) * 1e-10));
    }

    [Fact]
    public void Train_FiveObservations_WorkWithAWindowOfTwo()
    {
        SsaModel model = SsaModel.Train([1, 2, 4, 8, 16], Plain with { WindowSize = 2, SeriesLength = 3, TrainSize = 5, ShouldStabilize = false });
        Assert.Equal([32.0, 64.0], model.Forecast(2).Values.Select(v => Math.Round(v, 9)));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => SsaModel.Train([1, 2, 4, 8, 16], Plain with { WindowSize = 3, SeriesLength = 4, TrainSize = 5 }));
    }

    [Fact]
    public void Train_OneImpulseAtTheEnd_ShrinksTheWindowToTheMeanModel()
    {
        double[] series = new double[60];
        series[^1] = 3;
        SsaModel model = SsaModel.Train(series, Plain);
        Assert.Equal(2, model.WindowSize);
        Assert.True(model.Info!.IsMeanModel);
        Assert.True(double.IsFinite(model.NextPrediction));
    }

    [Fact]
    public void Train_UnitVectorInTheLongWindowOnly_ShrinksUntilThereIsNone()
    {
        // The two impulses meet in no window of ten; every window of ten that ends on one holds nothing else.
        double[] series = new double[60];
        (series[^1], series[^11]) = (1, 1);
        SsaModel model = SsaModel.Train(series, Plain);
        Assert.InRange(model.WindowSize, 2, 9);
        Assert.All(model.Forecast(30).Values, v => Assert.InRange(v, -1, 1));
    }

    [Fact]
    public void Train_OutlierOfAMillionDeviations_GivesFiniteForecasts()
    {
        double[] series = SampleSignals.Noise(60, 1);
        series[30] = 1e6;
        SsaModel model = SsaModel.Train(series, Plain);
        Assert.All(model.Forecast(50).Values, v => Assert.InRange(v, -1e6, 1e6));
        model.Append(1e6);
        Assert.All(model.Forecast(50).UpperBounds, v => Assert.True(double.IsFinite(v)));
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    [InlineData(1e76)]
    public void Train_NumberOutOfRange_IsRefusedByItsPlace(double bad)
    {
        double[] series = SampleSignals.Noise(60, 1);
        SsaModel model = SsaModel.Train(series, Plain);
        byte[] before = model.Save();
        Assert.Throws<ArgumentOutOfRangeException>(() => model.Append(bad));
        Assert.Equal(before, model.Save());
        series[17] = bad;
        Assert.Contains("Observation 17", Assert.Throws<ArgumentOutOfRangeException>(() => SsaModel.Train(series, Plain)).Message);
    }

    [Fact]
    public void Train_TooFewObservations_IsRefusedWithTheirCount()
    {
        double[] series = SampleSignals.Noise(60, 1);
        Assert.Contains("Found 59", Assert.Throws<ArgumentException>(() => SsaModel.Train(series.AsSpan(1), Plain)).Message);
        Array.Fill(series, double.NaN, 0, 40);
        Assert.Contains("Found 20", Assert.Throws<ArgumentException>(() => SsaModel.Train(series, Plain)).Message);
    }

    [Fact]
    public void Options_OutOfRange_AreRefusedByName()
    {
        double[] series = SampleSignals.Noise(60, 1);
        (SsaOptions Options, string Name)[] cases =
        [
            (Plain with { WindowSize = 1 }, "WindowSize"),
            (Plain with { SeriesLength = 10 }, "SeriesLength"),
            (Plain with { TrainSize = 20 }, "TrainSize"),
            (Plain with { Rank = 10 }, "Rank"),
            (Plain with { MaxRank = 0 }, "MaxRank"),
            (Plain with { DiscountFactor = double.NaN }, "DiscountFactor"),
            (Plain with { DiscountFactor = 0, IsAdaptive = true }, "DiscountFactor"),
            (Plain with { RankSelectionMethod = (RankSelectionMethod)7 }, "RankSelectionMethod"),
            (Plain with { MaxGrowth = default(GrowthRatio) }, "MaxGrowth"),
        ];
        Assert.All(cases, c => Assert.Equal(
            c.Name, Assert.Throws<ArgumentOutOfRangeException>(() => SsaModel.Train(series, c.Options)).ParamName));
    }

    [Fact]
    public void Train_GrowingSeries_KeepsItsGrowthWithinTheCap()
    {
        double[] series = [.. Enumerable.Range(0, 60).Select(t => Math.Pow(1.05, t))];
        double Growth(GrowthRatio? cap, bool stabilize = true)
        {
            SsaForecast forecast = SsaModel.Train(series, Plain with
            {
                MaxGrowth = cap,
                ShouldStabilize = stabilize,
                AddNoiseMeans = false,
                RankSelectionMethod = RankSelectionMethod.Fixed,
                Rank = 1,
            }).Forecast(400);
            return forecast.Values[399] / forecast.Values[398];
        }

        Assert.Equal(1.05, Growth(null, stabilize: false), 1e-9);
        Assert.Equal(1.05, Growth(null), 1e-6);
        Assert.Equal(1.02, Growth(new GrowthRatio(1, 1.02)), 1e-6);
        Assert.Equal(1.02, Growth(new GrowthRatio(10, Math.Pow(1.02, 10))), 1e-6);
        Assert.Equal(1.0, Growth(new GrowthRatio(1, 1)), 1e-6);
    }

    [Fact]
    public void Train_ExplodingCycle_IsPulledOntoTheUnitCircle()
    {
        double[] series = [.. Enumerable.Range(0, 60).Select(t => Math.Pow(1.04, t) * Math.Cos(2 * Math.PI * t / 6))];
        SsaOptions options = Plain with { RankSelectionMethod = RankSelectionMethod.Fixed, Rank = 2 };
        SsaModel stable = SsaModel.Train(series, options);
        double largest = series.Max(Math.Abs);
        Assert.All(stable.Forecast(1000).Values, v => Assert.InRange(Math.Abs(v), 0, 2 * largest));
        Assert.InRange(SsaModel.Train(series, options with { ShouldStabilize = false }).Forecast(1000).Values.Max(), 1e10 * largest, double.MaxValue);
        SsaDiagnostics info = stable.Info!;
        Assert.True(info.IsStabilized);
        Assert.Equal(1.04, info.RootsBefore.Max(r => r.Magnitude), 1e-9);
        Assert.Equal(1, info.RootsAfter.Max(r => r.Magnitude), 1e-9);
        Assert.Equal(Math.PI / 3, Math.Abs(info.RootsAfter.MaxBy(r => r.Magnitude).Phase), 1e-9);
    }

    [Fact]
    public void Stabilizer_GrowingCycleLongerThanTheWindow_BecomesAStraightTrend()
    {
        Complex slow = Complex.FromPolarCoordinates(1.02, 2 * Math.PI / 40);
        double[] coefficients = [.. MonicPolynomial.Coefficients([slow, Complex.Conjugate(slow), 0.5])!.Select(c => -c)];
        RecurrenceStabilizer.Result result = RecurrenceStabilizer.Apply(coefficients, 10, double.PositiveInfinity);
        Assert.True(result is { IsStabilized: true, IsPolynomialTrend: true, IsCycleRemoved: true });
        double[] path = [5, 6, 7, .. new double[50]];
        LinearRecurrence.Continue(result.Coefficients, 0, path, 3);
        Assert.All(path.Select((v, t) => (v, t)), p => Assert.Equal(5 + p.t, p.v, 1e-6));
    }

    [Fact]
    public void Stabilizer_TwoRealRootsNearOne_BecomeAStraightTrend()
    {
        double[] coefficients = [.. MonicPolynomial.Coefficients([1.03, 0.95, -1.2])!.Select(c => -c)];
        RecurrenceStabilizer.Result result = RecurrenceStabilizer.Apply(coefficients, 4, double.PositiveInfinity);
        Assert.True(result is { IsPolynomialTrend: true, IsCycleRemoved: false });
        Assert.Equal([-0.99, 1, 1], result.After.Select(r => r.Real).Order());
    }

    [Fact]
    public void Stabilizer_NothingOutside_KeepsTheBits()
    {
        double[] coefficients = [0.2, -0.1, 0.7];
        Assert.Same(coefficients, RecurrenceStabilizer.Apply(coefficients, 4, double.PositiveInfinity).Coefficients);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Polynomial_RandomRoots_ComeBackFromTheirCoefficients(long seed)
    {
        SeededGenerator generator = new(seed);
        List<Complex> roots = [0.3, -0.8, 1.1];
        for (int i = 0; i < 10; i++)
        {
            Complex root = Complex.FromPolarCoordinates(0.7 + (0.32 * generator.NextUniform()), 0.01 + (3.1 * generator.NextUniform()));
            roots.AddRange([root, Complex.Conjugate(root)]);
        }

        double[] coefficients = MonicPolynomial.Coefficients(roots)!;
        Assert.Equal(roots.Count, coefficients.Length);
        Complex[] again = MonicPolynomial.Roots(coefficients)!;
        Assert.All(roots, r => Assert.InRange(again.Min(a => (a - r).Magnitude), 0, 1e-6));
    }

    [Fact]
    public void Save_Damaged_IsRefusedByteForByte()
    {
        SsaModel model = SsaModel.Train(SampleSignals.Noise(60, 1), Plain with { IsAdaptive = true, DiscountFactor = 0.9 });
        byte[] saved = model.Save();
        Assert.Equal(saved, SsaModel.Restore(saved).Save());
        for (int at = 0; at < saved.Length; at++)
        {
            byte[] damaged = [.. saved];
            damaged[at] ^= 0x40;
            Assert.Throws<InputRefusedException>(() => SsaModel.Restore(damaged));
            Assert.Throws<InputRefusedException>(() => SsaModel.Restore(saved.AsSpan(0, at)));
        }
    }

    [Fact]
    public void Save_ForgedWithAFittingChecksum_IsRefusedOrFinite()
    {
        byte[] saved = SsaModel.Train(SampleSignals.Noise(60, 1), Plain).Save();
        SeededGenerator generator = new(77);
        int refused = 0;
        for (int i = 0; i < 5_000; i++)
        {
            byte[] body = saved[..^8];
            body[generator.NextIndex(body.Length)] = (byte)generator.NextIndex(256);
            body[generator.NextIndex(Math.Min(body.Length, 120))] = (byte)generator.NextIndex(256);
            byte[] forged = [.. body, .. BitConverter.GetBytes(CheckpointReader.Checksum(body))];
            try
            {
                SsaModel restored = SsaModel.Restore(forged);
                Assert.Equal(forged, restored.Save());
            }
            catch (InputRefusedException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 500, 5_000);
    }
}
