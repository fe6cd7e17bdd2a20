using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning.Tests;

public sealed class BundleRoundTripTests
{
    [Fact]
    public void Read_WrittenBundle_EverythingComesBack()
    {
        using SampleBundle sample = new();

        ModelBundle bundle = BundleReader.Read(sample.Folder, sample.Trust, "ab12");

        Assert.Equal(BundleSignatureState.Trusted, bundle.Signature);
        Assert.Equal(64, bundle.GoldenRowsChecked);
        Assert.Equal("# Sample\n", bundle.Card);
        Assert.Equal("""{"scale":1.0}""", Encoding.UTF8.GetString(bundle.Calibration.Span));
        BundleDescription read = bundle.Manifest.Description;
        Assert.Equal(("sample", "1.0.0", 17L), (read.Id, read.Version, read.Seed));
        Assert.Equal([10, 60], read.HorizonsMinutes);
        Assert.Equal("01", read.DataDigests["a.csv"]);
        Assert.Equal(0.758, read.Metrics.GetProperty("qlike").GetDouble());
        Assert.Equal(SampleBundle.Description.Created, read.Created);
        Assert.Equal(["background.json", "calibration.json", "card.md", "golden.json", "model.onnx", "model.zip", "trees.json"],
            bundle.Manifest.Files.Select(f => f.Path));
        double[] row = [0.5, double.NaN, -2.0];
        double[] scores = new double[2];
        using OnnxScorer scorer = bundle.CreateScorer();
        scorer.Score(row, scores);
        Assert.All(bundle.Outputs.Zip(scores), p => Assert.Equal(p.First.Model.Score(row), p.Second, 1e-5));
    }

    [Fact]
    public void Read_SelfTrust_SaysSelf()
    {
        using SampleBundle sample = new();

        Assert.Equal(BundleSignatureState.Self, BundleReader.Read(sample.Folder, BundleTrust.Self()).Signature);
    }

    [Fact]
    public void ManifestSha256_OtherTimeZipAndKey_StaysTheSame()
    {
        using SampleBundle sample = new();
        using ECDsa other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        BundleContents later = SampleBundle.Contents() with
        {
            Description = SampleBundle.Description with { Created = Timestamp.Parse("2027-01-01") },
            Zip = HostileZip.Write([ZipPart.Of("Schema", [9, 9])]),
        };
        BundleContents noZip = later with { Zip = default };
        BundleContents otherSeed = later with { Description = later.Description with { Seed = 18 } };
        string expected = BundleReader.Read(sample.Folder, sample.Trust).ManifestSha256;

        Assert.Equal(expected, Write(later, "2"));
        Assert.Equal(expected, Write(noZip, "3"));
        Assert.NotEqual(expected, Write(otherSeed, "4"));

        string Write(BundleContents contents, string name) =>
            BundleWriter.Write(contents, Path.Combine(sample.Root, name), other).ManifestSha256;
    }

    [Fact]
    public void Write_Twice_AllButTheSignatureAreEqualBytes()
    {
        using SampleBundle sample = new();
        string second = Path.Combine(sample.Root, "again");

        BundleWriter.Write(SampleBundle.Contents(), second, sample.Signer);

        string[] written = Directory.GetFiles(sample.Folder);
        Assert.Equal(9, written.Length);
        foreach (string path in written.Where(p => !p.EndsWith(".sig", StringComparison.Ordinal)))
        {
            Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(Path.Combine(second, Path.GetFileName(path))));
        }
    }

    [Fact]
    public void Write_VersionExists_RefusedAndUntouched()
    {
        using SampleBundle sample = new();
        byte[] before = File.ReadAllBytes(sample.PathOf(BundleFiles.Signature));

        InputRefusedException e = Assert.Throws<InputRefusedException>(
            () => BundleWriter.Write(SampleBundle.Contents(), sample.Folder, sample.Signer));

        Assert.Equal("bundle-exists", e.Code);
        Assert.Equal(before, File.ReadAllBytes(sample.PathOf(BundleFiles.Signature)));
    }

    [Fact]
    public void Write_ContentsRefused_NothingIsLeft()
    {
        using SampleBundle sample = new();
        string target = Path.Combine(sample.Root, "sample", "2.0.0");
        BundleContents broken = SampleBundle.Contents() with { Calibration = Encoding.UTF8.GetBytes("[1]") };

        InputRefusedException e = Assert.Throws<InputRefusedException>(
            () => BundleWriter.Write(broken, target, sample.Signer));

        Assert.Equal("calibration", e.Code);
        Assert.Equal([sample.Folder], Directory.GetFileSystemEntries(Path.Combine(sample.Root, "sample")));
    }

    [Fact]
    public void BundleKey_PemAndJson_SameKey()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        BundleKey own = BundleKey.From(key);
        string publicKey = Convert.ToBase64String(own.PublicKey);
        string json = JsonSerializer.Serialize(
            new { algorithm = "ecdsa-p256-sha256", keyId = own.KeyId, publicKey });

        Assert.Equal(own.KeyId, BundleKey.Parse(json, "key.json").KeyId);
        Assert.Equal(own.KeyId, BundleKey.Parse(key.ExportSubjectPublicKeyInfoPem(), "key.pem").KeyId);
        Assert.Equal(32, own.KeyId.Length);
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("{}")]
    [InlineData("""{"publicKey":"AAAA","keyId":"00"}""")]
    public void BundleKey_Unusable_Refused(string text) =>
        Assert.Equal("bad-key", Assert.Throws<InputRefusedException>(() => BundleKey.Parse(text, "k")).Code);

    [Fact]
    public void BundleKey_OtherCurve_Refused()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP384);

        Assert.Throws<ArgumentException>(() => BundleKey.From(key));
        Assert.Throws<InputRefusedException>(() => BundleKey.Parse(key.ExportSubjectPublicKeyInfoPem(), "k"));
    }
}
