using System.Diagnostics;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Dms.Predictive.Learning.Tests;

public sealed class BundleTamperTests
{
    [Theory]
    [InlineData(BundleFiles.Onnx)]
    [InlineData(BundleFiles.Trees)]
    [InlineData(BundleFiles.Zip)]
    [InlineData(BundleFiles.Calibration)]
    [InlineData(BundleFiles.Card)]
    [InlineData(BundleFiles.Golden)]
    public void Read_AnyByteOfAListedFileFlipped_HashMismatch(string name)
    {
        using SampleBundle sample = new();
        int length = File.ReadAllBytes(sample.PathOf(name)).Length;

        foreach (int at in Enumerable.Range(0, length).Where(i => length < 100 || i % (length / 40) == 0))
        {
            Assert.Equal("hash-mismatch", RefusalWithFlip(sample, name, at, at % 8));
        }

        Assert.Equal("", sample.Refusal());
    }

    [Fact]
    public void Read_AnyBitOfTheManifestFlipped_Refused()
    {
        using SampleBundle sample = new();
        int bits = File.ReadAllBytes(sample.PathOf(BundleFiles.Manifest)).Length * 8;
        string[] allowed = ["signature-bad", "manifest-malformed", "manifest-version", "path"];

        for (int bit = 0; bit < bits; bit++)
        {
            Assert.Contains(RefusalWithFlip(sample, BundleFiles.Manifest, bit / 8, bit % 8), allowed);
        }
    }

    [Fact]
    public void Read_AnyBitOfTheSignatureFlipped_Refused()
    {
        using SampleBundle sample = new();
        int bits = File.ReadAllBytes(sample.PathOf(BundleFiles.Signature)).Length * 8;

        for (int bit = 0; bit < bits; bit++)
        {
            Assert.Equal("signature-bad", RefusalWithFlip(sample, BundleFiles.Signature, bit / 8, bit % 8));
        }
    }

    [Theory]
    [InlineData(BundleFiles.Manifest, "manifest-missing")]
    [InlineData(BundleFiles.Signature, "signature-missing")]
    [InlineData(BundleFiles.Onnx, "file-missing")]
    [InlineData(BundleFiles.Zip, "file-missing")]
    [InlineData(BundleFiles.Card, "file-missing")]
    public void Read_FileRemoved_RefusedByName(string name, string code)
    {
        using SampleBundle sample = new();
        File.Delete(sample.PathOf(name));

        Assert.Equal(code, sample.Refusal());
    }

    [Fact]
    public void Read_NoFolder_ManifestMissing()
    {
        using SampleBundle sample = new();
        Directory.Delete(sample.Folder, recursive: true);

        Assert.Equal("manifest-missing", sample.Refusal());
    }

    [Fact]
    public void Read_FileOrFolderAdded_FileUnlisted()
    {
        using SampleBundle sample = new();
        File.WriteAllText(sample.PathOf("extra.txt"), "x");
        Assert.Equal("file-unlisted", sample.Refusal());

        File.Delete(sample.PathOf("extra.txt"));
        Directory.CreateDirectory(sample.PathOf("extra"));
        Assert.Equal("file-unlisted", sample.Refusal());
    }

    [Fact]
    public void Read_SymbolicLink_Link()
    {
        using SampleBundle sample = new();
        string moved = Path.Combine(sample.Root, "moved.onnx");
        File.Move(sample.PathOf(BundleFiles.Onnx), moved);
        File.CreateSymbolicLink(sample.PathOf(BundleFiles.Onnx), moved);

        Assert.Equal("link", sample.Refusal());
    }

    [Fact]
    public void Read_FolderIsSymbolicLink_Link()
    {
        using SampleBundle sample = new();
        string alias = Path.Combine(sample.Root, "alias");
        Directory.CreateSymbolicLink(alias, sample.Folder);

        Assert.Equal("link", Assert.Throws<Core.InputRefusedException>(
            () => BundleReader.Read(alias + "/", sample.Trust)).Code);
    }

    [Fact]
    public void Read_HardLinkOrPipe_Link()
    {
        using SampleBundle sample = new();
        Run("ln", sample.PathOf(BundleFiles.Onnx), Path.Combine(sample.Root, "second-name"));
        Assert.Equal("link", sample.Refusal());

        File.Delete(Path.Combine(sample.Root, "second-name"));
        File.Delete(sample.PathOf(BundleFiles.Onnx));
        Run("mkfifo", sample.PathOf(BundleFiles.Onnx));
        Assert.Equal("link", sample.Refusal());
    }

