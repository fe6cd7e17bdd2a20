using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning.Tests;

/// <summary>The hostile bundles that every way in must refuse by name, made in code.</summary>
internal static class HostileArtifacts
{
    /// <summary>Number of places in the list.</summary>
    public const int Rows = 40;

    public static IReadOnlyList<HostileArtifact> All { get; } = [.. Folder(), .. Zips(), .. Onnx(), .. Contents()];

    private static IEnumerable<HostileArtifact> Folder()
    {
        yield return new(1, "no manifest", "manifest-missing", s => File.Delete(s.PathOf(BundleFiles.Manifest)));
        yield return new(1, "no folder", "manifest-missing", s => Directory.Delete(s.Folder, recursive: true));
        yield return new(2, "manifest is no JSON", "manifest-malformed", s => s.SignManifest(Encoding.UTF8.GetBytes("not json")));
        yield return new(2, "manifest with a key twice", "manifest-malformed", s => s.SignManifest(
            Encoding.UTF8.GetBytes("{\"seed\":1," + File.ReadAllText(s.PathOf(BundleFiles.Manifest))[1..])));
        yield return new(2, "manifest nested deeply", "manifest-malformed", s => s.SignManifest(
            Encoding.UTF8.GetBytes(new string('[', 100_000))));
        yield return new(3, "manifest of an unknown schema", "manifest-version", s => s.EditManifest(m => m["schema"] = "dms-bundle/9"));
        yield return new(4, "no signature", "signature-missing", s => File.Delete(s.PathOf(BundleFiles.Signature)));
        yield return new(5, "signed by an unknown key", "key-untrusted", _ => { })
        {
            Trust = _ => BundleTrust.Keys([BundleKey.From(Stranger)]),
            TrustFile = _ => HostileArtifact.TrustText(Stranger, "", ""),
        };
        yield return new(6, "revoked key", "revoked", _ => { })
        {
            Trust = s => s.Trust.WithRevoked([BundleKey.From(s.Signer).KeyId]),
            TrustFile = s => HostileArtifact.TrustText(s.Signer, BundleKey.From(s.Signer).KeyId, ""),
        };
        yield return new(6, "revoked model", "revoked", _ => { })
        {
            Trust = s => s.Trust.WithRevoked([Digest(s)]),
            TrustFile = s => HostileArtifact.TrustText(s.Signer, Digest(s), ""),
        };
        yield return new(7, "one bit of the signature", "signature-bad", s => Flip(s, BundleFiles.Signature, -10));
        yield return new(8, "one bit of the model", "hash-mismatch", s => Flip(s, BundleFiles.Onnx, 100));
        yield return new(8, "one bit of the background", "hash-mismatch", s => Flip(s, BundleFiles.Background, 60));
        yield return new(9, "file not in the manifest", "file-unlisted", s => File.WriteAllText(s.PathOf("extra.so"), "x"));
        yield return new(9, "folder in the bundle", "file-unlisted", s => Directory.CreateDirectory(s.PathOf("lib")));
        yield return new(10, "listed file missing", "file-missing", s => File.Delete(s.PathOf(BundleFiles.Card)));
        yield return new(10, "listed background missing", "file-missing", s => File.Delete(s.PathOf(BundleFiles.Background)));
        yield return new(11, "another sound model in place of the signed one", "hash-mismatch", s => File.WriteAllBytes(
            s.PathOf(BundleFiles.Onnx), HostileOnnx.OtherInput));
        yield return new(12, "symbolic link", "link", s =>
        {
            File.Move(s.PathOf(BundleFiles.Onnx), Path.Combine(s.Root, "moved"));
            File.CreateSymbolicLink(s.PathOf(BundleFiles.Onnx), Path.Combine(s.Root, "moved"));
        });
        yield return new(12, "hard link", "link", s => Run("ln", s.PathOf(BundleFiles.Onnx), Path.Combine(s.Root, "second-name")));
        yield return new(12, "pipe", "link", s =>
        {
            File.Delete(s.PathOf(BundleFiles.Card));
            Run("mkfifo", s.PathOf(BundleFiles.Card));
        });
        foreach (string path in new[] { "../x", "/etc/passwd", "a\\b", "a\0b", "NUL", "com1.txt" })
        {
            yield return new(13, $"manifest path {path.Replace('\0', '␀')}", "path", s => s.EditManifest(m => m["files"]!.AsArray().Add(
                new JsonObject { ["path"] = path, ["length"] = 1, ["sha256"] = new string('0', 64) })));
        }
    }

