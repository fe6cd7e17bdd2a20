using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Serving.Tests;
using Xunit.Abstractions;

namespace Dms.Predictive.Learning.Tests;

/// <summary>Every parser of a bundle on seeded mutations: it accepts or refuses by a name, and does nothing else.</summary>
/// <remarks>Thousands by default; with <c>DMS_LONG_TESTS=1</c> a million, on other seeds.</remarks>
public sealed class ParserFuzzTests(ITestOutputHelper output)
{
    private const int Quick = 1_500;
    private const int Long = 1_000_000 / 10;

    private static readonly Dictionary<string, (byte[] Healthy, Action<byte[]> Parse, string[] Codes)> Parsers = new()
    {
        ["zip"] = (HostileZip.Sound, Zip,
            ["zip-malformed", "zip-path", "zip-duplicate", "zip-link", "zip-bomb", "zip-entries", "zip-length", "zip-overlap", "loader-assembly", "loader-component"]),
        ["onnx"] = (SampleBundle.SampleFile("model.onnx"), b => OnnxOperators.Refuse(b, OnnxOperators.OfBundles),
            ["onnx-malformed", "onnx-external", "onnx-domain", "onnx-opset", "onnx-size", "onnx-depth", "onnx-operator", "tree-structure"]),
        ["onnx-runtime"] = (SampleBundle.SampleFile("model.onnx"), Runtime,
            ["onnx-malformed", "onnx-external", "onnx-domain", "onnx-opset", "onnx-size", "onnx-depth", "onnx-operator", "onnx-io", "golden-mismatch", "tree-structure"]),
        ["lightgbm"] = (LightGbmText.Sound, b => LightGbmTextInspection.Refuse(b), ["tree-structure", "tree-value"]),
        ["trees"] = (Trees(), b => TreesDocument.Read(b), ["tree-structure", "tree-value", "tree-precision"]),
        ["golden"] = (Golden(), b => GoldenRows.Read(b), ["golden-mismatch"]),
        ["background"] = (BackgroundDocument.Write(SampleBundle.Background), b => BackgroundDocument.Read(b, SampleBundle.Contents().Outputs),
            ["background-mismatch"]),
        ["calibration"] = (Calibration(), CalibrationInspection.Refuse, ["calibration"]),
        ["manifest"] = (ManifestJson.Write(new BundleManifest(SampleBundle.Description, [new BundleFile("a.txt", 1, new string('0', 64))])),
            Manifest, ["manifest-malformed", "manifest-version", "path"]),
        ["trust"] = (Proto.Utf8("""{"schema":"dms-trust/1","keys":[],"revoked":["0123456789abcdef0123456789abcdef"],"floors":{"m":"2026-01-01"}}"""),
            b => BundleTrustJson.Read(Encoding.UTF8.GetString(b), "t"), ["bad-trust", "bad-key"]),
    };

    public static TheoryData<string> Names => [.. Parsers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Parse_SeededMutations_AcceptedOrRefusedByName(string parser) => Run(parser, Quick, seed: 20_261);

    [LongTheory]
    [MemberData(nameof(Names))]
    public void Parse_AMillionMutations_AcceptedOrRefusedByName(string parser) => Run(parser, Long, seed: 77);

    private void Run(string name, int count, int seed)
    {
        (byte[] healthy, Action<byte[]> parse, string[] codes) = Parsers[name];
        parse(healthy);
        Random random = new(seed);
        SortedDictionary<string, int> seen = [];
        for (int i = 0; i < count; i++)
        {
            byte[] spoilt = Mutation.Of(healthy, random);
            Exception? caught = Record.Exception(() => parse(spoilt));
            string code = caught is null ? "accepted" : caught is InputRefusedException refused ? refused.Code : "";
            Assert.True(code == "accepted" || codes.Contains(code),
                $"{name}, seed {seed}, round {i}: {caught}\n{Convert.ToBase64String(spoilt.Length <= 4_000 ? spoilt : spoilt[..4_000])}");
            seen[code] = seen.GetValueOrDefault(code) + 1;
        }

        output.WriteLine(string.Join(", ", seen.Select(p => $"{p.Key} {p.Value}")));
        Assert.True(seen.Keys.Any(k => k != "accepted"), "Nothing was refused: the mutations do not reach the parser.");
    }

    // What is accepted goes to the native runtime, as in the loader; no mutation may end the process there.
    private static void Runtime(byte[] model)
    {
        OnnxOperators.Refuse(model, OnnxOperators.OfBundles);
        using OnnxScorer scorer = new(model);
        IReadOnlyList<BundleOutput> outputs = SampleBundle.Outputs();
        if (scorer.Columns == 3 && scorer.OutputNames.SequenceEqual(outputs.Select(o => o.Name)))
        {
            GoldenRows.From(SampleBundle.Rows(GoldenRows.Count, 1), outputs).Refuse(outputs, scorer);
        }
    }

    // What is accepted, .NET's own reader must see as the same archive.
    private static void Zip(byte[] zip)
    {
        ZipInspection.Refuse(zip);
        using ZipArchive other = new(new MemoryStream(zip), ZipArchiveMode.Read);
        IReadOnlyList<ZipEntry> own = ZipDirectory.Read(zip);
        Assert.Equal(own.Select(e => (e.Name, e.Declared)), other.Entries.Select(e => (e.FullName, e.Length)));
    }

    private static void Manifest(byte[] utf8)
    {
        ManifestJson.Read(utf8);
        ManifestJson.Digest(utf8);
    }

    private static byte[] Trees() => TreesDocument.Write([.. SampleBundle.Outputs().Select(o => new BundleOutput(
        o.Name, new Forest(o.Forest!.FeatureNames, o.Forest.BaseScore, [.. o.Forest.Trees.Take(1)])))]);

    private static byte[] Golden()
    {
        IReadOnlyList<BundleOutput> outputs = SampleBundle.Outputs();
        return GoldenRows.From(SampleBundle.Rows(3, 1), outputs).ToBytes(outputs);
    }

    private static byte[] Calibration() => JsonSerializer.SerializeToUtf8Bytes(new
    {
        schema = "dms-calibration/2",
        horizons = new object[]
        {
            new { spike = new[] { 1.0, -2.5 } },
            new { spikeHead = new { inputs = new[] { new { name = "a", coefficient = 1.5, mean = 0.25 } }, offset = -1.0, platt = new[] { 1.0, 0.5 } } },
            new { spikeHead = new { inputs = new[] { new { name = "b", coefficient = 1.5, mean = 0.25 } }, offset = -1.0, isotonicScores = new[] { 0.0, 1.0 }, isotonicProbabilities = new[] { 0.25, 0.5 } } },
        },
    });
}
