using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Policies;

public sealed class SensitivitiesPolicyTests
{
    /// <summary>The formulas once more, pair by pair, as they stand in the specification.</summary>
    [Fact]
    public void Compute_AnyBook_EqualsTheSumsOverPairs() =>
        SensitivitySample.Accounts.Sample(account =>
        {
            SensitivitiesParameters p = SensitivitySample.Parameters(threshold: 200_000);
            SensitivityDetails d = DetailsOf(p, account.Sensitivities);
            double[] classes = [.. p.RiskClasses.Select(c => MarginPairByPair(c, account.Sensitivities))];
            double total = Root(classes, classes, (i, j) => p.CrossClassCorrelation[i][j]);
            Assert.Equal(classes.Length, d.RiskClasses.Count);
            for (int i = 0; i < classes.Length; i++)
            {
                SensitivityDetailsRow row = d.RiskClasses[i];
                Near(classes[i], row.Delta + row.Vega + row.Curvature);
            }

            Near(total, d.Total);
        });

    [Fact]
    public void Compute_SameFactor_NetsBeforeAnythingElse() => SensitivitySample.Accounts.Sample(account =>
    {
        Sensitivity[] split = [.. account.Sensitivities.SelectMany(s => new[]
        {
            s with { Amount = s.Amount * 3, LossUp = s.LossUp * 3, LossDown = s.LossDown * 3 },
            s with { Amount = s.Amount * -2, LossUp = s.LossUp * -2, LossDown = s.LossDown * -2 },
        })];
        SensitivitiesParameters p = SensitivitySample.Parameters(threshold: 200_000);
        Assert.Equal(DetailsOf(p, account.Sensitivities).Total, DetailsOf(p, split).Total);
    });

    [Theory]
    [InlineData(200_000, 44_000)]
    [InlineData(-200_000, 44_000)]
    [InlineData(800_000, 352_000)]                                           // weight doubled by √4
    [InlineData(100_000, 22_000)]                                            // never below 1
    public void Compute_Concentration_GrowsFromItsThreshold(double amount, double expected) =>
        Assert.Equal(
            expected,
            DetailsOf(SensitivitySample.Parameters(threshold: 200_000), [Delta("equity", "large", "A", amount)]).Total,
            1e-6);

    [Fact]
    public void Compute_Hedge_CountsWithinABucketLessAcrossAndNotFromTheResidual()
    {
        SensitivitiesParameters p = SensitivitySample.Parameters();
        Assert.Equal(60_000, TotalOf(p, ("large", "A", 300_000), ("large", "A", -27_272.727272)), 0.01);
        double within = TotalOf(p, ("large", "A", 300_000), ("large", "B", -300_000));
        double across = TotalOf(p, ("large", "A", 300_000), ("small", "C", -212_903.225806));
        double never = TotalOf(p, ("large", "A", 300_000), ("residual", "Z", -165_000));
        Assert.Equal(66_000 * Math.Sqrt(2 * (1 - 0.4)), within, 1e-6);
        Assert.Equal(66_000 * Math.Sqrt(2 * (1 - 0.2)), across, 0.01);
        Assert.Equal(132_000, never, 1e-6);
    }

    [Fact]
    public void Compute_SumOfABucket_IsHeldWithinItsRequirement()
    {
        // Ten alike factors: S = 10, K = √(10 + 90·0.25) per unit; only K may offset another bucket.
        SensitivitiesParameters p = SensitivitySample.Parameters();
        (string, string, double)[] ten = [.. Enumerable.Range(0, 10).Select(i => ("small", $"f{i}", 1_000_000.0))];
        double k = 310_000 * Math.Sqrt(10 + (90 * 0.25));
        double large = 0.22 * 5_000_000;
        double expected = Math.Sqrt((k * k) + (large * large) - (2 * 0.2 * k * large));
        Assert.Equal(expected, TotalOf(p, [.. ten, ("large", "A", -5_000_000.0)]), 1e-3);
    }

    [Theory]
    [InlineData(50_000, -20_000, 50_000)]
    [InlineData(-20_000, 50_000, 50_000)]
    [InlineData(-20_000, -50_000, 0)]
    public void Compute_Curvature_TakesTheWorseDirectionAndNoGain(double up, double down, double expected) =>
        Assert.Equal(
            expected,
            DetailsOf(SensitivitySample.Parameters(), [Curvature("small", "A", up, down)]).RiskClasses[0].Curvature);

