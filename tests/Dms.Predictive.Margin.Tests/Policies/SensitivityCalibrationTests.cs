using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Policies;

public sealed class SensitivityCalibrationTests
{
    private static readonly SensitivityCalibrationRules Rules = new() { VegaWeightWithoutHistory = 0.3 };

    [Fact]
    public void Of_OneDayMoves_WeightIsTheLargerTailByHand()
    {
        // 200 changes: 1 % is two, so the third largest of each tail counts.
        double[] changes = [.. Enumerable.Range(0, 196).Select(_ => 0.0), -0.05, 0.07, -0.04, 0.06];
        double[] filled = [.. changes.Select((c, t) => t == 5 ? -0.031 : t == 6 ? 0.02 : c)];
        SensitivityCalibrationResult r = SensitivityCalibration.Of(
            [new("c", "b", "f", filled)], Rules with { HorizonDays = 1 });
        Assert.Equal((0.031, 200), (r.Parameters.RiskClasses[0].Buckets[0].RiskWeight, r.Windows));
        Assert.Equal(new CalibratedFactor("c", "b", "f", 0.031, 4 / 200.0), r.Factors.Single());
    }

    [Fact]
    public void Of_TenDayMoves_AreSumsOfTenChanges()
    {
        double[] changes = [.. Enumerable.Range(0, 60).Select(t => t == 30 ? -1.0 : 0.001)];
        RiskBucket bucket = Single(SensitivityCalibration.Of([new("c", "b", "f", changes)], Rules));
        Assert.Equal(1 - 0.009, bucket.RiskWeight, 1e-12);
        Assert.Equal(0.3, bucket.VegaRiskWeight);
    }

    [Fact]
    public void Of_SimulatedFactors_FindsTheirQuantilesAndCorrelations()
    {
        Random random = new(20_260_302);
        const int Days = 20_000;
        (double Common, double[] Own)[] rows =
            [.. Enumerable.Range(0, Days).Select(_ => (Normal(random), new double[4].Select(_ => Normal(random)).ToArray()))];
        FactorHistory Of(string bucket, int i, double deviation) => new("crypto", bucket, $"f{i}",
            [.. rows.Select(r => deviation * ((Math.Sqrt(0.6) * r.Common) + (Math.Sqrt(0.4) * r.Own[i])))]);
        SensitivityCalibrationResult r = SensitivityCalibration.Of(
            [Of("major", 0, 0.02), Of("major", 1, 0.02), Of("alt", 2, 0.05), Of("alt", 3, 0.05)], Rules);
        RiskClass made = r.Parameters.RiskClasses.Single();
        Assert.Equal(["alt", "major"], made.Buckets.Select(b => b.Id));
        Assert.InRange(made.Buckets[0].RiskWeight, 0.05 * Math.Sqrt(10) * 2.33, 0.05 * Math.Sqrt(10) * 2.33 * 1.1);
        Assert.InRange(made.Buckets[1].RiskWeight, 0.02 * Math.Sqrt(10) * 2.33, 0.02 * Math.Sqrt(10) * 2.33 * 1.1);
        Assert.All(made.Buckets, b => Assert.Equal(0.6, b.Correlation, 0.02));
        Assert.Equal(0.6 / 0.8, made.CrossBucketCorrelation, 0.02);           // of sums of two: 4·0.6/(2 + 2·0.6)
        Assert.All(r.Factors, f => Assert.InRange(f.Beyond, 0, 0.025));
        Assert.All(r.Shrinkage.Where(s => s.Sample != 0), s => Assert.InRange(s.Intensity, 0, 0.001));
    }

    [Fact]
    public void Of_FewIndependentFactors_ShrinksMostOfTheirCorrelation()
    {
        Random random = new(7);
        FactorHistory[] few = [.. Enumerable.Range(0, 6).Select(i => new FactorHistory(
            "c", "b", $"f{i}", [.. Enumerable.Range(0, 40).Select(_ => Normal(random))]))];
        SensitivityCalibrationResult r = SensitivityCalibration.Of(few, Rules);
        CorrelationShrinkage s = r.Shrinkage.Single(s => s.Name == "c/b");
        Assert.True(s.Intensity > 0.5);
        Assert.Equal((1 - s.Intensity) * s.Sample, Single(r).Correlation, 1e-15);
    }

    [Fact]
    public void Of_AnyHistories_GivesParametersThatThePolicyTakes() =>
        Gen.Select(Gen.Double[-0.2, 0.2].Array[40].Array[1, 9], Gen.Int[1, 3], Gen.Int[1, 3]).Sample(
            (series, classes, buckets) =>
            {
                SensitivityCalibrationResult r = SensitivityCalibration.Of(
                    [.. series.Select((c, i) => new FactorHistory($"c{i % classes}", $"b{i / classes % buckets}", $"f{i}", c))],
                    Rules with { HorizonDays = 5 });
                SensitivitiesPolicy policy = new(r.Parameters);
                Assert.Equal(0.3, policy.Parameters.RiskClasses[0].Buckets[0].VegaRiskWeight);
                Assert.All(
                    policy.Parameters.RiskClasses.SelectMany(c => c.Buckets),
                    b => Assert.Equal(
                        r.Factors.Where(f => f.Bucket == b.Id && policy.Parameters.RiskClasses
                            .Any(c => c.Id == f.RiskClass && c.Buckets.Contains(b))).Max(f => f.Weight), b.RiskWeight));
            });

