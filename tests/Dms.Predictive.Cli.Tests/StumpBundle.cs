using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The smallest real bundle: one stump, signed, with golden rows.</summary>
internal static class StumpBundle
{
    /// <summary>Writes MODELS/m/VERSION.</summary>
    public static string Write(string models, string version, double leaf, ECDsa signer, Timestamp? created = null)
    {
        string folder = Path.Combine(models, "m", version);
        BundleWriter.Write(Contents(version, [Stump(0, -0.25, leaf)], created), folder, signer);
        return folder;
    }

    /// <summary>One tree of one split on a column.</summary>
    public static Tree Stump(int feature, double left, double right) => new()
    {
        Feature = [feature, -1, -1],
        Threshold = [0.5, 0, 0],
        Left = [1, -1, -1],
        Right = [2, -1, -1],
        DefaultLeft = [true, false, false],
        Value = [0, left, right],
        Cover = [4, 3, 1],
    };

    /// <summary>What goes into such a bundle.</summary>
    public static BundleContents Contents(string version, IReadOnlyList<Tree> trees, Timestamp? created = null)
    {
        Forest forest = new(["rv", "spread"], -9.0, trees);
        return new()
        {
            Description = new BundleDescription
            {
                Id = "m",
                Version = version,
                FeatureSchemaHash = "ab12",
                HorizonsMinutes = [10],
                DataDigests = new Dictionary<string, string> { ["bars.csv"] = "0f" },
                Recipe = JsonSerializer.SerializeToElement(new { trees = 1 }),
                Seed = 1,
                PackageLockHash = "00",
                Metrics = JsonSerializer.SerializeToElement(new { }),
                Created = created ?? Timestamp.FromDate(2026, 1, 1),
            },
            Outputs = [new BundleOutput("score", forest)],
            Onnx = OnnxForestWriter.Write([new OnnxForest("score", forest)], new OnnxModelDescription("m", "1", "", [])),
            Calibration = Encoding.UTF8.GetBytes("{}"),
            Card = "# Card",
            GoldenRows = [.. Enumerable.Range(0, 64).Select(i => new[] { i % 3 == 0 ? double.NaN : i / 64.0, i })],
        };
    }
}
