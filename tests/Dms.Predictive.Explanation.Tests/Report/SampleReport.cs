using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;

namespace Dms.Predictive.Explanation.Tests.Report;

/// <summary>A full document with synthetic but plausible content; the same every time.</summary>
internal static class SampleReport
{
    private static readonly Timestamp Start = Timestamp.Parse("2024-03-12T00:00:00Z");
    private static readonly string[] Months =
        ["2023-04", "2023-05", "2023-06", "2023-07", "2023-08", "2023-09", "2023-10", "2023-11", "2023-12", "2024-01", "2024-02", "2024-03"];

    internal static ReportDocument Full(int points = 1440) => new()
    {
        Title = "Margin before the shock: demonstration on a simulated market",
        Id = "demo-7c41e0b2",
        Model = "spike-gbdt",
        Version = "1.0.0",
        AsOf = Start + TimeSpan.FromMinutes(points),
        Summary = "One simulated day of BTC-PERP with a planted shock. The order book thins out before the shock while the price is still calm.",
        Identity =
        [
            new("Status", "demonstration, throw-away key"), new("Period", "2023-04-01 to 2024-03-12"),
            new("Commit", "58d28a9"), new("Model SHA-256", new string('a', 64)), new("Data SHA-256", new string('b', 64)),
        ],
        Verdicts = Verdicts(),
        Checks = Verdicts(),
        OpenFindings = ["The PR-AUC at 60 min is below its target; price alone barely sees shocks coming."],
        Purpose = Purpose(),
        Market = Market(),
        Performance = [Horizon(10, 0.021), Horizon(60, -0.026)],
        LeadTimes =
        [
            new("blend", 1, Measured.Of(0.51), Measured.Of(6), Measured.Of(0.61), Measured.Of(0.43)),
            new("blend", 3, Measured.Of(0.76), Measured.Of(11), Measured.Of(2.1), Measured.Of(0.27)),
            new("ewma", 1, Measured.Of(0.44), Measured.Of(6), Measured.Of(0.87), Measured.Of(0.36)),
        ],
        Global = Global(),
        Raises = [Raise("BTC-PERP 13:46", 0), Raise("BTC-PERP 13:52", 3), Raise("BTC-PERP 04:12", 7)],
        Story = Story(points),
        Backtest = Backtest(),
        MarginExplanations = [Explanation()],
        Drift = new(
            [new("feature PSI, largest", Measured.Of(0.083), Measured.Of(0.1), Measured.Of(0.2), VerdictStatus.Pass, "spread_bps")],
            [Path(points)], ["2024-03-12 04:10 UTC: uplift blocked for 6 min, reason stale book."]),
        Robustness =
        [
            new("stale book for 5 min", "held, reason stale", Measured.Of(0), VerdictStatus.Pass),
            new("NaN price", "refused, baseline kept", Measured.Of(0), VerdictStatus.Pass),
            new("ten-fold spoofed depth", "raised", Measured.Of(0.0012), VerdictStatus.Warn),
        ],
        Sensitivity =
        [
            new("uplift cap 3 → 2", Measured.Of(-0.031), Measured.Of(-0.0008)), new("uplift cap 3 → 4", Measured.Of(0.012), Measured.Of(0.0001)),
            new("half-life 30 → 60 min", Measured.Of(0.044), Measured.Of(0.0004)),
        ],
        Record = new()
        {
            Records = 1442,
            Root = new string('c', 64),
            ChainHead = new string('d', 64),
            Verified = VerdictStatus.Pass,
            Replayed = 1440,
            Identical = 1440,
            Signer = "ed25519 5f1c9e07",
            SignerNote = "throw-away key of the demo",
            Commands = ["dms demo --out OUT", "dms audit verify --log OUT/audit --key OUT/audit-key.json --json"],
            Environment = [new("Runtime", ".NET 10.0"), new("Architecture", "x64")],
        },
    };

    /// <summary>Only what is required.</summary>
    internal static ReportDocument Empty() => new()
    {
        Title = "Nothing measured",
        Id = "empty",
        Model = "none",
        Version = "0",
        AsOf = Start,
        AbsentReasons = new Dictionary<string, string> { ["local"] = "the evaluation explains no margins" },
    };