    [Fact]
    public void Read_SparseTerabyte_SizeWithoutReading()
    {
        using SampleBundle sample = new();
        using (FileStream stream = File.OpenWrite(sample.PathOf(BundleFiles.Zip)))
        {
            stream.SetLength(1L << 40);
        }

        Assert.Equal("size", sample.Refusal());
    }

    [Fact]
    public void Read_OtherKeyOrRevoked_Refused()
    {
        using SampleBundle sample = new();
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        BundleKey own = BundleKey.From(sample.Signer);
        string digest = BundleReader.Read(sample.Folder, sample.Trust).ManifestSha256;

        Assert.Equal("key-untrusted", sample.Refusal(BundleTrust.Keys([BundleKey.From(other)])));
        Assert.Equal("key-untrusted", sample.Refusal(BundleTrust.Keys([])));
        Assert.Equal("revoked", sample.Refusal(BundleTrust.Keys([own], [own.KeyId])));
        Assert.Equal("revoked", sample.Refusal(BundleTrust.Keys([own], [digest])));
    }

    [Fact]
    public void Read_OtherFeatureSchema_SchemaMismatch()
    {
        using SampleBundle sample = new();

        Assert.Equal("schema-mismatch", sample.Refusal(schema: "ffff"));
        Assert.Equal("", sample.Refusal(schema: "ab12"));
    }

    [Theory]
    [InlineData("../x")]
    [InlineData("/etc/passwd")]
    [InlineData("a\\b")]
    [InlineData("a/b")]
    [InlineData("a\0b")]
    [InlineData("nul")]
    [InlineData("COM1.txt")]
    [InlineData(".hidden")]
    [InlineData("")]
    public void Read_PathOutsideTheFolder_Path(string path)
    {
        using SampleBundle sample = new();
        sample.EditManifest(m => m["files"]!.AsArray().Add(new JsonObject
        {
            ["path"] = path,
            ["length"] = 1,
            ["sha256"] = new string('0', 64),
        }));

        Assert.Equal("path", sample.Refusal());
    }

    [Fact]
    public void Read_ManifestNamesItselfOrAFileTwice_Malformed()
    {
        using SampleBundle sample = new();
        sample.EditManifest(m => m["files"]!.AsArray().Add(m["files"]![0]!.DeepClone()));
        Assert.Equal("manifest-malformed", sample.Refusal());

        sample.EditManifest(m => m["files"]![m["files"]!.AsArray().Count - 1]!["path"] = BundleFiles.Manifest);
        Assert.Equal("manifest-malformed", sample.Refusal());
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"schema":"dms-bundle/1","schema":"dms-bundle/1"}""")]
    [InlineData("""{"schema":"dms-bundle/1","id":"x"}""")]
    public void Read_ManifestNotTheForm_Malformed(string text)
    {
        using SampleBundle sample = new();
        sample.SignManifest(Encoding.UTF8.GetBytes(text));

        Assert.Equal("manifest-malformed", sample.Refusal());
    }

    [Fact]
    public void Read_UnknownPropertyVersionOrMissingFile_Refused()
    {
        using SampleBundle sample = new();
        sample.EditManifest(m => m["surprise"] = 1);
        Assert.Equal("manifest-malformed", sample.Refusal());

        sample.EditManifest(m => m.Remove("surprise"));
        Assert.Equal("", sample.Refusal());
        sample.EditManifest(m => m["schema"] = "dms-bundle/2");
        Assert.Equal("manifest-version", sample.Refusal());
    }

    [Fact]
    public void Read_RequiredFileNeitherListedNorThere_FileMissing()
    {
        using SampleBundle sample = new();
        File.Delete(sample.PathOf(BundleFiles.Trees));
        sample.EditManifest(m =>
        {
            JsonArray files = m["files"]!.AsArray();
            files.Remove(files.Single(f => (string)f!["path"]! == BundleFiles.Trees));
        });

        Assert.Equal("file-missing", sample.Refusal());
    }

    private static string RefusalWithFlip(SampleBundle sample, string name, int at, int bit)
    {
        byte[] original = File.ReadAllBytes(sample.PathOf(name));
        byte[] changed = [.. original];
        changed[at] ^= (byte)(1 << bit);
        File.WriteAllBytes(sample.PathOf(name), changed);
        string code = sample.Refusal();
        File.WriteAllBytes(sample.PathOf(name), original);
        return code;
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(program, arguments);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }
}
