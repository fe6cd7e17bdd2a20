using Dms.Predictive.Core;
using Dms.Predictive.Features.Series;

namespace Dms.Predictive.Features.Tests;

public sealed class SeriesFeatureTests
{
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Schema_WithoutSeries_IsTheOneThatShippedBundlesWereTrainedOn() =>
        Assert.Equal("2acb409a4abe1f13d54cd73052283729a2ab9549f37c380e476b0e2dc7f687d1", new FeatureEngine(1, new EngineInputs()).Schema.Hash);

    [Fact]
    public void Schema_WithSeries_GrowsAtTheEndInOneOrder()
    {
        SlowSeriesKind[] kinds = [.. SlowSeriesKind.Known];
        FeatureSchema grown = new FeatureEngine(1, new EngineInputs { Series = kinds }).Schema;

        Assert.Equal(FeatureCatalog.Bars.Features, grown.Features.Take(FeatureCatalog.Bars.Count));
        Assert.Equal(grown.Hash, new FeatureEngine(1, new EngineInputs { Series = [.. kinds.Reverse()] }).Schema.Hash);
        Assert.Equal(
            ["derivatives", "trades", "macro", "implied"],
            grown.Features.Skip(FeatureCatalog.Bars.Count).Select(f => f.Family).Distinct());
        Assert.Equal(grown.Count, grown.Features.Select(f => f.Name).Distinct().Count());
    }

    [Theory]
    [InlineData(-1, 20)]
    [InlineData(0, 20)]
    [InlineData(1, 10)]
    public void Compute_PublicationMovesAcrossTheDecision_ValueChangesExactlyThere(int secondsLate, double expected)
    {
        Timestamp decision = Start + TimeSpan.FromHours(36);
        SlowSeries vix = new(SlowSeriesKind.Vix,
        [
            new(10, Start - TimeSpan.FromDays(1), Start + TimeSpan.FromMinutes(15)),
            new(20, Start, decision + (secondsLate * Second)),
        ]);

        Assert.Equal(expected, Value("vix", decision, vix));
    }

    [Fact]
    public void Compute_ValueJoinedByItsOwnDate_DiffersFromTheJoinByPublication()
    {
        TimeSpan lag = TimeSpan.FromMinutes(1455);
        SlowSeries published = Daily(SlowSeriesKind.Dxy, lag, 4);
        SlowSeries leaking = Daily(SlowSeriesKind.Dxy, TimeSpan.Zero, 4);
        Timestamp noon = Start + TimeSpan.FromHours(36);

        Assert.Equal(0, Value("dxy", noon, published));
        Assert.Equal(1, Value("dxy", noon, leaking));
    }

    [Fact]
    public void Compute_RestatedValue_CountsFromItsOwnPublicationOnly()
    {
        Timestamp first = Start + TimeSpan.FromHours(1);
        Timestamp restated = Start + TimeSpan.FromHours(30);
        SlowSeries series = new(SlowSeriesKind.HashRate,
        [
            new(100, Start, first),
            new(200, Start + TimeSpan.FromHours(24), Start + TimeSpan.FromHours(25)),
            new(150, Start, restated),
        ]);

        double before = Value("hash_rate_change_1d", restated - Second, series);
        double after = Value("hash_rate_change_1d", restated, series);

        Assert.Equal(Math.Log(201) - Math.Log(101), before);
        Assert.Equal(Math.Log(201) - Math.Log(151), after);
        Assert.Equal(Math.Log(201), Value("hash_rate", restated, series));
    }

    [Fact]
    public void Compute_BeforePublicationAndPastTheLimit_MissingNeverZero()
    {
        Timestamp published = Start + TimeSpan.FromMinutes(15);
        SlowSeries series = new(SlowSeriesKind.FearGreed, [new(50, Start, published)]);

        Assert.True(double.IsNaN(Value("fear_greed", published - Second, series)));
        Assert.Equal(50, Value("fear_greed", published, series));
        Assert.Equal(50, Value("fear_greed", published + TimeSpan.FromDays(5), series));
        Assert.Equal(120, Value("fear_greed_age", published + TimeSpan.FromDays(5), series));
        Assert.True(double.IsNaN(Value("fear_greed", published + TimeSpan.FromDays(5) + Second, series)));
        Assert.True(double.IsNaN(Value("fear_greed_age", published + TimeSpan.FromDays(5) + Second, series)));
    }