    internal static MarginStory Story(int points)
    {
        int shock = points * 14 / 24, alert = shock - 14;
        double[] realized = new double[points], baseline = new double[points], forecast = new double[points];
        double[] with = new double[points], without = new double[points], maintenance = new double[points];
        double[] spike = new double[points], price = new double[points];
        double last = 64_000, uplift = 1;
        for (int k = 0; k < points; k++)
        {
            double calm = 0.48 + (0.06 * Math.Sin(k / 97.0)) + (0.03 * Noise(k)) + (0.02 * Noise(k / 9));
            double after = k < shock ? 0 : 1.35 * Math.Exp(-(k - shock) / 70.0);
            realized[k] = calm + after;
            baseline[k] = 0.5 + (0.03 * Math.Sin(k / 160.0)) + (k < shock + 3 ? 0 : 0.85 * (1 - Math.Exp(-(k - shock - 2) / 8.0)) * Math.Exp(-(k - shock) / 110.0));
            double build = k < alert || k >= shock ? 0 : 0.55 * (1 - Math.Exp(-(k - alert + 1) / 4.0));
            forecast[k] = Math.Max(baseline[k], calm * 0.4 + (baseline[k] * 0.6) + build + (0.9 * after));
            uplift = Math.Max(Math.Min(forecast[k] / baseline[k], uplift * 1.08), uplift * 0.985);
            without[k] = 0.0415 * baseline[k];
            with[k] = without[k] * Math.Max(1, uplift);
            maintenance[k] = without[k] * 0.6;
            spike[k] = 0.008 + (0.004 * Math.Abs(Noise(k / 5))) + (build > 0 ? 0.5 * build / 0.55 : 0) + (k >= shock ? 0.7 * Math.Exp(-(k - shock) / 30.0) : 0);
            last *= 1 + (realized[k] / 725 * Noise(k + 7)) - (k >= shock && k < shock + 4 ? 0.011 : 0);
            price[k] = last;
        }

        realized[points / 10] = double.NaN;
        return new()
        {
            Instrument = "BTC-PERP",
            Times = [.. Enumerable.Range(0, points).Select(k => Start + TimeSpan.FromMinutes(k))],
            RealizedVolatility = realized,
            BaselineVolatility = baseline,
            ForecastVolatility = forecast,
            InitialRate = with,
            InitialRateWithoutForecast = without,
            MaintenanceRate = maintenance,
            SpikeProbability = spike,
            Price = price,
            Shock = new("planted shock", Start + TimeSpan.FromMinutes(shock), Start + TimeSpan.FromMinutes(alert)),
            OtherShocks = [new("unannounced shock", Start + TimeSpan.FromMinutes(points * 20 / 24), null)],
        };
    }

    internal static MarginExplanation Explanation() => new()
    {
        Name = "BTC-PERP account A-17, 13:30 to 13:46",
        Currency = "USD",
        Before = 100.00m,
        After = 160.01m,
        Quantum = 0.01m,
        Order = ["price", "ml"],
        Coalitions = [new("(none)", 100), new("price", 110), new("ml", 140), new("price+ml", 160.01)],
        Shapley = [15.005, 45.005],
        Sequential = [10, 50.01],
        ReverseSequential = [20.01, 40],
        BookedParts = [15.00m, 45.01m],
        RoundingResidual = 0.01m,
        RoundingResidualOn = "ml",
        Features = [new("ofi_5m", 30.00m), new("baseRate", 15.01m)],
        Dropped = ["position", "policy"],
    };

    private static IReadOnlyList<Verdict> Verdicts() =>
    [
        new("Margin rises before the planted shock", VerdictStatus.Pass, Measured.Of(14), "min", "at least 10 min", ""),
        new("Margin never falls below its baseline", VerdictStatus.Pass, Measured.Of(0), "decisions", "0 decisions", ""),
        new("Forecast beats GARCH at 60 min", VerdictStatus.Pass, Measured.Of(0.119), "%", "at least 5 %", "Diebold–Mariano p < 0.001."),
        new("Forecast beats HAR at 60 min", VerdictStatus.Warn, Measured.Of(0.069), "%", "at least 8 %", "One month of twelve lost 2.6 %."),
        new("Spike warnings, PR-AUC at 60 min", VerdictStatus.Fail, Measured.Of(0.307), "", "at least 0.32", ""),
        new("Coverage of 60 min losses", VerdictStatus.Pass, Measured.Of(0.9908), "%", "98.8 to 99.2 %", ""),
        new("Attributions sum to the score", VerdictStatus.Pass, Measured.Of(3.1e-14), "", "at most 1e-9", ""),
        new("Sealed log verifies, replay bit-identical", VerdictStatus.Pass, Measured.Of(1440), "decisions", "all 1,440", ""),
        new("Stability over retraining", VerdictStatus.NotApplicable, Measured.Absent("not retrained"), "", "Spearman at least 0.9", "The demo trains one model only."),
    ];

