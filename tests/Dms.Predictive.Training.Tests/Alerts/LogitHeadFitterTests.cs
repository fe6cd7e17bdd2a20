using Dms.Predictive.Learning;

namespace Dms.Predictive.Training.Tests;

public sealed class LogitHeadFitterTests
{
    [Fact]
    public void Fit_KnownLogit_FindsItsCoefficients()
    {
        LogitHead head = LogitHeadFitter.Fit(Sample(120_000, (x, v) => -2 + (1.5 * x) + (0.7 * v)))!;

        Assert.Equal(1.5, head.Inputs[0].Coefficient, 0.06);
        Assert.Equal(0.7, head.Inputs[1].Coefficient, 0.06);
        Assert.Equal(0.2, head.Probability([0.4, 0.02]), 0.02);
    }

    [Fact]
    public void Fit_ForecastAgainstTheEvent_LeavesItOut()
    {
        LogitHead head = LogitHeadFitter.Fit(Sample(20_000, (x, v) => -2 - x + (0.7 * v)))!;

        Assert.Equal(0, head.Inputs[0].Coefficient);
        Assert.True(head.Inputs[1].Coefficient > 0.5);
    }

    [Fact]
    public void Fit_SameSample_SameBits()
    {
        LogitHead first = LogitHeadFitter.Fit(Sample(5_000, (x, v) => -3 + x + v))!;
        LogitHead second = LogitHeadFitter.Fit(Sample(5_000, (x, v) => -3 + x + v))!;

        Assert.Equal(first.Inputs, second.Inputs);
        Assert.Equal(first.Probability([0.3, 0.1]), second.Probability([0.3, 0.1]));
    }

    [Fact]
    public void Fit_InputAlwaysMissing_CountsForNothing()
    {
        HeadSample sample = new(["forecast_to_threshold", "volume_ratio_20"]);
        for (int i = 0; i < 400; i++)
        {
            sample.Add([(i % 7) - 3, double.NaN], i % 7 > 4 || i % 31 == 0);
        }

        LogitHead head = LogitHeadFitter.Fit(sample)!;

        Assert.Equal(head.Logit([1, double.NaN]), head.Logit([1, 55]));
    }

    [Fact]
    public void Fit_FewEvents_NoHead()
    {
        HeadSample sample = new(["forecast_to_threshold"]);
        for (int i = 0; i < 1_000; i++)
        {
            sample.Add([i], i % 100 == 0);
        }

        Assert.Null(LogitHeadFitter.Fit(sample));
    }

    [Fact]
    public void Choice_StraightLogOdds_KeepsPlatt()
    {
        (double[] scores, bool[] outcomes) = Outcomes(4_000, x => -3 + x);

        Assert.IsNotType<IsotonicMap>(CalibrationChoice.Best(scores, outcomes));
    }

    [Fact]
    public void Choice_Step_TakesIsotonic()
    {
        (double[] scores, bool[] outcomes) = Outcomes(20_000, x => x > 1 ? 1 : x > -1 ? -1 : -6);

        Assert.IsType<IsotonicMap>(CalibrationChoice.Best(scores, outcomes));
    }

    private static (double[] Scores, bool[] Outcomes) Outcomes(int count, Func<double, double> logit)
    {
        HeadSample sample = Sample(count, (x, _) => logit(x));
        return ([.. sample.Values.Where((_, i) => i % 2 == 0)], [.. sample.Outcomes]);
    }

    private static HeadSample Sample(int count, Func<double, double, double> logit)
    {
        HeadSample sample = new(["forecast_to_threshold", "volume_ratio_20"]);
        ulong state = 17;
        for (int i = 0; i < count; i++)
        {
            double x = (6 * Uniform(ref state)) - 3;
            double v = (4 * Uniform(ref state)) - 2;
            sample.Add([x, v], Uniform(ref state) < 1 / (1 + Math.Exp(-logit(x, v))));
        }

        return sample;
    }

    private static double Uniform(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            ulong x = state;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return ((x ^ (x >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