    [Fact]
    public void Compute_NinetyDays_StandingEqualsItsDefinition()
    {
        SlowSeries series = Daily(SlowSeriesKind.Vix, TimeSpan.FromMinutes(1455), 120);
        Timestamp asOf = series.Observations[110].PublishedAt;
        double[] window = [.. series.Observations.Take(111).TakeLast(90).Select(o => o.Value)];
        double mean = window.Average();
        double deviation = Math.Sqrt(window.Sum(v => (v - mean) * (v - mean)) / 89);

        Assert.Equal((window[^1] - mean) / deviation, Value("vix_z_90d", asOf, series), 12);
        Assert.True(double.IsNaN(Value("vix_z_90d", series.Observations[43].PublishedAt, series)));
        Assert.False(double.IsNaN(Value("vix_z_90d", series.Observations[44].PublishedAt, series)));
    }

    [Fact]
    public void Compute_Funding_RateAndChangeOverEightHours()
    {
        SlowSeries series = new(SlowSeriesKind.Funding,
        [
            new(0.0001, Start, Start + TimeSpan.FromMinutes(15)),
            new(0.0004, Start + TimeSpan.FromHours(8), Start + TimeSpan.FromMinutes(495)),
        ]);
        Timestamp asOf = Start + TimeSpan.FromHours(9);

        Assert.Equal(0.0004, Value("funding_rate", asOf, series));
        Assert.Equal(0.0004 - 0.0001, Value("funding_change_8h", asOf, series));
    }

    [Fact]
    public void Compute_TakerFlow_ImbalanceAndSizeOverEachWindow()
    {
        List<SlowObservation> buys = [];
        List<SlowObservation> sells = [];
        for (int i = 1; i <= 96; i++)
        {
            Timestamp at = Start + TimeSpan.FromMinutes(15 * i);
            buys.Add(new(i, at, at));
            sells.Add(new(1, at, at));
        }

        SlowSeries[] both = [new(SlowSeriesKind.TakerBuy, buys), new(SlowSeriesKind.TakerSell, sells)];
        Timestamp asOf = Start + TimeSpan.FromDays(1);

        Assert.Equal(95.0 / 97, Value("taker_imbalance_15", asOf, both));
        Assert.Equal((96 + 95 + 94 + 93 - 4) / (96.0 + 95 + 94 + 93 + 4), Value("taker_imbalance_60", asOf, both));
        Assert.Equal(Math.Log(1 + 4656 + 96), Value("ln_taker_1440", asOf, both));
        Assert.True(double.IsNaN(Value("taker_imbalance_1440", asOf - TimeSpan.FromMinutes(15), both)), "a day is not covered yet");
    }

    [Fact]
    public void Compute_TakerFlowWithAHole_WindowsOverTheHoleAreMissing()
    {
        List<SlowObservation> flow = [.. Enumerable.Range(1, 40).Where(i => i != 38)
            .Select(i => Start + TimeSpan.FromMinutes(15 * i)).Select(at => new SlowObservation(1, at, at))];
        SlowSeries[] both = [new(SlowSeriesKind.TakerBuy, flow), new(SlowSeriesKind.TakerSell, flow)];
        Timestamp asOf = Start + TimeSpan.FromMinutes(600);

        Assert.Equal(0, Value("taker_imbalance_15", asOf, both));
        Assert.True(double.IsNaN(Value("taker_imbalance_60", asOf, both)));
    }