    [Fact]
    public void Of_OppositeFactors_KeepToWhatSoManyCanHave()
    {
        double[] one = [.. Enumerable.Range(0, 60).Select(t => Math.Sin(t * 12.9898))];
        RiskBucket bucket = Single(SensitivityCalibration.Of(
            [new("c", "b", "x", one), new("c", "b", "y", [.. one.Select(v => -v)])], Rules));
        Assert.Equal(-1, bucket.Correlation, 1e-12);
    }

    [Fact]
    public void Of_HistoriesInAnotherOrder_SameParameters()
    {
        Random random = new(3);
        FactorHistory[] all = [.. Enumerable.Range(0, 8).Select(i => new FactorHistory(
            $"c{i % 2}", $"b{i % 3}", $"f{i}", [.. Enumerable.Range(0, 90).Select(_ => Normal(random))])
        {
            DailyVolatilityChanges = [.. Enumerable.Range(0, 90).Select(_ => Normal(random) / 20)],
        })];
        string Text(IReadOnlyList<FactorHistory> h) => WireFormat.Write(new(
            "r", Sample.AsOf, new("A", MarginMode.Cross, 0, []), new([], []),
            new SensitivitiesPolicy(SensitivityCalibration.Of(h, new()).Parameters)));
        Assert.Equal(Text(all), Text([.. all.Reverse()]));
    }

    [Fact]
    public void Of_WhatNoCalibrationCanUse_IsRefused()
    {
        double[] good = [.. Enumerable.Range(0, 60).Select(t => t % 7 - 3.0)];
        void Refuses(SensitivityCalibrationRules rules, params FactorHistory[] histories) =>
            Assert.Throws<ArgumentException>(() => SensitivityCalibration.Of(histories, rules));
        Refuses(Rules);
        Refuses(new(), new FactorHistory("c", "b", "f", good));
        Refuses(Rules, new("c", "b", "f", good), new("c", "b", "f", good));
        Refuses(Rules, new("c", "b", "f", good), new("c", "b", "g", good[1..]));
        Refuses(Rules, new FactorHistory("c", "b", "f", good[..29]));
        Refuses(Rules, new FactorHistory("c", "b", "f", [.. good[1..], double.NaN]));
        Refuses(Rules with { Confidence = 1 }, new FactorHistory("c", "b", "f", good));
        Refuses(Rules with { HorizonDays = 0 }, new FactorHistory("c", "b", "f", good));
    }

    [Fact]
    public void Unexplained_QuadraticBook_IsExplainedToTheLastCent()
    {
        SensitivitiesParameters p = new(1, [new("c", 0, [new("b", 0.2, 0.1, 0)])], [[1]]);
        Sensitivity[] book =
        [
            new("c", "b", "f", SensitivityKind.Delta) { Amount = 1_000 },
            new("c", "b", "f", SensitivityKind.Vega) { Amount = 300 },
            new("c", "b", "f", SensitivityKind.Curvature) { LossUp = 80, LossDown = 80 },
        ];
        foreach (double shift in new[] { -0.2, -0.05, 0, 0.1, 0.3 })
        {
            double full = (1_000 * shift) + (300 * 0.02) - (2_000 * shift * shift);
            UnexplainedProfit u = UnexplainedProfit.Of(
                full, book, new Dictionary<(string, string, string), FactorShift> { [("c", "b", "f")] = new(shift, 0.02) }, p);
            Assert.Equal(0, u.Remainder, 1e-9);
        }

        Assert.Throws<ArgumentException>(() => UnexplainedProfit.Of(
            0, book, new Dictionary<(string, string, string), FactorShift>(), p with { RiskClasses = [] }));
    }

    // A call: delta, vega and curvature leave the third order and the cross terms, small against the whole.
    [Fact]
    public void Unexplained_Option_LeavesLittleOfTheRevaluation()
    {
        const double Weight = 0.1;
        double Price(double move, double volatility) =>
            Black76.Price(new(100 * (1 + move), 105, volatility, 0.25, true), 0);
        double Loss(double move) => -(Price(move, 0.6) - Price(0, 0.6) - (Delta() * move));
        double Delta() => 100 * Black76.Greeks(new(100, 105, 0.6, 0.25, true), 0).Delta;
        Sensitivity[] book =
        [
            new("c", "b", "f", SensitivityKind.Delta) { Amount = (decimal)Delta() },
            new("c", "b", "f", SensitivityKind.Vega)
            {
                Amount = (decimal)Black76.Greeks(new(100, 105, 0.6, 0.25, true), 0).Vega,
            },
            new("c", "b", "f", SensitivityKind.Curvature) { LossUp = (decimal)Loss(Weight), LossDown = (decimal)Loss(-Weight) },
        ];
        UnexplainedProfit u = UnexplainedProfit.Of(
            Price(-0.06, 0.65) - Price(0, 0.6),
            book,
            new Dictionary<(string, string, string), FactorShift> { [("c", "b", "f")] = new(-0.06, 0.05) },
            new(1, [new("c", 0, [new("b", Weight, 0.1, 0)])], [[1]]));
        Assert.InRange(Math.Abs(u.Remainder), 1e-6, 0.05 * Math.Abs(u.FullRevaluation));
    }

    private static RiskBucket Single(SensitivityCalibrationResult r) => r.Parameters.RiskClasses.Single().Buckets.Single();

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