    private static ModelPurpose Purpose() => new()
    {
        Purpose = "Raises initial margin before a volatility shock that the order book announces. It never lowers margin.",
        Uses = ["Initial margin of perpetual futures, updated each minute."],
        Limits = ["Announced shocks only: a shock without a build-up is not seen.", "No use beyond the trained instruments."],
        Assumptions = ["The book feed is no older than 5 s."],
        Governance = [new("Owner", "margin desk"), new("Validator", "model risk"), new("Tier", "2")],
    };

    private static MarketEvidence Market() => new()
    {
        Sources = [new("bars.csv.gz", "BTC-PERP", 503_211, new string('e', 64), "simulator, seed 17")],
        From = Timestamp.Parse("2023-04-01"),
        To = Start,
        Rows = 503_211,
        Gaps = 1_092,
        Quality = [new(QualityIssue.ZeroVolume, QualityAction.Kept, 312), new(QualityIssue.Outlier, QualityAction.Quarantined, 4)],
        Splits = [.. Months.SelectMany(Fold)],
        LeakageTests = [new("Future perturbed, past forecasts unchanged", VerdictStatus.Pass, Measured.Of(0), "bits", "0 bits", "")],
        LabelDefinition = "A spike is a realized volatility above the 99 % quantile of the past 30 days.",
    };

    private static IEnumerable<SplitWindow> Fold(string month)
    {
        Timestamp test = Timestamp.Parse(month + "-01"), day = test + TimeSpan.FromDays(-1);
        yield return new(month, SplitRole.Train, test + TimeSpan.FromDays(-120), test + TimeSpan.FromDays(-15));
        yield return new(month, SplitRole.Calibrate, test + TimeSpan.FromDays(-15), day);
        yield return new(month, SplitRole.Embargo, day, test);
        yield return new(month, SplitRole.Test, test, test + TimeSpan.FromDays(30));
    }

    private static HorizonPerformance Horizon(int minutes, double lost) => new()
    {
        Horizon = TimeSpan.FromMinutes(minutes),
        Rows = 104_820 - minutes,
        Subject = "blend",
        SpikeBaseRate = Measured.Of(0.0104),
        Models =
        [
            Score("ewma", 0.8835), Score("garch", 0.8328), Score("har", 0.7883), Score("gbdt", 0.7794), Score("blend", 0.7338),
        ],
        ByMonth = [.. Months.Select((m, k) => new PeriodGain(m, 8_700, Measured.Of(0.73 + (0.02 * Noise(k))),
            Measured.Of(k == 7 ? lost : 0.07 + (0.03 * Noise(k + minutes))), Measured.Of(0.11 + (0.04 * Noise(k * 3)))))],
        ByRegime =
        [
            new("calm", 34_900, Measured.Of(1.035), Measured.Of(0.06), Measured.Of(0.098)),
            new("middle", 34_900, Measured.Of(0.685), Measured.Of(0.053), Measured.Of(0.106)),
            new("high", 34_900, Measured.Of(0.488), Measured.Of(0.111), Measured.Of(0.142)),
            new("top 5 %", 5_240, Measured.Of(0.446), Measured.Of(lost), Measured.Of(0.328)),
        ],
        Reliability = [.. Enumerable.Range(0, 10).Select(k => new ReliabilityPoint(
            0.0008 * Math.Exp(k * 0.5), 0.0008 * Math.Exp(k * 0.5) * (1 + (0.2 * Noise(k + minutes))), 10_480))],
        PrecisionRecall = minutes == 60 ? [.. Enumerable.Range(1, 300).Select(k => new PrecisionRecallPoint(
            1 - (k / 301.0), k / 300.0, Math.Max(0.0104, 0.72 * Math.Exp(-2.4 * k / 300.0))))] : [],
    };

    private static ModelScore Score(string model, double qlike) => new()
    {
        Model = model,
        Qlike = Measured.Of(qlike),
        GainOverHar = Measured.Of(1 - (qlike / 0.7883)),
        GainOverGarch = Measured.Of(1 - (qlike / 0.8328)),
        DieboldMarianoHar = model == "har" ? Measured.Absent("the baseline itself") : Measured.Of((qlike - 0.7883) * 100),
        PValueHar = model == "har" ? Measured.Absent("the baseline itself") : Measured.Of(0.0004),
        DieboldMarianoGarch = Measured.Of((qlike - 0.8328) * 62),
        PValueGarch = Measured.Of(0.012),
        ConfidenceSetPValue = Measured.Of(model == "blend" ? 1 : 0.02),
        PrAuc = Measured.Of(0.307),
        Brier = Measured.Of(0.00812),
        BrierSkill = Measured.Of(0.184),
        CalibrationError = Measured.Of(0.0041),
    };

