using Dms.Predictive.Core;
using MathNet.Numerics.LinearAlgebra;

namespace Dms.Predictive.Volatility.Tests;

public sealed class HarFamilyTests
{
    private const int Rows = 120;

    private static readonly HarOptions Small =
        new() { Windows = [1, 3, 7], TrainingRows = Rows, RefitEvery = 10, ScaleRows = 30, Horizon = 2, Exogenous = 1 };

    public static TheoryData<HarVariant, bool> Every()
    {
        TheoryData<HarVariant, bool> every = [];
        foreach (HarVariant v in Enum.GetValues<HarVariant>())
        {
            every.Add(v, true);
            every.Add(v, false);
        }

        return every;
    }

    /// <summary>Regressors from their formulas, fitted by another QR, scale and clip by hand.</summary>
    [Theory]
    [MemberData(nameof(Every))]
    public void Forecast_EveryVariant_EqualsAnIndependentComputation(HarVariant variant, bool log)
    {
        HarObservation[] periods = Periods(3, Rows + 8);
        HarOptions options = Small with { Variant = variant, IsLog = log };
        HarForecaster forecaster = new(options);
        Array.ForEach(periods, forecaster.Append);
        Assert.Equal(1, forecaster.Fits);

        int[] rows = [.. Enumerable.Range(6, Rows)];
        double[][] raw = [.. rows.Append(rows[^1] + 2).Select(t => Regressors(periods, t, variant, log))];
        double[][] design = Interacted(raw, variant, log);
        double[] targets = [.. rows.Select(t => periods[t + 1].Variance + periods[t + 2].Variance)];
        Vector<double> y = Vector<double>.Build.Dense([.. targets.Select(v => log ? Math.Log(v) : v)]);
        Vector<double> line = Matrix<double>.Build.DenseOfRowArrays(design[..Rows]).QR().Solve(y);
        double[] fits = [.. design.Select(row => Math.Clamp(Vector<double>.Build.Dense(row) * line, y.Min(), y.Max()))];
        double scale = log ? Enumerable.Range(Rows - 30, 30).Average(i => targets[i] / Math.Exp(fits[i])) : 1;
        double expected = log ? scale * Math.Exp(fits[^1]) : fits[^1];

        Assert.Equal(expected, forecaster.Forecast, 1e-9 * expected);
        Assert.Equal(line[0], forecaster.Fit!.Intercept, 1e-8);
        Assert.Equal(design[0].Length - 1, forecaster.Fit.Coefficients.Count);
        Assert.All(forecaster.Fit.Coefficients.Select((c, j) => line[j + 1] - c.Value), d => Assert.Equal(0, d, 1e-7));
    }

    [Theory]
    [MemberData(nameof(Every))]
    public void Forecast_AnotherUnit_ScalesWithIt(HarVariant variant, bool log)
    {
        const double c = 1e4;
        HarOptions options = Small with { Variant = variant, IsLog = log };
        double[] one = HarForecaster.Run(Periods(5, 160), options);
        double[] other = HarForecaster.Run([.. Periods(5, 160).Select(p => new HarObservation(c * p.Variance)
        {
            Quarticity = c * c * p.Quarticity,
            Jump = c * p.Jump,
            Upside = c * p.Upside,
            Exogenous = p.Exogenous,
        })], options);
        Assert.True(one.Count(double.IsFinite) > 30);
        Assert.All(one.Zip(other), p => Assert.Equal(c * p.First, p.Second, 1e-7 * c * (p.First > 0 ? p.First : 1)));
    }

    [Fact]
    public void Forecast_FutureChanges_PastForecastsStay()
    {
        HarObservation[] one = Periods(7, 200), other = [.. one.Take(150), .. Periods(8, 50)];
        Assert.Equal(HarForecaster.Run(one, Small)[..150], HarForecaster.Run(other, Small)[..150]);
    }

    [Fact]
    public void Refit_ItsRule_DecidesWhenTheLineChanges()
    {
        HarForecaster forecaster = new(Small);
        List<int> fitted = [];
        HarObservation[] periods = Periods(9, 170);
        for (int t = 0; t < periods.Length; t++)
        {
            long before = forecaster.Fits;
            forecaster.Append(periods[t]);
            if (forecaster.Fits > before)
            {
                fitted.Add(t);
            }
        }

        int first = 6 + Rows + 1;
        Assert.Equal([first, first + 10, first + 20, first + 30, first + 40], fitted);
    }

    [Fact]
    public void Ridge_Penalty_EqualsItsClosedFormAndShrinksToTheMean()
    {
        HarObservation[] periods = Periods(11, Rows + 8);
        HarOptions options = Small with { Ridge = 0.3 };
        HarForecaster forecaster = new(options);
        Array.ForEach(periods, forecaster.Append);
        double[][] design = [.. Enumerable.Range(6, Rows).Select(t => Regressors(periods, t, HarVariant.Har, true)[1..])];
        double[] y = [.. Enumerable.Range(6, Rows).Select(t => Math.Log(periods[t + 1].Variance + periods[t + 2].Variance))];
        int k = design[0].Length;
        double[] means = [.. Enumerable.Range(0, k).Select(j => design.Average(r => r[j]))];
        double[] deviations =
            [.. Enumerable.Range(0, k).Select(j => Math.Sqrt(design.Average(r => Math.Pow(r[j] - means[j], 2))))];
        Matrix<double> x = Matrix<double>.Build.Dense(Rows, k, (t, j) => (design[t][j] - means[j]) / deviations[j]);
        Vector<double> centred = Vector<double>.Build.Dense([.. y.Select(v => v - y.Average())]);
        Vector<double> beta = (x.TransposeThisAndMultiply(x) + (Matrix<double>.Build.DenseIdentity(k) * 0.3 * Rows))
            .Solve(x.TransposeThisAndMultiply(centred));
        Assert.All(Enumerable.Range(0, k), j =>
            Assert.Equal(beta[j] / deviations[j], forecaster.Fit!.Coefficients[j].Value, 1e-9));

        HarForecaster flat = new(Small with { Ridge = 1e12 });
        Array.ForEach(periods, flat.Append);
        Assert.All(flat.Fit!.Coefficients, c => Assert.Equal(0, c.Value, 1e-9));
        Assert.Equal(y.Average(), flat.Fit.Intercept, 1e-8);
    }

