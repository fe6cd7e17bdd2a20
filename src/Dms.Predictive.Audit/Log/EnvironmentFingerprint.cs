using System.Globalization;
using System.Numerics;
using System.Reflection;
using System.Runtime;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace Dms.Predictive.Audit;

/// <summary>A native library that figures depend on.</summary>
/// <param name="Name">Name, such as <c>onnxruntime</c>.</param>
/// <param name="Version">Version of the package that brought it.</param>
/// <param name="Path">File; its SHA-256 enters the fingerprint.</param>
public sealed record NativeLibraryFile(string Name, string Version, string Path);

/// <summary>What the machine cannot know about the program.</summary>
public sealed record ProgramParts
{
    /// <summary>Source commit, or null when it is not known.</summary>
    public string? Commit { get; init; }

    /// <summary>SHA-256 of the package lock files, or null when they are not at hand.</summary>
    public string? PackageLockSha256 { get; init; }

    /// <summary>The product's assemblies; their module version ids enter the fingerprint.</summary>
    public IReadOnlyList<Assembly> Assemblies { get; init; } = [];

    /// <summary>Native libraries in use.</summary>
    public IReadOnlyList<NativeLibraryFile> NativeLibraries { get; init; } = [];

    /// <summary>Session options, thread counts, seeds.</summary>
    public CanonicalObject Settings { get; init; } = CanonicalObject.Empty;
}

/// <summary>Everything that may decide whether a forecast replays bit for bit; goes into an <c>environment</c>
/// record.</summary>
public static class EnvironmentFingerprint
{
    /// <summary>Reads machine and program.</summary>
    /// <exception cref="IOException">A native library file cannot be read.</exception>
    public static CanonicalObject Capture(ProgramParts program)
    {
        ArgumentNullException.ThrowIfNull(program);
        CanonicalObjectBuilder assemblies = new();
        foreach (Assembly assembly in program.Assemblies)
        {
            assemblies.Add(assembly.GetName().Name!, assembly.ManifestModule.ModuleVersionId.ToString());
        }

        CanonicalObjectBuilder natives = new();
        foreach (NativeLibraryFile library in program.NativeLibraries)
        {
            natives.Add(library.Name, new CanonicalObjectBuilder()
                .Add("version", library.Version).Add("sha256", Sha256Of(library.Path)).Build());
        }

        return new CanonicalObjectBuilder()
            .Add("commit", program.Commit)
            .Add("packageLockSha256", program.PackageLockSha256)
            .Add("assemblies", assemblies.Build())
            .Add("native", natives.Build())
            .Add("settings", program.Settings)
            .Add("machine", Machine())
            .Build();
    }

    private static CanonicalObject Machine() => new CanonicalObjectBuilder()
        .Add("runtime", RuntimeInformation.FrameworkDescription)
        .Add("rid", RuntimeInformation.RuntimeIdentifier)
        .Add("kernel", RuntimeInformation.OSDescription)
        .Add("libc", LibcVersion())
        .Add("cpu", CpuModel())
        .Add("isa", InstructionSets())
        .Add("vectorBits", Vector<byte>.Count * 8)
        .Add("processors", Environment.ProcessorCount)
        .Add("culture", CultureInfo.CurrentCulture.Name)
        .Add("gc", GCSettings.IsServerGC ? "server" : "workstation")
        .Add("zoneRules", ZoneRules())
        .Build();

    private static string[] InstructionSets()
    {
        (string Name, bool Here)[] sets =
        [
            ("AVX2", Avx2.IsSupported),
            ("AVX-512F", Avx512F.IsSupported),
            ("FMA", Fma.IsSupported),
        ];
        return [.. sets.Where(s => s.Here).Select(s => s.Name)];
    }

    private static string? CpuModel() => FirstLine("/proc/cpuinfo", "model name")?.Split(':', 2)[^1].Trim();

    private static string? ZoneRules() => FirstLine("/usr/share/zoneinfo/tzdata.zi", "# version")?[2..].Trim();

    private static string? FirstLine(string file, string start) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(l => l.StartsWith(start, StringComparison.Ordinal))
        : null;

    private static string? LibcVersion()
    {
        try
        {
            return OperatingSystem.IsLinux() ? Marshal.PtrToStringUTF8(GetLibcVersion()) : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    private static string Sha256Of(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }

    [DllImport("libc", EntryPoint = "gnu_get_libc_version")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern IntPtr GetLibcVersion();
}
