using CsCheck;

namespace Dms.Predictive.Explanation.Tests.Uplift;

public sealed class RescaleRuleTests
{
    [Fact]
    public void Carry_MonotoneLink_SumsToTheDifferenceOfTheLink() =>
        Gen.Select(Gen.Double[-3, 3].Array[1, 8], Gen.Double[-5, 5]).Sample((phi, reference) =>
        {
            double score = reference + phi.Sum();
            double multiplier = RescaleRule.Multiplier(Math.Exp, reference, score);
            double sum = RescaleRule.Carry(Named(phi), multiplier).Sum(p => p.Contribution);
            double wanted = Math.Exp(score) - Math.Exp(reference);
            double scale = Math.Exp(Math.Max(score, reference)) * phi.Sum(Math.Abs);
            Assert.True(Math.Abs(sum - wanted) <= 1e-12 * Math.Max(1, scale), $"{sum:R}, not {wanted:R}");
        });

    [Fact]
    public void Multiplier_EqualScores_IsTheSlope()
    {
        Assert.Equal(2.0 * Math.Exp(2.0), RescaleRule.Multiplier(Link, 1.0, 1.0, f => 2.0 * Math.Exp(2.0 * f)));
        Assert.Equal(2.0 * Math.Exp(2.0), RescaleRule.Multiplier(Link, 1.0, 1.0 + 1e-13), 1e-8);

        static double Link(double f) => Math.Exp(2.0 * f);
    }

    [Fact]
    public void Multiplier_FlatLink_IsZero() => Assert.Equal(0.0, RescaleRule.Multiplier(_ => 0.25, -1.0, 1.0));

    [Fact]
    public void Multiplier_LinkOverflows_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RescaleRule.Multiplier(Math.Exp, 0.0, 1000.0));

    private static FeatureAttribution[] Named(double[] phi) =>
        [.. phi.Select((p, i) => new FeatureAttribution($"f{i}", p))];
}
