using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation.Tests.Trees;

public sealed class AdditivityGateTests
{
    [Fact]
    public void Refuse_LeavesThatCancel_IsRefusedByName()
    {
        // Two trees on different features cancel in every score but not, to the last digit, in its parts.
        Forest forest = new(["a", "b"], 0.3, [Stump(0, 1e18), Stump(1, -1e18)]);
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => AdditivityGate.Refuse([new BundleOutput("score", forest)]));
        Assert.Equal(("attribution-sum", "score"), (refusal.Code, refusal.Where));
    }

    [Fact]
    public void Refuse_DeployedModels_TenThousandHostileRowsEachAddUp()
    {
        string[] bundles = Directory.GetFiles(Path.Combine(Root(), "models"), "manifest.json", SearchOption.AllDirectories);
        Assert.True(bundles.Length >= 5, "Hardly any deployed model was found.");
        foreach (string manifest in bundles)
        {
            ModelBundle bundle = BundleReader.Read(Path.GetDirectoryName(manifest)!, BundleTrust.Self());
            Assert.Contains(bundle.Outputs, o => o.Forest is not null);
            Assert.InRange(AdditivityGate.Refuse(bundle.Outputs, rows: 10_000), double.Epsilon, AdditivityBreachException.Tolerance);
        }
    }

    [Fact]
    public void HostileRows_SameSeed_SameRowsWithEveryKindOfNumber()
    {
        Forest forest = new(["a", "b"], 0.0, [Stump(0, 1.0), Stump(1, 1.0)]);
        double[] rows = HostileRows.For(forest, 500, 3);
        Assert.Equal(rows, HostileRows.For(forest, 500, 3));
        Assert.Contains(rows, double.IsNaN);
        Assert.Contains(rows, double.IsPositiveInfinity);
        Assert.Contains(rows, double.IsNegativeInfinity);
        Assert.Contains(0.5, rows);
        Assert.Contains(double.Epsilon, rows);
    }

    private static Tree Stump(int feature, double leaf) => new()
    {
        Feature = [feature, -1, -1],
        Threshold = [0.5, 0, 0],
        Left = [1, -1, -1],
        Right = [2, -1, -1],
        DefaultLeft = [true, false, false],
        Value = [0, leaf, leaf / 3],
        Cover = [10, 3 + (4 * feature), 7 - (4 * feature)],
    };

    private static string Root()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Dms.Predictive.sln")))
        {
            at = at.Parent!;
        }

        return at.FullName;
    }
}