    [Fact]
    public void Compute_Basis_ComparesPricesOfOneMoment()
    {
        List<Bar> bars = Bars(180);
        Timestamp hour = Start + TimeSpan.FromHours(2);
        SlowSeries mark = new(SlowSeriesKind.Mark,
            [new(99, hour - TimeSpan.FromHours(1), hour - TimeSpan.FromHours(1)), new(100, hour, hour)]);
        FeatureEngine engine = EngineAt(hour + TimeSpan.FromMinutes(30), bars, mark);
        double[] values = Values(engine, hour + TimeSpan.FromMinutes(30));
        double now = 1e4 * ((bars[119].Close / 100) - 1);
        double before = 1e4 * ((bars[59].Close / 99) - 1);

        Assert.Equal(now, values[engine.Schema.IndexOf("basis_mark_bps")]);
        Assert.Equal(now - before, values[engine.Schema.IndexOf("basis_mark_change_1h")]);
    }

    [Fact]
    public void Compute_Implied_IsVarianceMinusRealizedPerYear()
    {
        List<Bar> bars = Bars(1500);
        Timestamp asOf = Start + TimeSpan.FromMinutes(1500);
        SlowSeries dvol = new(SlowSeriesKind.Dvol, [new(60, Start, Start + TimeSpan.FromHours(1))]);
        FeatureEngine engine = EngineAt(asOf, bars, dvol);
        double realized = engine.RealizedVariance(1440);

        Assert.True(realized > 0);
        Assert.Equal(0.6, Values(engine, asOf)[engine.Schema.IndexOf("dvol")]);
        Assert.Equal(0.36 - (realized * 1e-4 * 365), Values(engine, asOf)[engine.Schema.IndexOf("dvol_minus_rv_1440")], 12);
    }

