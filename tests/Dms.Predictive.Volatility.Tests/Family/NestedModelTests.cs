namespace Dms.Predictive.Volatility.Tests;

/// <summary>Models that are another model at some parameters give its variances and its likelihood.</summary>
public class NestedModelTests
{
    private static readonly double[] Returns = Simulated.Garch(41, 1_200);

    [Fact]
    public void Aparch_OfPowerTwoWithoutAsymmetry_IsGarch() => AssertSame(
        new(GarchModel.Aparch), new() { ["omega"] = 0.06, ["alpha"] = 0.11, ["gamma"] = 0, ["beta"] = 0.84, ["delta"] = 2 },
        new(GarchModel.Garch), new() { ["omega"] = 0.06, ["alpha"] = 0.11, ["beta"] = 0.84 });

    [Fact]
    public void Aparch_OfPowerTwo_IsGjr() => AssertSame(
        new(GarchModel.Aparch, Start: GarchStart.Sample),
        new() { ["omega"] = 0.06, ["alpha"] = 0.08, ["gamma"] = 0.3, ["beta"] = 0.84, ["delta"] = 2 },
        new(GarchModel.Gjr, Start: GarchStart.Sample),
        new() { ["omega"] = 0.06, ["alpha"] = 0.08 * 0.7 * 0.7, ["gamma"] = 0.08 * ((1.3 * 1.3) - (0.7 * 0.7)), ["beta"] = 0.84 },
        startsDiffer: true);

    [Fact]
    public void Tarch_IsAparchOfPowerOne() => AssertSame(
        new(GarchModel.Tarch, GarchDistribution.StudentT),
        new() { ["omega"] = 0.05, ["alpha"] = 0.06, ["gamma"] = 0.08, ["beta"] = 0.85, ["nu"] = 8 },
        new(GarchModel.Aparch, GarchDistribution.StudentT),
        new() { ["omega"] = 0.05, ["alpha"] = 0.10, ["gamma"] = 0.4, ["beta"] = 0.85, ["delta"] = 1, ["nu"] = 8 },
        startsDiffer: true);

    /// <summary>With d = 0 the weights are λ_i = (φ − β)β^{i−1}: α = φ − β. Figarch needs β ≤ φ + d, so β = φ − α; its
    /// parameter φ is garch's α + β.</summary>
    [Fact]
    public void Figarch_WithoutLongMemory_IsGarch() => AssertSame(
        new(GarchModel.Figarch), new() { ["omega"] = 0.06, ["phi"] = 0.48, ["d"] = 0, ["beta"] = 0.38 },
        new(GarchModel.Garch), new() { ["omega"] = 0.06, ["alpha"] = 0.10, ["beta"] = 0.38 },
        startsDiffer: true);

    /// <summary>Both filter from the same first variance, or from their own start where that is one rule.</summary>
    private static void AssertSame(
        GarchModelOptions left,
        Dictionary<string, double> leftValues,
        GarchModelOptions right,
        Dictionary<string, double> rightValues,
        bool startsDiffer = false)
    {
        (leftValues["mu"], rightValues["mu"]) = (0.02, 0.02);
        GarchModelFit a = GarchFamily.Fit(Returns, left with { Fixed = leftValues });
        GarchModelFit b = GarchFamily.Fit(Returns, right with { Fixed = rightValues });
        if (!startsDiffer)
        {
            Assert.Equal(a.LogLikelihood, b.LogLikelihood, 1e-9);
            Assert.All(a.Variances.Zip(b.Variances), p => Assert.Equal(p.First, p.Second, 1e-11 * p.First));
        }

        GarchModelState one = new(GarchModelParameters.Of(a), a.Start!);
        GarchModelState two = new(GarchModelParameters.Of(b), a.Start!);
        for (int t = 0; t < Returns.Length; t++)
        {
            one.Append(Returns[t]);
            two.Append(Returns[t]);
            if (t > 60 || left.Model != GarchModel.Figarch)
            {
                Assert.Equal(one.NextVariance, two.NextVariance, 1e-10 * one.NextVariance);
            }
        }
    }
}
