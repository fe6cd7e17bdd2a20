using System.Security.Cryptography;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Tests;

public sealed class BundleExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dms-publish-").FullName;

    [Fact]
    public void Publish_ReasonsThatDoNotAddUp_LeavesNothing()
    {
        using ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        BundleContents contents = StumpBundle.Contents("1.0.0", [StumpBundle.Stump(0, 1e18, 1e17 / 3), StumpBundle.Stump(1, -1e18, -1e17)]);
        string folder = Path.Combine(_folder, "m", "1.0.0");

        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => BundleExport.Publish(contents, folder, signer));

        Assert.Equal("attribution-sum", refusal.Code);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void Publish_OrdinaryTrees_WritesTheBundle()
    {
        using ECDsa signer = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string folder = Path.Combine(_folder, "m", "1.0.0");
        BundleExport.Publish(StumpBundle.Contents("1.0.0", [StumpBundle.Stump(0, -0.25, 0.5)]), folder, signer);
        Assert.True(File.Exists(Path.Combine(folder, "manifest.json")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
