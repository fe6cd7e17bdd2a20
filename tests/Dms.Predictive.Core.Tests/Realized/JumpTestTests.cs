namespace Dms.Predictive.Core.Tests;

/// <summary>Size and power of the jump tests on days of 1,440 normal returns, level 1 %.</summary>
public sealed class JumpTestTests
{
    private const int Bars = 1440;
    private const int JumpBar = 720;

    /// <summary>2,000 days without jumps: four binomial standard errors around 20 alarms are 2 to 38.</summary>
    [Fact]
    public void Size_NoJumps_IsTheLevelAskedFor()
    {
        Alarms alarms = Run(days: 2000, jump: 0, season: 0);
        Assert.InRange(alarms.Bns, 2, 38);
        Assert.InRange(alarms.DaysWithFalseAlarm, 2, 38);
    }

    /// <summary>A jump of so many one-bar deviations in the middle of each of 500 days. The figures are those of the
    /// reference page; a jump of ten deviations adds 7 % to a day's variance, hence the weak ratio test.</summary>
    [Theory]
    [InlineData(4, 8, 154)]
    [InlineData(6, 34, 457)]
    [InlineData(8, 120, 499)]
    [InlineData(10, 262, 500)]
    [InlineData(15, 496, 500)]
    public void Power_OneJumpADay_GrowsWithItsSize(double jump, int bns, int leeMykland)
    {
        Alarms alarms = Run(days: 500, jump, season: 0);
        Assert.Equal((bns, leeMykland), (alarms.Bns, alarms.AtJump));
        Assert.Equal(4, alarms.DaysWithFalseAlarm);
    }

    /// <summary>Where volatility swings by ±50 % over the day, the Lee-Mykland scale lags behind: 93 of 500 days
    /// without a jump get an alarm. The ratio test keeps its size. Returns divided by the known factor get it
    /// back.</summary>
    [Fact]
    public void Size_SeasonOfTheDay_IsLostByLeeMyklandUnlessDividedOut()
    {
        Alarms raw = Run(days: 500, jump: 0, season: 0.5), divided = Run(days: 500, jump: 0, season: 0.5, divide: true);
        Assert.Equal((3, 93), (raw.Bns, raw.DaysWithFalseAlarm));
        Assert.Equal(4, divided.DaysWithFalseAlarm);
    }

    [Fact]
    public void LeeMykland_SeededSeriesWithPlantedJumps_AlarmsAtThoseBarsAlone()
    {
        int[] planted = [400, 1111, 2345, 2346, 4000];
        double[] returns = SeededReturns.Normal(2024, 3 * Bars, 0.05);
        foreach (int t in planted)
        {
            returns[t] += t % 2 == 0 ? 0.5 : -0.5;
        }

        JumpVerdict[] verdicts = LeeMyklandDetector.Judge(returns, LeeMyklandLimits.Of(Bars));
        Assert.Equal(planted, Enumerable.Range(0, returns.Length).Where(t => verdicts[t] == JumpVerdict.Jump));
        Assert.Equal(269, verdicts.Count(v => v == JumpVerdict.NotJudged));
        Assert.Equal(JumpVerdict.NotJudged, verdicts[268]);
        Assert.NotEqual(JumpVerdict.NotJudged, verdicts[269]);
    }

    [Fact]
    public void LeeMykland_FutureChanges_PastVerdictsStay()
    {
        double[] returns = SeededReturns.Normal(5, 900);
        double[] other = [.. returns.Take(500), .. SeededReturns.Normal(6, 400, 7)];
        LeeMyklandLimits limits = LeeMyklandLimits.Of(Bars);
        Assert.Equal(
            LeeMyklandDetector.Judge(returns, limits)[..500], LeeMyklandDetector.Judge(other, limits)[..500]);
    }

    [Fact]
    public void LeeMykland_AnySeries_EqualsItsDefinition()
    {
        const int window = 40;
        double[] returns = SeededReturns.Normal(8, 400, 1, 0.1);
        LeeMyklandDetector detector = new(LeeMyklandLimits.Of(100, 0.05), window);
        for (int i = 0; i < returns.Length; i++)
        {
            detector.Append(returns[i]);
            double expected = double.NaN;
            if (i >= window - 1)
            {
                double variance = Enumerable.Range(i - window + 2, window - 2)
                    .Sum(j => Math.Abs(returns[j]) * Math.Abs(returns[j - 1])) / (window - 2);
                expected = Math.Abs(returns[i]) / Math.Sqrt(variance);
            }

            Assert.Equal(expected, detector.Standardized, 1e-12 * (double.IsNaN(expected) ? 1 : 1 + expected));
        }

        Assert.Equal(window - 1, detector.WarmUp);
    }

