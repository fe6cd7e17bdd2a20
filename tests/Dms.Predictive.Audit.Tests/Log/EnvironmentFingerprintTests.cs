using System.Reflection;

namespace Dms.Predictive.Audit.Tests;

public class EnvironmentFingerprintTests
{
    private static readonly Assembly Product = typeof(AuditTrail).Assembly;

    private static readonly ProgramParts Parts = new()
    {
        Assemblies = [Product],
        NativeLibraries = [new NativeLibraryFile("sample", "1.2", Product.Location)],
        Settings = new CanonicalObjectBuilder().Add("seed", 7).Build(),
    };

    [Fact]
    public void Capture_Twice_SameBytes() =>
        Assert.Equal(EnvironmentFingerprint.Capture(Parts).ToBytes(), EnvironmentFingerprint.Capture(Parts).ToBytes());

    [Fact]
    public void Capture_ThisMachine_NamesRuntimeAssembliesAndNativeHashes()
    {
        CanonicalObject fingerprint = EnvironmentFingerprint.Capture(Parts);
        Assert.StartsWith(".NET 10", fingerprint.Object("machine")!.Text("runtime"), StringComparison.Ordinal);
        Assert.Equal(
            Product.ManifestModule.ModuleVersionId.ToString(),
                fingerprint.Object("assemblies")!.Text(Product.GetName().Name!));
        Assert.True(CanonicalNumber.IsSha256(fingerprint.Object("native")!.Object("sample")!.Text("sha256")));
        Assert.Equal(7, fingerprint.Object("settings")!.Integer("seed"));
    }

    [Fact]
    public void Capture_SettingChanges_FingerprintChanges()
    {
        ProgramParts other = Parts with { Settings = new CanonicalObjectBuilder().Add("seed", 8).Build() };
        Assert.NotEqual(EnvironmentFingerprint.Capture(Parts).ToString(),
            EnvironmentFingerprint.Capture(other).ToString());
    }
}