    private static GlobalAttribution Global()
    {
        string[] names = ["ofi_5m", "depth_ratio", "rv_5m", "cancel_rate", "rv_60m", "spread_bps", "taker_imbalance", "rv_1d", "minute_sin", "jump_count", "funding", "oi_change"];
        string[] groups = ["order flow", "book", "past volatility", "book", "past volatility", "book", "order flow", "past volatility", "calendar", "past volatility", "funding", "funding"];
        return new()
        {
            Mode = "interventional",
            Rows = 10_000,
            BaseValue = -13.21,
            MaxAdditivityError = 3.1e-14,
            ScoreUnit = "log variance",
            Features = [.. names.Select((n, k) => new FeatureWeight(
                n, 0.31 / (k + 1.3), Measured.Of(0.28 / (k + 1.3)), Measured.Of(0.34 / (k + 1.3)), groups[k]))],
        };
    }

    private static MarginRaise Raise(string name, int shift)
    {
        decimal s = shift * 3.17m;
        MarginPart Feature(string n, decimal amount, double value) =>
            new(n, MarginPartKind.Feature, amount, Measured.Of(value), Measured.Of((double)amount / 900));
        MarginPart Other(string n, MarginPartKind kind, decimal amount) =>
            new(n, kind, amount, Measured.Absent("not a feature"), Measured.Absent("not a feature"));
        return new()
        {
            Name = name,
            At = Start + TimeSpan.FromMinutes(826 + shift),
            Currency = "USD",
            From = "the margin without the forecast",
            Before = 1_343.20m,
            After = 2_176.05m + s,
            Parts =
            [
                Other("base rate", MarginPartKind.BaseRate, 41.18m), Feature("ofi_5m", 402.77m + s, 3.42), Feature("depth_ratio", 318.06m, 0.31),
                Feature("cancel_rate", 187.40m, 2.9), Feature("rv_5m", -61.35m, 0.44), Feature("spread_bps", 96.12m, 1.8),
                Feature("taker_imbalance", 74.90m, -0.62), Feature("minute_sin", -8.03m, 0.5), Feature("funding", 2.11m, 0.0001),
                Other("member: har", MarginPartKind.Member, -54.21m), Other("cap", MarginPartKind.Limit, -166.10m),
            ],
        };
    }

    private static MarginBacktest Backtest() => new()
    {
        Confidence = 0.99,
        Horizon = TimeSpan.FromHours(1),
        Coverage =
        [
            Quarter("2023 Q2", 26_200, 241, VerdictStatus.Pass), Quarter("2023 Q3", 26_490, 280, VerdictStatus.Pass),
            Quarter("2023 Q4", 26_490, 317, VerdictStatus.Warn), Quarter("2024 Q1", 20_700, 199, VerdictStatus.Pass),
        ],
        Costs =
        [
            new("blend", Measured.Of(0.02436), Measured.Of(11), Measured.Of(-2.31), Measured.Of(0.99)),
            new("ewma", Measured.Of(0.02766), Measured.Of(16.2), Measured.Of(-2.19), Measured.Of(0.99)),
            new("garch", Measured.Of(0.02536), Measured.Of(34), Measured.Of(-2.25), Measured.Of(0.99)),
            new("static", Measured.Of(0.0412), Measured.Of(1), Measured.Absent("no shortfall model"), Measured.Of(0.991)),
        ],
        LargestSteps = [new(TimeSpan.FromHours(1), Start + TimeSpan.FromMinutes(845), 0.0208, 0.0561)],
        Alerts = new(401, 335, 255, Measured.Of(11), Measured.Of(0.9)),
    };

    private static CoveragePeriod Quarter(string name, long outcomes, long breaches, VerdictStatus light) => new()
    {
        Period = name,
        Outcomes = outcomes,
        Breaches = breaches,
        Kupiec = Measured.Of(1.9),
        KupiecPValue = Measured.Of(0.168),
        Christoffersen = Measured.Of(2.2),
        ChristoffersenPValue = Measured.Of(0.138),
        TrafficLight = light,
    };

    private static MonitorPath Path(int points) => new(
        "coverage e-process", "", [.. Enumerable.Range(0, points).Select(k => Start + TimeSpan.FromMinutes(k))],
        [.. Enumerable.Range(0, points).Select(k => Math.Exp(0.4 * Math.Sin(k / 120.0) + (0.1 * Noise(k))))], Measured.Of(20));

    /// <summary>A fixed, rough curve in [−1, 1].</summary>
    private static double Noise(int k) => Math.Sin((k * 12.9898) + (Math.Sin(k * 4.1) * 43.7));
}