    [Fact]
    public void Compute_BeforeAPublicationItHolds_Throws()
    {
        FeatureEngine engine = new(1, new EngineInputs { Series = [SlowSeriesKind.Vix] });
        engine.Observe(SlowSeriesKind.Vix, new SlowObservation(10, Start, Start + TimeSpan.FromHours(2)));

        Assert.Throws<InvalidOperationException>(() => Values(engine, Start + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void Observe_UnknownKindOrEarlierPublication_Throws()
    {
        FeatureEngine engine = new(1, new EngineInputs { Series = [SlowSeriesKind.Vix] });
        engine.Observe(SlowSeriesKind.Vix, new SlowObservation(10, Start, Start + TimeSpan.FromHours(2)));

        Assert.Throws<ArgumentException>(() => engine.Observe(SlowSeriesKind.Dxy, new SlowObservation(10, Start, Start)));
        Assert.Throws<ArgumentException>(() => engine.Observe(SlowSeriesKind.Vix, new SlowObservation(10, Start, Start)));
    }

    [Fact]
    public void Engine_KindTwiceOrOneSidedFlow_Throws()
    {
        Assert.Throws<ArgumentException>(() => new FeatureEngine(1, new EngineInputs { Series = [SlowSeriesKind.Vix, SlowSeriesKind.Vix] }));
        Assert.Throws<ArgumentException>(() => new FeatureEngine(1, new EngineInputs { Series = [SlowSeriesKind.TakerBuy] }));
    }

    [Fact]
    public void Compute_StreamedOneByOne_EqualsASeriesReadAtOnce()
    {
        IReadOnlyList<SlowSeries> series = SampleSeries.Make(seed: 3, default);
        FeatureEngine streamed = new(5, new SideHistory { Series = series }.Inputs);
        FeatureEngine whole = new(5, new SideHistory { Series = series }.Inputs);
        List<Bar> bars = SampleBars.Make(2000, seed: 9, 5);
        SeriesReplay replay = new(whole, series);
        List<(SlowSeriesKind Kind, SlowObservation Value)> live =
            [.. series.SelectMany(s => s.Observations.Select(o => (s.Kind, o))).OrderBy(p => p.o.PublishedAt)];
        int next = 0;
        foreach (Bar bar in bars)
        {
            Timestamp known = bar.OpenTime + TimeSpan.FromMinutes(5);
            for (; live[next].Value.PublishedAt <= known; next++)
            {
                streamed.Observe(live[next].Kind, live[next].Value);
            }

            streamed.Append(in bar);
            whole.Append(in bar);
            if (known.Minutes % 60 == 0)
            {
                replay.AdvanceTo(known);
                Assert.Equal(
                    Values(whole, known).Select(BitConverter.DoubleToInt64Bits), Values(streamed, known).Select(BitConverter.DoubleToInt64Bits));
            }
        }
    }

    private static SlowSeries Daily(SlowSeriesKind kind, TimeSpan lag, int days) => new(kind,
        [.. Enumerable.Range(0, days).Select(i => Start + TimeSpan.FromDays(i)).Select((at, i) => new SlowObservation(i, at, at + lag))]);

    [Fact]
    public void Compute_Liquidations_SumOfTheWindowAsOfTheDecision()
    {
        Timestamp decision = Start + TimeSpan.FromHours(36);
        SlowSeries liquidated = new(SlowSeriesKind.Liquidated,
        [
            Now(5_000, decision - TimeSpan.FromMinutes(61)), Now(700, decision - TimeSpan.FromMinutes(59)),
            Now(30, decision - TimeSpan.FromMinutes(2)),
        ]);

        Assert.Equal(Math.Log(1 + 30), Value("ln_liquidated_10", decision, liquidated), 12);
        Assert.Equal(Math.Log(1 + 730), Value("ln_liquidated_60", decision, liquidated), 12);
        Assert.Equal(Math.Log(1 + 5_730), Value("ln_liquidated_1440", decision, liquidated), 12);
    }

    [Fact]
    public void Compute_CrowdingAndOptions_ByTheirFormulas()
    {
        Timestamp decision = Start + TimeSpan.FromHours(36);
        SlowSeries[] series =
        [
            new(SlowSeriesKind.Funding, [Now(0.0003, decision - TimeSpan.FromHours(2))]),
            new(SlowSeriesKind.OpenInterest, [Now(100, decision - TimeSpan.FromHours(30)), Now(140, decision)]),
            new(SlowSeriesKind.AtmIv, [Now(0.5, decision)]),
            new(SlowSeriesKind.AtmIvShort, [Now(0.42, decision)]),
            new(SlowSeriesKind.Skew25, [Now(-0.03, decision)]),
        ];

        Assert.Equal(3 * 140 / 120.0, Value("crowding", decision, series), 12);
        Assert.Equal(0.08, Value("iv_term_slope", decision, series), 12);
        Assert.Equal(-0.03, Value("skew_25d", decision, series));
        Assert.Equal(0.5, Value("atm_iv_30d", decision, series));
    }

    [Fact]
    public void Compute_ImpliedOfOtherMoments_NoTermSlope()
    {
        Timestamp decision = Start + TimeSpan.FromHours(36);
        SlowSeries month = new(SlowSeriesKind.AtmIv, [Now(0.5, decision)]);
        SlowSeries week = new(SlowSeriesKind.AtmIvShort, [Now(0.42, decision - TimeSpan.FromHours(1))]);

        Assert.True(double.IsNaN(Value("iv_term_slope", decision, month, week)));
    }

    private static SlowObservation Now(double value, Timestamp at) => new(value, at, at);

    private static double Value(string feature, Timestamp asOf, params SlowSeries[] series)
    {
        FeatureEngine engine = EngineAt(asOf, [], series);
        return Values(engine, asOf)[engine.Schema.IndexOf(feature)];
    }

    private static FeatureEngine EngineAt(Timestamp asOf, List<Bar> bars, params SlowSeries[] series)
    {
        FeatureEngine engine = new(1, new SideHistory { Series = series }.Inputs);
        foreach (Bar bar in bars.Where(b => b.OpenTime + TimeSpan.FromMinutes(1) <= asOf))
        {
            engine.Append(in bar);
        }

        new SeriesReplay(engine, series).AdvanceTo(asOf);
        return engine;
    }

    private static double[] Values(FeatureEngine engine, Timestamp asOf)
    {
        double[] values = new double[engine.Schema.Count];
        engine.Compute(asOf, values);
        return values;
    }

    private static List<Bar> Bars(int count) => SampleBars.Make(count, seed: 2, gapShare: 0);
}
