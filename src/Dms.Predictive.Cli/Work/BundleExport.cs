using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Dms.Predictive.Training.Onnx;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Work;

/// <summary>What a bundle says of itself besides the models.</summary>
/// <param name="Id">Model id.</param>
/// <param name="Version">Version, never reused.</param>
/// <param name="DataDigests">SHA-256 of each training file by name.</param>
/// <param name="Metrics">Measured quality.</param>
/// <param name="Created">When the bundle is made; comes from the data, so that runs repeat.</param>
internal sealed record BundleLabel(
    string Id, string Version, IReadOnlyDictionary<string, string> DataDigests, object Metrics, Timestamp Created)
{
    /// <summary>What the card says that the run cannot know.</summary>
    public CardNotes Notes { get; init; } = new();

    /// <summary>Adds how inputs were distributed in training; null = the bundle does not say.</summary>
    public Func<ForecastModel, ForecastModel>? Drift { get; init; }
}

/// <summary>Writes a refit as a bundle and reads it back as the model that serves.</summary>
internal static class BundleExport
{
    private const int GoldenRowCount = 64;

    /// <summary>Writes the bundle under <c>root/id/version</c>: whole or not at all.</summary>
    public static ForecastModel Write(
        string root, FittedRefit refit, WalkForwardRun run, EvaluationProtocol protocol, BundleLabel label, ECDsa signer)
    {
        ForecastModel draft = WalkForwardModels.Of(refit, run.Table, protocol, new ModelIdentity(label.Id, label.Version, "", "", false));
        BundleOutput[] outputs = [.. refit.Horizons.SelectMany(h => h.Learners.Select(l => new BundleOutput(
            ForecastModelJson.OutputName(l.Recipe.Id, h.Baselines.HorizonMinutes), l.Serving.Model)))];
        BundleContents contents = new()
        {
            Description = Describe(draft, protocol, label),
            Outputs = outputs,
            Onnx = OnnxBlendWriter.Write(
                outputs[0].FeatureNames, [.. refit.Horizons.Select(h => Blend(h))], OnnxDescription(draft, label)),
            Calibration = ForecastModelJson.Write(label.Drift?.Invoke(draft) ?? draft),
            Card = ModelCard.Of(refit, run, protocol, label),
            GoldenRows = Golden(refit.Horizons[0].ReferenceRows),
            Background = new ReferenceBackground(RegimeSample.Rule(protocol.Seed), [.. refit.Horizons.Select(Background)]),
            Zip = Zip(refit.Horizons[^1].Learners[0].Trained),
        };
        string folder = Path.Combine(root, label.Id, label.Version);
        return Read(Publish(contents, folder, signer));
    }

    /// <summary>Writes a bundle whose scores can be explained; one whose reasons do not add up leaves nothing behind.</summary>
    /// <exception cref="InputRefusedException"><c>attribution-sum</c>, or what <see cref="BundleWriter"/> refuses.</exception>
    public static ModelBundle Publish(BundleContents contents, string folder, ECDsa signer)
    {
        AdditivityGate.Refuse(contents.Outputs);
        return BundleWriter.Write(contents, folder, signer);
    }

    /// <summary>The serving model of a bundle that passed every check.</summary>
    public static ForecastModel Read(ModelBundle bundle) => ForecastModelJson.Read(bundle);

    private static BundleDescription Describe(ForecastModel draft, EvaluationProtocol protocol, BundleLabel label) => new()
    {
        Id = label.Id,
        Version = label.Version,
        FeatureSchemaHash = draft.RowSchemaHash,
        HorizonsMinutes = protocol.HorizonMinutes,
        DataDigests = label.DataDigests,
        Recipe = JsonSerializer.SerializeToElement(new { protocolHash = protocol.Hash, protocol }),
        Seed = protocol.Seed,
        PackageLockHash = PackageLock.Hash,
        Metrics = JsonSerializer.SerializeToElement(label.Metrics),
        Created = label.Created,
    };

    // The graph holds what it can score by itself: with a network beside it, the members but not their blend.
    private static OnnxBlend Blend(FittedHorizon h) => new(
        string.Create(CultureInfo.InvariantCulture, $"{h.Baselines.HorizonMinutes}m"),
        [.. h.Learners.Where(l => l.Serving.Model is not NetworkModel).Select(l => new OnnxMember(
            ForecastModelJson.OutputName(l.Recipe.Id, h.Baselines.HorizonMinutes), l.Serving.Model, l.Serving.LnScale,
            l.Serving.AddsHar))])
    {
        Intercept = h.Pool.Intercept,
        Weights = HasNetwork(h) ? null : h.Pool.Weights,
        Head = HasNetwork(h) ? null : h.Spike,
    };

    private static bool HasNetwork(FittedHorizon h) => h.Learners.Any(l => l.Serving.Model is NetworkModel);

    private static OnnxModelDescription OnnxDescription(ForecastModel draft, BundleLabel label) =>
        new(label.Id, label.Version, "ln of realized variance over each horizon, percent²; NaN marks a missing feature.",
            [new("rowSchemaHash", draft.RowSchemaHash)]);

    private static BackgroundSet Background(FittedHorizon h) => new(
        [.. h.Learners.Select(l => ForecastModelJson.OutputName(l.Recipe.Id, h.Baselines.HorizonMinutes))], h.ReferenceRows);

    private static List<double[]> Golden(IReadOnlyList<double[]> rows) =>
        [.. Enumerable.Range(0, GoldenRowCount).Select(i => rows[(int)((long)i * rows.Count / GoldenRowCount)])];

    private static byte[] Zip(FittedMember trees)
    {
        using MemoryStream stream = new();
        if (trees.HasZip)
        {
            trees.SaveZip(stream);
        }

        return stream.ToArray();
    }
}

/// <summary>Digest of the packages that the program was built with.</summary>
internal static class PackageLock
{
    /// <summary>SHA-256 of the names and versions of all libraries that the program lists as its own.</summary>
    public static string Hash { get; } = Compute();

    private static string Compute()
    {
        string path = Path.Combine(AppContext.BaseDirectory, "dms.deps.json");
        if (!File.Exists(path))
        {
            return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("no deps.json")));
        }

        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        IEnumerable<string> libraries = document.RootElement.GetProperty("libraries").EnumerateObject()
            .Where(l => l.Value.GetProperty("type").GetString() == "package").Select(l => l.Name).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', libraries))));
    }
}