    [Fact]
    public void Compute_CurvatureGains_OffsetByTheSquareOfTheCorrelationAndNeverEachOther()
    {
        double Of(params Sensitivity[] rows) => DetailsOf(SensitivitySample.Parameters(), rows).RiskClasses[0].Curvature;
        Assert.Equal(
            Math.Sqrt(2.5e9 - (2 * 0.0625 * 50_000 * 20_000)),
            Of(Curvature("small", "A", 50_000, 0), Curvature("small", "B", -20_000, 0)), 1e-6);
        Assert.Equal(
            Math.Sqrt(2.5e9 - (2 * 0.04 * 50_000 * 20_000)),
            Of(Curvature("small", "A", 50_000, 0), Curvature("large", "B", -20_000, 0)), 1e-6);
        Assert.Equal(0, Of(Curvature("small", "A", -50_000, -1), Curvature("large", "B", -20_000, -1)));
    }

    [Fact]
    public void Compute_WhatSensitivitiesCannotBe_IsRefusedWithItsPlace()
    {
        Assert.Equal(("OutOfRange", "account.sensitivities[1].riskClass"), Refused(Delta("fx", "large", "A", 1)));
        Assert.Equal(("OutOfRange", "account.sensitivities[1].bucket"), Refused(Delta("equity", "tiny", "A", 1)));
        Assert.Equal(
            ("OutOfRange", "account.sensitivities[1].amount"), Refused(Curvature("small", "A", 1, 1) with { Amount = 1 }));
        Assert.Equal(
            ("OutOfRange", "account.sensitivities[1].lossUp"), Refused(Delta("equity", "large", "A", 1) with { LossUp = 1 }));
        Assert.Equal(
            ("NotPositiveSemidefinite", "policy.parameters.riskClasses[1].buckets[0].correlation"),
            PlaceOf(() => DetailsOf(SensitivitySample.Parameters(), [.. Enumerable.Range(0, 6).Select(
                i => Delta("crypto", "large", $"f{i}", 1))])));
        SensitivitiesParameters p = SensitivitySample.Parameters();
        Assert.Equal(
            ("NotPositiveSemidefinite", "policy.parameters.crossClassCorrelation"),
            PlaceOf(() => new SensitivitiesPolicy(p with { CrossClassCorrelation = [[1, 0.3], [0.2, 1]] })));
        Assert.Equal(
            ("LengthMismatch", "policy.parameters.crossClassCorrelation"),
            PlaceOf(() => new SensitivitiesPolicy(p with { CrossClassCorrelation = [[1]] })));
        RiskClass three = p.RiskClasses[0] with
        {
            CrossBucketCorrelation = -0.6,
            Buckets = [new("a", 1, 1, 0), new("b", 1, 1, 0), new("c", 1, 1, 0)],
        };
        Assert.Equal(
            ("NotPositiveSemidefinite", "policy.parameters.riskClasses[0].crossBucketCorrelation"),
            PlaceOf(() => new SensitivitiesPolicy(p with { RiskClasses = [three, p.RiskClasses[1]] })));
        Assert.Equal(
            ("OutOfRange", "policy.parameters.riskClasses[0].buckets[0].riskWeight"),
            PlaceOf(() => new SensitivitiesPolicy(new(1, [new("x", 0, [new("b", -1, 0, 0)])], [[1]]))));
        Assert.Equal(
            ("DuplicateId", "policy.parameters.riskClasses[0].buckets"),
            PlaceOf(() => new SensitivitiesPolicy(new(1, [new("x", 0, [new("b", 1, 0, 0), new("b", 1, 0, 0)])], [[1]]))));
    }