    [Fact]
    public void LeeMykland_StillMarket_GivesNoVerdictAndCountsIt()
    {
        LeeMyklandDetector detector = new(LeeMyklandLimits.Of(Bars), 10);
        double[] returns = [.. new double[30], 5, .. new double[3]];
        Assert.All(returns, r => Assert.Equal(JumpVerdict.NotJudged, detector.Append(r)));
        Assert.Equal((9, 25, 0), (detector.WarmUp, detector.Undetermined, detector.Jumps));
        Assert.True(double.IsNaN(detector.Standardized));
    }

    [Fact]
    public void Bns_TooManyZerosOrNoMovement_GivesNoVerdict()
    {
        double[] returns = SeededReturns.Normal(9, Bars, 1, 0.55);
        RealizedMeasures measures = RealizedMeasures.Of(returns);
        Assert.False(measures.IsUsableForJumpTests);
        BnsJumpTest test = BnsJumpTest.Of(measures);
        Assert.Equal((JumpVerdict.NotJudged, 0.0), (test.Verdict, test.JumpVariation));
        Assert.Equal(measures.RealizedVariance, test.ContinuousVariation);
        Assert.Equal(JumpVerdict.NotJudged, BnsJumpTest.Of(RealizedMeasures.Of(new double[10])).Verdict);
        Assert.Equal(JumpVerdict.NotJudged, BnsJumpTest.Of(RealizedMeasures.Of([1, 2])).Verdict);
        Assert.Equal(JumpVerdict.NotJudged, BnsJumpTest.Of(RealizedMeasures.Of([1, 0, 2, 0])).Verdict);
    }

    [Fact]
    public void Bns_LargeJump_SplitsTheVariance()
    {
        double[] returns = SeededReturns.Normal(10, Bars);
        returns[JumpBar] = 40;
        RealizedMeasures measures = RealizedMeasures.Of(returns);
        BnsJumpTest test = BnsJumpTest.Of(measures);
        Assert.Equal(JumpVerdict.Jump, test.Verdict);
        Assert.Equal(measures.RealizedVariance, test.JumpVariation + test.ContinuousVariation, 1e-9);
        Assert.Equal(measures.RealizedVariance - measures.BipowerVariation, test.JumpVariation);
        Assert.InRange(test.PValue, 0, 0.01);
        Assert.Equal(JumpVerdict.NoJump, BnsJumpTest.Of(measures, PinnedNormal.Cumulative(-test.Statistic) / 2).Verdict);
    }

    [Fact]
    public void Limits_OutsideTheirRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => LeeMyklandLimits.Of(2));
        Assert.Throws<ArgumentOutOfRangeException>(() => LeeMyklandLimits.Of(100, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeeMyklandDetector(LeeMyklandLimits.Of(100), 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => BnsJumpTest.Of(RealizedMeasures.Of([1, 2, 3]), 1));
    }

    private static Alarms Run(int days, double jump, double season, bool divide = false)
    {
        Random random = new(101);
        LeeMyklandDetector detector = new(LeeMyklandLimits.Of(Bars));
        double[] day = new double[Bars];
        Alarms alarms = new();
        for (int d = 0; d < days; d++)
        {
            bool any = false;
            for (int t = 0; t < Bars; t++)
            {
                double factor = 1 + (season * Math.Sin(2 * Math.PI * t / Bars));
                day[t] = (SeededReturns.Gaussian(random) * factor) + (t == JumpBar ? jump : 0);
                bool hit = detector.Append(divide ? day[t] / factor : day[t]) == JumpVerdict.Jump;
                bool planted = t == JumpBar && jump > 0;
                any |= hit && !planted;
                alarms.AtJump += hit && planted ? 1 : 0;
            }

            alarms.DaysWithFalseAlarm += any ? 1 : 0;
            alarms.Bns += BnsJumpTest.Of(RealizedMeasures.Of(day)).Verdict == JumpVerdict.Jump ? 1 : 0;
        }

        return alarms;
    }

    private sealed class Alarms
    {
        public int Bns { get; set; }

        public int AtJump { get; set; }

        public int DaysWithFalseAlarm { get; set; }
    }
}
