using System.Text.Json;
using CsCheck;
using Dms.Predictive.Explanation.Tests.Trees;

namespace Dms.Predictive.Explanation.Tests.Uplift;

public sealed class UpliftAttributionTests
{
    [SharedFact("audit")]
    public void Split_ReferenceCase_MatchesEveryPart()
    {
        string file = Path.Combine(SharedVectors.Folder("audit")!, "uplift-features.json");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement root = document.RootElement;
        Func<double, double> link = LinkOf(root.GetProperty("params"));
        Assert.Equal(Number(root, "IM_x"), link(Number(root, "f_x")), 1e-9);
        string[] names = [.. root.GetProperty("featureNames").EnumerateArray().Select(n => n.GetString()!)];
        double[] phi = [.. root.GetProperty("phi").EnumerateArray().Select(p => p.GetDouble())];
        UpliftAttribution split = UpliftAttribution.Split(new UpliftCase
        {
            MarginAt = link,
            ReferenceScore = Number(root, "f_baseline"),
            Score = Number(root, "f_x"),
            Contributions = FeatureAttribution.Pair(names, phi),
            MarginWithout = Number(root, "IM_noML"),
            BookedUplift = 19721.60m,
        });
        Assert.Equal(Number(root, "multiplier"), split.Multiplier, 1e-9);
        Assert.Equal(Number(root, "uplift"), split.Uplift, 1e-9);
        JsonProperty[] wanted = [.. root.GetProperty("parts").EnumerateObject()];
        Assert.Equal(wanted.Length, split.Parts.Count);
        Assert.All(wanted, w =>
            Assert.Equal(w.Value.GetDouble(), split.Parts.Single(p => p.Name == w.Name).Amount, 1e-9));
        Assert.Equal(19721.60m, split.Parts.Sum(p => p.Booked));
        Assert.Equal(0.0, split.Parts.Single(p => p.Name == "hour_flag").Amount);
    }

    [Fact]
    public void Split_RandomPoolsAndCuts_BookToTheUnit() =>
        Gen.Select(GenPool, Gen.Double[-2, 2].Array[1, 8], Gen.Double[0.5, 1.5], Gen.Double[0.8, 1.0]).Sample(
            (pool, phi, without, ramp) =>
            {
                UpliftCase uplift = CaseOf(pool, phi, 1000.0 * without, ramp);
                UpliftAttribution split = UpliftAttribution.Split(uplift);
                Assert.Equal(uplift.BookedUplift, split.Parts.Sum(p => p.Booked));
                Assert.Equal(split.Uplift, split.Parts.Sum(p => p.Amount), 1e-6);
                Assert.True(Math.Abs(split.Residual) <= 0.01m * (2 + split.Parts.Count / 2m));
                Assert.Equal(split.Parts.MaxBy(p => Math.Abs(p.Amount))!.Name, split.ResidualOn);
            }, iter: 10_000);

    [Fact]
    public void Split_CapBinds_FeaturesKeepTheirFullPartsAndTheCapIsItsOwn()
    {
        UpliftCase free = Simple(score: 1.0) with { BookedUplift = 171.83m };
        UpliftCase capped = free with { Cuts = [new("cap", 150.0)], BookedUplift = 50.00m };
        UpliftAttribution whole = UpliftAttribution.Split(free);
        UpliftAttribution cut = UpliftAttribution.Split(capped);
        Assert.Equal(whole.Parts.Select(p => p.Amount), cut.Parts.SkipLast(1).Select(p => p.Amount));
        Assert.Equal("cap", cut.Parts[^1].Name);
        Assert.Equal(150.0 - 100.0 * Math.E, cut.Parts[^1].Amount, 1e-9);
        Assert.Equal(50.00m, cut.Parts.Sum(p => p.Booked));
    }

    [Fact]
    public void Split_ForecastBelowBaseline_RaiseOnlyGivesBackEverything()
    {
        UpliftAttribution split = UpliftAttribution.Split(
            Simple(score: -1.0) with { Cuts = [new("raiseOnly", 100.0)], BookedUplift = 0.00m });
        Assert.Equal(0.0, split.Uplift);
        Assert.Equal(0.00m, split.Parts.Sum(p => p.Booked));
        Assert.Equal(63.21m, split.Parts.Single(p => p.Name == "raiseOnly").Booked);
    }

    [Fact]
    public void Split_NothingChanged_EveryPartIsZero()
    {
        UpliftAttribution split = UpliftAttribution.Split(Simple(score: 0.0));
        Assert.All(split.Parts, p => Assert.Equal("0.00", $"{p.Booked}"));
        Assert.All(split.Parts, p => Assert.Equal(0.0, p.Amount));
    }