    [Fact]
    public void InsanityFilter_PeriodFarOutsideTheTrainingRange_IsClippedAndCounted()
    {
        HarOptions options = Small with { IsLog = false };
        HarForecaster forecaster = new(options);
        Array.ForEach(Periods(13, 140), forecaster.Append);
        long before = forecaster.Clipped;
        forecaster.Append(new(1e6) { Exogenous = [0.5] });
        Assert.Equal(before + 1, forecaster.Clipped);
        Assert.Contains(forecaster.Forecast, new[] { forecaster.Fit!.LowerClip, forecaster.Fit.UpperClip });
    }

    [Fact]
    public void Exogenous_RegressorThatKnowsTheTarget_TakesTheWeight()
    {
        double[] noise = Simulated.Normals(15, 400);
        HarObservation[] periods = [.. Enumerable.Range(0, 399).Select(t =>
            new HarObservation(Math.Exp(noise[t])) { Exogenous = [noise[t + 1]] })];
        HarForecaster forecaster = new(Small with { Horizon = 1 });
        Array.ForEach(periods, forecaster.Append);
        Assert.Equal(("x 0", 1), (forecaster.Fit!.Coefficients[^1].Name, Math.Round(forecaster.Fit.Coefficients[^1].Value, 9)));
        Assert.Equal(Math.Exp(noise[399]), forecaster.Forecast, 1e-9 * forecaster.Forecast);
    }

    [Fact]
    public void Append_MissingOrImpossibleParts_AreRefused()
    {
        void Refused(HarOptions options, HarObservation period) =>
            Assert.Throws<ArgumentException>(() => new HarForecaster(options).Append(period));
        HarOptions plain = new();
        Refused(plain, new(0));
        Refused(plain, new(double.NaN));
        Refused(plain with { IsLog = false }, new(-1));
        Refused(plain, new(1) { Exogenous = [1] });
        Refused(plain with { Exogenous = 1 }, new(1) { Exogenous = [double.NaN] });
        Refused(plain with { Variant = HarVariant.HarQ }, new(1));
        Refused(plain with { Variant = HarVariant.HarCJ }, new(1) { Jump = 1.1 });
        Refused(plain with { Variant = HarVariant.Shar }, new(1));
        Assert.Throws<ArgumentException>(() => new HarForecaster(plain with { Windows = [5, 1] }));
        Assert.Throws<ArgumentException>(() => new HarForecaster(plain with { TrainingRows = 4 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new HarForecaster(plain with { Ridge = -1 }));
    }

    private static HarObservation[] Periods(int seed, int count)
    {
        SeededGenerator generator = new(seed);
        double level = 0;
        return [.. Enumerable.Range(0, count).Select(_ =>
        {
            level = (0.9 * level) + (0.5 * Simulated.Normal(generator));
            double scale = Math.Exp(0.5 * level);
            RealizedAccumulator day = new();
            for (int i = 0; i < 30; i++)
            {
                day.Append(scale * Simulated.Normal(generator));
            }

            return HarObservation.From(day.Current) with { Exogenous = [generator.NextUniform()] };
        })];
    }

    private static double[] Regressors(HarObservation[] periods, int t, HarVariant variant, bool log)
    {
        double F(double x) => log ? Math.Log(x) : x;
        List<double> row = [1];
        foreach (int w in (int[])[1, 3, 7])
        {
            HarObservation[] window = periods[(t - w + 1)..(t + 1)];
            double v = window.Average(p => p.Variance), j = window.Average(p => p.Jump), u = window.Average(p => p.Upside);
            double jump = log ? Math.Log(1 + (j / (v - j))) : j;
            double[] part = variant switch
            {
                HarVariant.HarJ when w == 1 => [F(v), jump],
                HarVariant.HarCJ => [F(v - j), jump],
                HarVariant.Shar when w == 1 => [F(u), F(v - u)],
                _ => [F(v)],
            };
            row.AddRange(part);
        }

        int interactions = variant == HarVariant.HarQ ? 1 : variant == HarVariant.HarQFull ? 3 : 0;
        foreach (int w in new[] { 1, 3, 7 }.Take(interactions))
        {
            HarObservation[] window = periods[(t - w + 1)..(t + 1)];
            double root = Math.Sqrt(window.Average(p => p.Quarticity));
            row.Add(log ? root / window.Average(p => p.Variance) : root);
        }

        return [.. row, periods[t].Exogenous[0]];
    }

    /// <summary>Multiplies the demeaned roots of quarticity, behind the three windows, into the variances.</summary>
    private static double[][] Interacted(double[][] raw, HarVariant variant, bool log)
    {
        int interactions = variant == HarVariant.HarQ ? 1 : variant == HarVariant.HarQFull ? 3 : 0;
        double MeanOf(int j) => raw[..Rows].Average(r => r[j]);
        double[][] rows = [.. raw.Select(r => r.ToArray())];
        for (int k = 0; k < interactions; k++)
        {
            (double root, double variance) = (MeanOf(4 + k), log ? MeanOf(1 + k) : 0);
            foreach (double[] row in rows)
            {
                row[4 + k] = (row[4 + k] - root) * (row[1 + k] - variance);
            }
        }

        return rows;
    }
}
