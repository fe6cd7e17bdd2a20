namespace Dms.Predictive.Explanation.Tests.Stability;

public sealed class RetrainingAgreementTests
{
    [Fact]
    public void Of_TheSameModelAgain_AgreesInEverything()
    {
        double[][] phi = Rows(1, 0);
        RetrainingAgreement found = RetrainingAgreement.Of([phi, phi, phi]);

        Assert.Equal((3, 1.0, 1.0, 1.0), (found.Models, found.MedianSpearman, found.LowSpearman, found.MedianTopOverlap));
        Assert.Equal((1.0, 0.0), (found.SignAgreement, found.TopFeatureChanges));
    }

    [Fact]
    public void Of_NoiseOnTop_AgreementFallsWithTheNoise()
    {
        RetrainingAgreement[] found = [.. new[] { 0.02, 0.5, 20.0 }.Select(noise =>
            RetrainingAgreement.Of([Rows(1, 0), .. Enumerable.Range(2, 6).Select(seed => Rows(seed, noise))]))];

        Assert.True(found[0].MedianSpearman > 0.95 && found[0].SignAgreement > 0.9 && found[0].TopFeatureChanges < 0.3, $"{found[0]}");
        Assert.True(found[0].MedianSpearman > found[1].MedianSpearman && found[1].MedianSpearman > found[2].MedianSpearman, $"{found[1]}");
        Assert.True(found[0].SignAgreement > found[1].SignAgreement && found[1].SignAgreement > found[2].SignAgreement, $"{found[2]}");
        Assert.True(found[2].SignAgreement is > 0.5 and < 0.8 && found[2].TopFeatureChanges > 0.7, $"{found[2]}");
    }

    [Fact]
    public void Of_OneModel_IsRefused() => Assert.Throws<ArgumentException>(() => RetrainingAgreement.Of([Rows(1, 0)]));

    // Twelve features of falling size, the same in every model but for the noise.
    private static double[][] Rows(int seed, double noise)
    {
        Random same = new(7), own = new(seed);
        return [.. Enumerable.Range(0, 200).Select(_ => Enumerable.Range(0, 12)
            .Select(j => ((same.NextDouble() - 0.5) * Math.Pow(0.7, j)) + (noise * (own.NextDouble() - 0.5))).ToArray())];
    }
}