    private static IEnumerable<HostileArtifact> Zips()
    {
        HostileArtifact Zip(int row, string name, string code, Func<byte[]> zip) => new(row, name, code, s => s.Replace(BundleFiles.Zip, zip()));
        yield return Zip(14, "zip: ../ entry", "zip-path", () => HostileZip.Named("../Model.key"));
        yield return Zip(14, "zip: ../ inside a path", "zip-path", () => HostileZip.Named("a/../../Model.key"));
        foreach (string path in new[] { "/etc/cron.d/x", "C:/x", "a\\..\\x", "a\0b", "", "a//b" })
        {
            yield return Zip(15, $"zip: name '{path.Replace('\0', '␀')}'", "zip-path", () => HostileZip.Named(path));
        }

        yield return Zip(16, "zip: two entries of one name", "zip-duplicate", () => HostileZip.Twice);
        yield return Zip(17, "zip: symbolic link", "zip-link", () => HostileZip.Link);
        yield return Zip(18, "zip: 1 MB that unpacks to 1 GB", "zip-bomb", () => HostileZip.Bomb);
        yield return Zip(19, "zip: 1,025 entries", "zip-entries", () => HostileZip.TooManyEntries);
        yield return Zip(20, "zip: false length", "zip-length", () => HostileZip.FalseLength);
        yield return Zip(20, "zip: false length in the directory alone", "zip-length", () => HostileZip.FalseLengthInDirectory);
        yield return Zip(20, "zip: packed length beyond the file", "zip-length", () => HostileZip.LengthBeyondFile);
        yield return Zip(21, "zip: entry inside an entry", "zip-overlap", () => HostileZip.Overlap);
        yield return Zip(22, "ML.NET: foreign loader assembly", "loader-assembly", () => HostileZip.Asking("Evil, Version=1.0.0.0"));
        yield return Zip(22, "ML.NET: assembly of a known name without its key", "loader-assembly",
            () => HostileZip.Asking("Microsoft.ML.LightGbm, Version=1.0.0.0, Culture=neutral, PublicKeyToken=null"));
        yield return Zip(23, "ML.NET: unknown component", "loader-component", () => HostileZip.Component("EVILSIGN", "LightGBMRegressionExec"));
        yield return Zip(23, "ML.NET: unknown loader", "loader-component", () => HostileZip.Component("LGBSIREG", "EvilLoader"));
        yield return Zip(23, "ML.NET: a second header inside", "loader-component", () => HostileZip.HiddenHeader);
        yield return Zip(23, "ML.NET: a header under another name", "loader-component", () => HostileZip.HeaderUnderAnotherName);
        yield return Zip(23, "ML.NET: an entry that no model has", "loader-component", () => HostileZip.UnknownEntry);
    }

