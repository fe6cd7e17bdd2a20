using System.Text;

namespace Architecture.Tests;

/// <summary>No private key is in the repository: signing keys are kept where the people are, never beside what they sign.</summary>
public sealed class PrivateKeyTests
{
    // Written in halves, or as numbers: this file is searched too.
    private static readonly (string Name, byte[] Mark)[] Marks =
    [
        ("PEM", Encoding.ASCII.GetBytes("PRIVATE " + "KEY-----")),
        ("PKCS#8 of P-256, DER", [0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08]),
        ("PKCS#8 of P-256, base64", Encoding.ASCII.GetBytes("MIGHAgEAMBMGByqGSM49" + "AgEGCCqGSM49AwEHBG0")),
        ("PKCS#8 of Ed25519, base64", Encoding.ASCII.GetBytes("MC4CAQAwBQYDK2Vw" + "BCIEI")),
        ("OpenSSH, base64", Encoding.ASCII.GetBytes("b3BlbnNzaC1rZXkt" + "djE")),
        ("JSON web key", Encoding.ASCII.GetBytes("\"crv\":\"P-256\",\"d" + "\":")),
    ];

    private static IEnumerable<string> Files => Directory.EnumerateFiles(Repository.Root, "*", new EnumerationOptions
    {
        RecurseSubdirectories = true,
        AttributesToSkip = FileAttributes.ReparsePoint,
    }).Where(f => Repository.Relative(f).Split(Path.DirectorySeparatorChar) is var parts
        && !parts.Any(p => p is ".git" or "bin" or "obj" or "out" or "dms-demo" or "node_modules" or "TestResults"));

    [Fact]
    public void RepositoryFile_Always_HoldsNoPrivateKey()
    {
        int looked = 0;
        List<string> found = [];
        foreach (string file in Files)
        {
            looked++;
            byte[] bytes = File.ReadAllBytes(file);
            found.AddRange(Marks.Where(m => bytes.AsSpan().IndexOf(m.Mark) >= 0).Select(m => $"{Repository.Relative(file)}: {m.Name}"));
        }

        Assert.True(looked > 1_000, $"Only {looked} files were looked at.");
        Assert.Empty(found);
    }

    [Fact]
    public void RepositoryFile_NamedLikeAKey_IsNotThereAndIgnored()
    {
        Assert.Empty(Files.Where(f => Path.GetFileName(f) is "registry-key.pem" or "audit-signing-key.pem"
            || Path.GetExtension(f) is ".pem" or ".pfx" or ".p12" or ".snk").Select(Repository.Relative));
        Assert.Contains("registry-key.pem", File.ReadAllLines(Repository.Path(".gitignore")));
    }

    [Fact]
    public void Marks_OfAFreshKey_AreFound()
    {
        using System.Security.Cryptography.ECDsa key =
            System.Security.Cryptography.ECDsa.Create(System.Security.Cryptography.ECCurve.NamedCurves.nistP256);
        byte[] der = key.ExportPkcs8PrivateKey();
        byte[][] forms = [Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem()), Encoding.ASCII.GetBytes(key.ExportECPrivateKeyPem()), der, Encoding.ASCII.GetBytes(Convert.ToBase64String(der))];

        Assert.All(forms, form => Assert.Contains(Marks, m => form.AsSpan().IndexOf(m.Mark) >= 0));
    }
}
