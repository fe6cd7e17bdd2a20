namespace Dms.Predictive.Learning.Tests;

/// <summary>Whatever becomes stricter: the bundles of the repository, ML.NET's zips included, stay readable.</summary>
public sealed class ShippedBundleTests
{
    [Fact]
    public void Read_EveryBundleOfTheRepository_Accepted()
    {
        string[] bundles = [.. Directory.EnumerateFiles(Path.Combine(SampleBundle.Repository, "models"), BundleFiles.Manifest, SearchOption.AllDirectories)
            .Select(f => Path.GetDirectoryName(f)!)];

        Assert.True(bundles.Length >= 5, $"Only {bundles.Length} bundles were found.");
        Assert.All(bundles, b => Assert.Equal(64, BundleReader.Read(b, BundleTrust.Self()).GoldenRowsChecked));
        Assert.Contains(bundles, b => BundleReader.Read(b, BundleTrust.Self()).Background is { } background
            && background.Sets.All(s => s.Rows.Count == 512));
        Assert.Contains(bundles, b => File.Exists(Path.Combine(b, BundleFiles.Zip)));
    }

    [Fact]
    public void BundleWithBackground_AgainstTheOneBefore_SameTreesAndCalibration()
    {
        string models = Path.Combine(SampleBundle.Repository, "models", "sim-btc");
        ModelBundle before = BundleReader.Read(Path.Combine(models, "2.0.0"), BundleTrust.Self());
        ModelBundle after = BundleReader.Read(Path.Combine(models, "2.1.0"), BundleTrust.Self());

        Assert.True(before.Calibration.Span.SequenceEqual(after.Calibration.Span));
        Assert.Equal(before.Outputs.Select(o => o.Name), after.Outputs.Select(o => o.Name));
        foreach ((BundleOutput old, BundleOutput now) in before.Outputs.Zip(after.Outputs))
        {
            Assert.Equal(old.Forest!.BaseScore, now.Forest!.BaseScore);
            Assert.All(old.Forest.Trees.Zip(now.Forest.Trees), t => Assert.Equal(Leaves(t.First), Leaves(t.Second)));
        }

        static IEnumerable<object> Leaves(Tree t) =>
            [.. t.Feature.Cast<object>(), .. t.Threshold.Cast<object>(), .. t.Left.Cast<object>(), .. t.Right.Cast<object>(), .. t.DefaultLeft.Cast<object>(), .. t.Value.Cast<object>()];
    }
}