    private static IEnumerable<HostileArtifact> Onnx()
    {
        HostileArtifact Model(int row, string name, string code, Func<byte[]> model) => new(row, "ONNX: " + name, code, s => s.Replace(BundleFiles.Onnx, model()));
        yield return Model(24, "external data", "onnx-external", () => HostileOnnx.ExternalData);
        yield return Model(25, "external data in a sparse tensor", "onnx-external", () => HostileOnnx.ExternalInSparse);
        yield return Model(25, "external data in a sparse tensor's indices", "onnx-external", () => HostileOnnx.ExternalInSparseIndices);
        yield return Model(26, "external data inside a subgraph", "onnx-external", () => HostileOnnx.ExternalInSubgraph);
        yield return Model(26, "external data in an attribute", "onnx-external", () => HostileOnnx.ExternalInAttribute);
        yield return Model(26, "external data in a list attribute", "onnx-external", () => HostileOnnx.ExternalInAttributeList);
        yield return Model(26, "external data in a sparse attribute", "onnx-external", () => HostileOnnx.ExternalInSparseAttribute);
        yield return Model(27, "operator of another domain", "onnx-domain", () => HostileOnnx.ForeignOperator);
        yield return Model(27, "operator set of another domain", "onnx-domain", () => HostileOnnx.ForeignOperatorSet);
        yield return Model(28, "operator set too old", "onnx-opset", () => HostileOnnx.OldOperatorSet);
        yield return Model(28, "operator set too new", "onnx-opset", () => HostileOnnx.NewOperatorSet);
        yield return Model(29, "product of dimensions overflows", "onnx-size", () => HostileOnnx.Overflow);
        yield return Model(29, "negative dimension", "onnx-size", () => HostileOnnx.NegativeLength);
        yield return Model(29, "dimensions over the cap", "onnx-size", () => HostileOnnx.OverCap);
        yield return Model(29, "dimensions without content", "onnx-size", () => HostileOnnx.LengthWithoutContent);
        yield return Model(29, "sparse tensor of a billion zeros", "onnx-size", () => HostileOnnx.SparseOfNothing);
        yield return Model(30, "nested graphs", "onnx-depth", () => HostileOnnx.NestedGraphs);
        yield return Model(30, "nested types", "onnx-depth", () => HostileOnnx.NestedTypes);
        yield return Model(30, "too many operators", "onnx-depth", () => HostileOnnx.TooManyNodes);
        yield return Model(31, "another input", "onnx-io", () => HostileOnnx.OtherInput);
        yield return Model(32, "cut off", "onnx-malformed", () => HostileOnnx.CutOff);
        yield return Model(32, "number cut off in a tree", "onnx-malformed", () => HostileOnnx.NumberCutOffInATree);
        yield return Model(32, "over-long number", "onnx-malformed", () => HostileOnnx.OverlongNumber);
    }