    private static double MarginPairByPair(RiskClass riskClass, IReadOnlyList<Sensitivity> all)
    {
        double Weighted(SensitivityKind kind, Func<RiskBucket, double> weight) => Aggregate(riskClass, b =>
        {
            double[] w = [.. Nets(riskClass, b, all, kind).Select(n => weight(b) * n.Amount * Math.Max(
                1, b.ConcentrationThreshold is decimal t ? Math.Sqrt(Math.Abs(n.Amount) / (double)t) : 1))];
            double k = Root(w, w, (i, j) => i == j ? 1 : b.Correlation);
            return (k, Math.Max(-k, Math.Min(k, w.Sum())));
        }, (s, t) => riskClass.CrossBucketCorrelation);
        double Curved(Func<(double Amount, double Up, double Down), double> loss) => Aggregate(riskClass, b =>
        {
            double[] c = [.. Nets(riskClass, b, all, SensitivityKind.Curvature).Select(loss)];
            double sum = 0;
            for (int i = 0; i < c.Length; i++)
            {
                sum += Math.Pow(Math.Max(c[i], 0), 2);
                for (int j = 0; j < c.Length; j++)
                {
                    sum += i == j || (c[i] < 0 && c[j] < 0) ? 0 : b.Correlation * b.Correlation * c[i] * c[j];
                }
            }

            return (Math.Sqrt(Math.Max(0, sum)), c.Sum());
        }, (s, t) => s < 0 && t < 0 ? 0 : riskClass.CrossBucketCorrelation * riskClass.CrossBucketCorrelation);
        return Weighted(SensitivityKind.Delta, b => b.RiskWeight) + Weighted(SensitivityKind.Vega, b => b.VegaRiskWeight)
            + Math.Max(Curved(n => n.Up), Curved(n => n.Down));
    }

    private static double Aggregate(
        RiskClass riskClass, Func<RiskBucket, (double K, double S)> of, Func<double, double, double> gamma)
    {
        (double K, double S)[] rows = [.. riskClass.Buckets.Where(b => b.Id != "residual").Select(of)];
        double sum = rows.Sum(r => r.K * r.K);
        for (int i = 0; i < rows.Length; i++)
        {
            for (int j = 0; j < rows.Length; j++)
            {
                sum += i == j ? 0 : gamma(rows[i].S, rows[j].S) * rows[i].S * rows[j].S;
            }
        }

        return Math.Sqrt(Math.Max(0, sum)) + riskClass.Buckets.Where(b => b.Id == "residual").Sum(b => of(b).K);
    }

    private static IEnumerable<(double Amount, double Up, double Down)> Nets(
        RiskClass riskClass, RiskBucket bucket, IReadOnlyList<Sensitivity> all, SensitivityKind kind) => all
        .Where(s => s.RiskClass == riskClass.Id && s.Bucket == bucket.Id && s.Kind == kind)
        .GroupBy(s => s.Factor)
        .Select(g => ((double)g.Sum(s => s.Amount), (double)g.Sum(s => s.LossUp), (double)g.Sum(s => s.LossDown)));

    private static double Root(double[] one, double[] other, Func<int, int, double> correlation)
    {
        double sum = 0;
        for (int i = 0; i < one.Length; i++)
        {
            for (int j = 0; j < other.Length; j++)
            {
                sum += correlation(i, j) * one[i] * other[j];
            }
        }

        return Math.Sqrt(Math.Max(0, sum));
    }

    // Where opposite amounts cancel, noise of the squares is what is left of them.
    private static void Near(double expected, double found) =>
        Assert.InRange(found - expected, -0.05 - (1e-9 * expected), 0.05 + (1e-9 * expected));

    private static Sensitivity Delta(string riskClass, string bucket, string factor, double amount) =>
        new(riskClass, bucket, factor, SensitivityKind.Delta) { Amount = (decimal)amount };

    private static Sensitivity Curvature(string bucket, string factor, double up, double down) =>
        new("equity", bucket, factor, SensitivityKind.Curvature) { LossUp = (decimal)up, LossDown = (decimal)down };

    private static double TotalOf(
        SensitivitiesParameters p, params (string Bucket, string Factor, double Amount)[] rows) =>
        DetailsOf(p, [.. rows.Select(r => Delta("equity", r.Bucket, r.Factor, r.Amount))]).Total;

    private static SensitivityDetails DetailsOf(SensitivitiesParameters p, IReadOnlyList<Sensitivity> rows) =>
        (SensitivityDetails)MarginCalculator.Compute(new(
            "r",
            Sample.AsOf,
            new("A", MarginMode.Portfolio, 0, []) { Sensitivities = rows },
            new([], []),
            new SensitivitiesPolicy(p))).Details;

    private static (string Code, string Where) Refused(Sensitivity row) =>
        PlaceOf(() => DetailsOf(SensitivitySample.Parameters(), [Delta("equity", "large", "A", 1), row]));

    private static (string Code, string Where) PlaceOf(Func<object> act)
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(act);
        return (refusal.Code, refusal.Where);
    }
}
