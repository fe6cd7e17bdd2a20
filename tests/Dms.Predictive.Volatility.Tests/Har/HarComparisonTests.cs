using Dms.Predictive.Core;
using Xunit.Abstractions;

namespace Dms.Predictive.Volatility.Tests;

/// <summary>The HAR family out of sample against its plain form: the figures of the reference page.</summary>
public sealed class HarComparisonTests(ITestOutputHelper output)
{
    /// <summary>Rolling 1,000 days, refit every 22. The figures are those of a separate program (Python, normal
    /// equations); the source of the data quotes .246, .268 and .358 without its retransformation and filter.</summary>
    [SharedFact]
    public void StandardAndPoor_PlainForms_EqualASeparateProgram()
    {
        List<HarObservation> days = StandardAndPoor();
        Assert.Equal(4412, Losses(days, new()).Length);
        Assert.Equal(0.24773987504326517, Losses(days, new()).Average(), 1e-9);
        Assert.Equal(0.24465047866539016, Losses(days, new() { ScaleRows = 1000 }).Average(), 1e-9);
        Assert.Equal(0.26886010497825047, Losses(days, new() { IsLog = false }).Average(), 1e-9);
        double[] walk = [.. days.Skip(1021).Zip(days.Skip(1022), (a, b) => ForecastLoss.Qlike(b.Variance, a.Variance))];
        Assert.Equal(0.358, walk.Average(), 0.0006);
    }

    [SharedFact]
    public void StandardAndPoor_JumpParts_ImproveTheLogForm()
    {
        List<HarObservation> days = StandardAndPoor();
        Dictionary<HarVariant, DieboldMarianoResult> log = Compare("S&P 500", days, new());
        Assert.All([HarVariant.HarJ, HarVariant.HarCJ], v => Assert.True(log[v] is { MeanDifference: < -0.013, PValue: < 1e-4 }));
        Assert.InRange(log[HarVariant.HarJ].StatisticHln, -4.9, -4.75);
        Compare("S&P 500", days, new() { IsLog = false });
    }

    [LongSharedFact]
    public void Bitcoin_ByTheHourAndByTheDay_ShowsWhatEachVariantIsWorth()
    {
        string[] files = [.. new[] { 2017, 2018, 2019 }.Select(y =>
            SharedFolder.Path("data", "crypto_1m_bitfinex", $"bitfinex_BTCUSD_1m_{y}.csv.gz"))];
        HarOptions hourly = new() { Windows = [1, 3, 6, 24, 72, 168], TrainingRows = 4320, RefitEvery = 24, ScaleRows = 2160 };
        List<HarObservation> hours = Observations(RealizedDays.Bars(files, 60));
        List<HarObservation> days = Observations(RealizedDays.Bars(files, 1440));
        Dictionary<HarVariant, DieboldMarianoResult> byHour = Compare("BTC hours", hours, hourly);
        Compare("BTC hours", hours, hourly with { IsLog = false });
        Dictionary<HarVariant, DieboldMarianoResult> byDay = Compare("BTC days", days, new() { TrainingRows = 365 });
        Compare("BTC days", days, new() { TrainingRows = 365, IsLog = false });
        Assert.True(byHour[HarVariant.HarQ] is { MeanDifference: < 0, PValue: < 0.05 });
        Assert.True(byHour[HarVariant.Shar] is { MeanDifference: > 0, PValue: < 0.05 });
        Assert.All(byDay.Values, r => Assert.True(r.PValue > 0.05));
    }

    [Fact]
    public void ShippedSample_ByTheHour_FavoursTheJumpPart()
    {
        string sample = Path.Combine(RepositoryRoot(), "data", "samples", "SIM-BTC.csv.gz");
        List<HarObservation> hours = Observations(RealizedDays.Bars([sample], 60));
        HarOptions options = new() { Windows = [1, 3, 6, 24, 72], TrainingRows = 480, RefitEvery = 24, ScaleRows = 480 };
        Dictionary<HarVariant, DieboldMarianoResult> results = Compare("SIM-BTC hours", hours, options);
        Assert.True(results[HarVariant.HarJ] is { MeanDifference: < 0, PValue: < 0.05 });
    }

    private static List<HarObservation> StandardAndPoor()
    {
        (_, double[] variance, double[] bipower) = RealizedDays.StandardAndPoor();
        return [.. variance.Zip(bipower, (v, b) => new HarObservation(v) { Jump = Math.Max(0, v - b) })];
    }

    private static List<HarObservation> Observations(List<RealizedMeasures> periods) =>
        [.. periods.Where(p => p.RealizedVariance > 0).Select(p => HarObservation.From(p, BnsJumpTest.Of(p)))];

    /// <summary>Loss of each variant that the data allow minus that of the plain form.</summary>
    private Dictionary<HarVariant, DieboldMarianoResult> Compare(
        string name, List<HarObservation> periods, HarOptions options)
    {
        double[] plain = Losses(periods, options);
        output.WriteLine($"{name}, {(options.IsLog ? "log" : "levels")}, n {plain.Length}: Har {plain.Average():F4}");
        Dictionary<HarVariant, DieboldMarianoResult> results = [];
        bool intraday = !double.IsNaN(periods[0].Quarticity);
        foreach (HarVariant variant in Enum.GetValues<HarVariant>().Skip(1).Where(v =>
            intraday || v is HarVariant.HarJ or HarVariant.HarCJ))
        {
            double[] losses = Losses(periods, options with { Variant = variant });
            DieboldMarianoResult test = DieboldMariano.Test([.. losses.Zip(plain, (a, b) => a - b)], 1);
            output.WriteLine(
                $"  {variant} {losses.Average():F4}, difference {test.MeanDifference:F4}, t {test.StatisticHln:F2}, "
                + $"p {test.PValue:F4}");
            results[variant] = test;
        }

        return results;
    }

    private static double[] Losses(List<HarObservation> periods, HarOptions options)
    {
        double[] forecasts = HarForecaster.Run(periods, options);
        double[] losses = [.. Enumerable.Range(0, periods.Count - 1).Where(t => forecasts[t] > 0)
            .Select(t => ForecastLoss.Qlike(periods[t + 1].Variance, forecasts[t]))];
        Assert.NotEmpty(losses);
        return losses;
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Dms.Predictive.sln")))
        {
            at = at.Parent ?? throw new InvalidOperationException("The repository's root is not above the tests.");
        }

        return at.FullName;
    }
}
