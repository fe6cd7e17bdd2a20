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
        Assert.Contains(bundles, b => File.Exists(Path.Combine(b, BundleFiles.Zip)));
    }
}