    [Fact]
    public void Split_ContributionsOrBookingThatDoNotAddUp_AreWithheld()
    {
        UpliftCase sound = Simple(score: 1.0) with { BookedUplift = 171.83m };
        Assert.Throws<AdditivityBreachException>(() => UpliftAttribution.Split(sound with { Score = 1.001 }));
        Assert.Throws<AdditivityBreachException>(() => UpliftAttribution.Split(sound with { BookedUplift = 171.90m }));
        Assert.Throws<ArgumentException>(() => UpliftAttribution.Split(
            sound with { Contributions = [new("a", 0.5), new("a", 0.5)] }));
    }

    [Fact]
    public void Split_PoolMembers_CloseOnBothLevels()
    {
        PoolMember[] members = [new("ewma", 0.25, -8.0, -8.5), new("gbdt", 0.75, -7.0, -8.5)];
        FeatureAttribution[] parts = LogPoolAttribution.Split(
            members, [new("gbdt", -9.0, [new("rv_5m", 2.5), new("ofi", -0.5)])]);
        FeatureAttribution[] wanted =
            [new("member:ewma", 0.125), new("member:gbdt:base", -0.375), new("rv_5m", 1.875), new("ofi", -0.375)];
        Assert.Equal(wanted, parts);
        Assert.Equal(LogPoolAttribution.Split(members, []).Sum(p => p.Contribution), parts.Sum(p => p.Contribution));
    }

    [Fact]
    public void Split_PoolMemberNotExplainedByItsFeatures_IsWithheld()
    {
        PoolMember[] members = [new("gbdt", 1.0, -7.0, -8.5)];
        Assert.Throws<AdditivityBreachException>(
            () => LogPoolAttribution.Split(members, [new("gbdt", -9.0, [new("rv_5m", 2.1)])]));
        Assert.Throws<ArgumentException>(() => LogPoolAttribution.Split(members, [new("har", -9.0, [])]));
    }

    private static readonly Gen<PoolMember[]> GenPool =
        Gen.Select(Gen.Double[0.05, 1], Gen.Double[-2, 2], Gen.Double[-2, 2])
            .Select((w, now, before) => new PoolMember("", w, now, before)).Array[3]
            .Select(m => m.Zip(["ewma", "garch", "gbdt"], (member, name) => member with { Name = name }).ToArray());

    private static UpliftCase Simple(double score) => new()
    {
        MarginAt = f => 100.0 * Math.Exp(f),
        ReferenceScore = 0.0,
        Score = score,
        Contributions = [new("a", 1.5 * score), new("b", -0.5 * score)],
        MarginWithout = 100.0,
        BookedUplift = 0.00m,
    };

    private static UpliftCase CaseOf(PoolMember[] pool, double[] phi, double without, double ramp)
    {
        double weight = pool.Sum(m => m.Weight);
        double trees = pool[2].LogVariance;
        PoolMember[] members = [.. pool.Select(m => m with { Weight = m.Weight / weight })];
        FeatureAttribution[] contributions = LogPoolAttribution.Split(
            members, [new("gbdt", trees - phi.Sum(), [.. phi.Select((p, i) => new FeatureAttribution($"f{i}", p))])]);
        double reference = members.Sum(m => m.Weight * m.ReferenceLogVariance);
        double score = members.Sum(m => m.Weight * m.LogVariance);
        static double Margin(double logVariance) => 1000.0 * Math.Exp(0.5 * logVariance);
        double capped = Math.Min(Margin(score), 2.0 * without);
        double ramped = without + ramp * (capped - without);
        return new UpliftCase
        {
            MarginAt = Margin,
            ReferenceScore = reference,
            Score = score,
            Contributions = contributions,
            MarginWithout = without,
            Cuts = [new("cap", capped), new("ramp", ramped)],
            BookedUplift = RoundUp(ramped) - RoundUp(without),
        };
    }

    private static decimal RoundUp(double amount) => Math.Ceiling((decimal)amount * 100m) / 100m;

    private static double Number(JsonElement root, string name) => root.GetProperty(name).GetDouble();

    private static Func<double, double> LinkOf(JsonElement p) => f =>
    {
        double sigma = Number(p, "sigG") * (1.0 + Number(p, "kappa") / (1.0 + Math.Exp(-f)));
        double notional = Math.Abs(Number(p, "qty")) * Number(p, "px");
        return notional * Number(p, "z") * Math.Max(Number(p, "floor"), sigma) * (1.0 + Number(p, "buffer"));
    };
}