    private static IEnumerable<HostileArtifact> Contents()
    {
        HostileArtifact Node(int row, string name, string code, string field, JsonNode? value) => new(row, "tree: " + name, code, s =>
            Edit(s, BundleFiles.Trees, r => Tree(r)[field]![0] = value?.DeepClone()));
        yield return Node(33, "cycle", "tree-structure", "left", 0);
        yield return Node(33, "child out of range", "tree-structure", "left", 99);
        yield return Node(33, "child beyond an integer", "tree-structure", "left", 99_999_999_999);
        yield return new(33, "tree: node shared", "tree-structure", s => Edit(s, BundleFiles.Trees, r => Tree(r)["right"]![0] = Tree(r)["left"]![0]!.DeepClone()));
        yield return new(33, "ONNX: tree with a cycle", "tree-structure", s => s.Replace(BundleFiles.Onnx, HostileOnnx.CycleOfTrees));
        yield return Node(34, "NaN threshold", "tree-value", "threshold", "NaN");
        yield return Node(34, "threshold that is not there", "tree-value", "threshold", null);
        yield return Node(34, "infinite value", "tree-value", "value", JsonNode.Parse("1e999")!);
        yield return Node(34, "negative cover", "tree-value", "cover", -1);

        HostileArtifact Text(string name, Func<byte[]> text, string code = "tree-structure") => new(35, "LightGBM text: " + name, code, s => s.Add(BundleFiles.LightGbmText, text()));
        yield return Text("infinite leaf", () => LightGbmText.With("leaf_value=0.1", "leaf_value=inf"), "tree-value") with { Row = 34 };
        yield return Text("NaN threshold", () => LightGbmText.With("threshold=0.5", "threshold=nan"), "tree-value") with { Row = 34 };
        yield return Text("more leaves than values", () => LightGbmText.With("num_leaves=3", "num_leaves=300"));
        yield return Text("fewer counts than leaves", () => LightGbmText.With("leaf_count=3 4 5", "leaf_count=3"));
        yield return Text("child beyond the arrays", () => LightGbmText.With("right_child=-2 -3", "right_child=-2 -30"));
        yield return Text("child is its own parent", () => LightGbmText.With("left_child=1 -1", "left_child=0 -1"));
        yield return Text("feature beyond the header", () => LightGbmText.With("split_feature=0 2", "split_feature=0 7"));
        yield return Text("tree size beyond the text", () => LightGbmText.WithSize(1 << 30));
        yield return Text("is_linear", () => LightGbmText.With("is_linear=0", "is_linear=1"));
        yield return Text("linear_tree", () => LightGbmText.WithParameters("[linear_tree: 1]"));
        yield return Text("categories", () => LightGbmText.With("num_cat=0", "num_cat=1"));
        foreach ((string name, string json) in new[]
        {
            ("probability that falls", """{"horizons":[{"spikeHead":{"inputs":[{"name":"a","coefficient":1,"mean":0}],"offset":0,"isotonicScores":[0,1],"isotonicProbabilities":[0.6,0.2]}}]}"""),
            ("slope below 0", """{"horizons":[{"spike":[-1,0]}]}"""),
            ("slope of a head below 0", """{"horizons":[{"spikeHead":{"inputs":[{"name":"a","coefficient":1,"mean":0}],"offset":0,"platt":[-0.5,0]}}]}"""),
            ("infinite number", """{"scale":1e999}"""),
            ("NaN", """{"scale":"NaN"}"""),
            ("no object", "[1]"),
        })
        {
            yield return new(36, "calibration: " + name, "calibration", s => s.Replace(BundleFiles.Calibration, Encoding.UTF8.GetBytes(json)));
        }

        yield return new(37, "file over the cap", "size", s => Sparse(s, (256L << 20) + 1));
        yield return new(37, "sparse file of 1 TB", "size", s => Sparse(s, 1L << 40));
        yield return new(38, "golden row of another score", "golden-mismatch", s => Edit(s, BundleFiles.Golden, r =>
        {
            JsonArray scores = r["expected"]!["log_variance_10m"]!.AsArray();
            scores[5] = Math.BitIncrement((double)scores[5]!);
        }));
        yield return new(38, "ONNX: column beyond the row", "golden-mismatch", s => s.Replace(BundleFiles.Onnx, HostileOnnx.ColumnBeyondRow));
        yield return new(39, "feature schema of another version", "schema-mismatch", _ => { }) { Schema = new string('f', 64) };
        yield return new(40, "older than the floor", "rollback-floor", _ => { })
        {
            Trust = s => s.Trust.WithFloors(new Dictionary<string, Timestamp> { ["sample"] = SampleBundle.Description.Created + TimeSpan.FromSeconds(1) }),
            TrustFile = s => HostileArtifact.TrustText(s.Signer, "", "\"sample\":\"2026-01-02T03:04:06Z\""),
        };
    }

    private static readonly ECDsa Stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    private static JsonNode Tree(JsonNode root) => root["outputs"]![0]!["forest"]!["trees"]![0]!;

    private static string Digest(SampleBundle s) => ManifestJson.Digest(File.ReadAllBytes(s.PathOf(BundleFiles.Manifest)));

    private static void Edit(SampleBundle s, string name, Action<JsonNode> edit)
    {
        JsonNode root = JsonNode.Parse(File.ReadAllBytes(s.PathOf(name)))!;
        edit(root);
        s.Replace(name, Encoding.UTF8.GetBytes(root.ToJsonString()));
    }

    private static void Flip(SampleBundle s, string name, int at)
    {
        byte[] bytes = File.ReadAllBytes(s.PathOf(name));
        bytes[at < 0 ? bytes.Length + at : at] ^= 1;
        File.WriteAllBytes(s.PathOf(name), bytes);
    }

    private static void Sparse(SampleBundle s, long length)
    {
        using (FileStream stream = File.OpenWrite(s.PathOf(BundleFiles.Zip)))
        {
            stream.SetLength(length);
        }

        s.EditManifest(m => m["files"]!.AsArray().Single(f => (string)f!["path"]! == BundleFiles.Zip)!["length"] = length);
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
