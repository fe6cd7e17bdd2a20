using System.Xml.Linq;

namespace Architecture.Tests;

public sealed class PackageVersionTests
{
    /// <summary>Packages that come along with others, with the version that was reviewed and who brings it.</summary>
    private static readonly Dictionary<string, (string Version, string Reason)> Accompanying = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Apache.Arrow"] = ("14.0.2", "comes with Microsoft.Data.Analysis"),
        ["Apache.Arrow.Scalars"] = ("23.0.0", "comes with DuckDB.NET.Data.Full"),
        ["AsyncIO"] = ("0.1.69", "comes with NetMQ"),
        ["CommunityToolkit.HighPerformance"] = ("8.4.2", "comes with Parquet.Net"),
        ["DuckDB.NET.Bindings.Full"] = ("1.5.6.1", "comes with DuckDB.NET.Data.Full"),
        ["HarfBuzzSharp"] = ("8.3.1.5", "comes with SkiaSharp.HarfBuzz"),
        ["HarfBuzzSharp.NativeAssets.macOS"] = ("8.3.1.5", "comes with HarfBuzzSharp"),
        ["HarfBuzzSharp.NativeAssets.Win32"] = ("8.3.1.5", "comes with HarfBuzzSharp"),
        ["K4os.Compression.LZ4"] = ("1.3.8", "comes with Parquet.Net"),
        ["Microsoft.Bcl.AsyncInterfaces"] = ("9.0.4", "comes with Microsoft.ML"),
        ["Microsoft.CodeAnalysis.Analyzers"] = ("5.9.0", "comes with Microsoft.CodeAnalysis.CSharp.Scripting"),
        ["Microsoft.CodeAnalysis.Common"] = ("5.12.0", "comes with Microsoft.CodeAnalysis.CSharp.Scripting"),
        ["Microsoft.CodeAnalysis.CSharp"] = ("5.12.0", "comes with Microsoft.CodeAnalysis.CSharp.Scripting"),
        ["Microsoft.CodeAnalysis.Scripting.Common"] = ("5.12.0", "comes with Microsoft.CodeAnalysis.CSharp.Scripting"),
        ["Microsoft.CodeCoverage"] = ("18.11.0", "comes with Microsoft.NET.Test.Sdk"),
        ["Microsoft.Data.Sqlite.Core"] = ("10.0.15", "comes with Microsoft.Data.Sqlite"),
        ["Microsoft.Extensions.Configuration"] = ("10.0.0", "comes with Microsoft.Extensions.Configuration.Binder"),
        ["Microsoft.Extensions.Configuration.Abstractions"] = ("10.0.0", "comes with Microsoft.Extensions.Configuration"),
        ["Microsoft.Extensions.Configuration.Binder"] = ("10.0.0", "comes with Microsoft.Extensions.Logging.Configuration"),
        ["Microsoft.Extensions.Configuration.EnvironmentVariables"] = ("10.0.0", "comes with OpenTelemetry"),
        ["Microsoft.Extensions.DependencyInjection"] = ("10.0.0", "comes with Microsoft.Extensions.Logging"),
        ["Microsoft.Extensions.DependencyInjection.Abstractions"] = ("10.0.0", "comes with Microsoft.Extensions.DependencyInjection"),
        ["Microsoft.Extensions.Diagnostics.Abstractions"] = ("10.0.0", "comes with Microsoft.Extensions.Hosting.Abstractions"),
        ["Microsoft.Extensions.FileProviders.Abstractions"] = ("10.0.0", "comes with Microsoft.Extensions.Hosting.Abstractions"),
        ["Microsoft.Extensions.Hosting.Abstractions"] = ("10.0.0", "comes with OpenTelemetry.Extensions.Hosting"),
        ["Microsoft.Extensions.Logging"] = ("10.0.0", "comes with Microsoft.Extensions.Logging.Configuration"),
        ["Microsoft.Extensions.Logging.Abstractions"] = ("10.0.0", "comes with Microsoft.Extensions.Hosting.Abstractions"),
        ["Microsoft.Extensions.Logging.Configuration"] = ("10.0.0", "comes with OpenTelemetry"),
        ["Microsoft.Extensions.ObjectPool"] = ("10.0.0", "comes with System.ServiceModel.Primitives"),
        ["Microsoft.Extensions.Options"] = ("10.0.0", "comes with Microsoft.Extensions.Diagnostics.Abstractions"),
        ["Microsoft.Extensions.Options.ConfigurationExtensions"] = ("10.0.0", "comes with Microsoft.Extensions.Logging.Configuration"),
        ["Microsoft.Extensions.Primitives"] = ("10.0.0", "comes with Microsoft.Extensions.Configuration"),
        ["Microsoft.IO.RecyclableMemoryStream"] = ("3.0.1", "comes with Parquet.Net"),
        ["Microsoft.ML.CpuMath"] = ("5.0.1", "comes with Microsoft.ML"),
        ["Microsoft.ML.DataView"] = ("5.0.1", "comes with Microsoft.ML"),
        ["Microsoft.ML.OnnxRuntime.Managed"] = ("1.31.1", "comes with Microsoft.ML.OnnxRuntime"),
        ["Microsoft.OpenApi"] = ("2.13.0", "comes with Microsoft.AspNetCore.OpenApi"),
        ["Microsoft.TestPlatform.ObjectModel"] = ("18.11.0", "comes with Microsoft.TestPlatform.TestHost"),
        ["Microsoft.TestPlatform.TestHost"] = ("18.11.0", "comes with Microsoft.NET.Test.Sdk"),
        ["NaCl.Net"] = ("0.1.13", "comes with NetMQ"),
        ["Newtonsoft.Json"] = ("13.0.3", "comes with Microsoft.ML"),
        ["OpenTelemetry"] = ("1.20.1", "comes with OpenTelemetry.Exporter.Prometheus.AspNetCore"),
        ["OpenTelemetry.Api"] = ("1.20.1", "comes with OpenTelemetry.Api.ProviderBuilderExtensions"),
        ["OpenTelemetry.Api.ProviderBuilderExtensions"] = ("1.20.1", "comes with OpenTelemetry"),
        ["SkiaSharp.NativeAssets.macOS"] = ("3.119.4", "comes with SkiaSharp"),
        ["SkiaSharp.NativeAssets.Win32"] = ("3.119.4", "comes with SkiaSharp"),
        ["Snappier"] = ("1.3.1", "comes with Parquet.Net"),
        ["Spectre.Console.Ansi"] = ("0.57.2", "comes with Spectre.Console"),
        ["SQLitePCLRaw.bundle_e_sqlite3"] = ("2.1.13", "comes with Microsoft.Data.Sqlite"),
        ["SQLitePCLRaw.core"] = ("2.1.13", "comes with Microsoft.Data.Sqlite"),
        ["SQLitePCLRaw.lib.e_sqlite3"] = ("2.1.13", "comes with SQLitePCLRaw.bundle_e_sqlite3"),
        ["SQLitePCLRaw.provider.e_sqlite3"] = ("2.1.13", "comes with SQLitePCLRaw.bundle_e_sqlite3"),
        ["System.CodeDom"] = ("9.0.4", "comes with Microsoft.ML"),
        ["System.Security.Cryptography.Pkcs"] = ("10.0.13", "comes with System.Security.Cryptography.Xml"),
        ["System.Security.Cryptography.Xml"] = ("10.0.13", "comes with NetMQ"),
        ["System.ServiceModel.Primitives"] = ("10.0.652802", "comes with NetMQ"),
        ["xunit.abstractions"] = ("2.0.3", "comes with xunit.extensibility.core"),
        ["xunit.analyzers"] = ("1.18.0", "comes with xunit"),
        ["xunit.assert"] = ("2.9.3", "comes with xunit"),
        ["xunit.core"] = ("2.9.3", "comes with xunit"),
        ["xunit.extensibility.core"] = ("2.9.3", "comes with xunit.core"),
        ["xunit.extensibility.execution"] = ("2.9.3", "comes with xunit.core"),
        ["ZstdSharp.Port"] = ("0.8.8", "comes with Parquet.Net"),
    };

    /// <summary>Where the benchmarks, which measure peers that the product does not use, bring another version.</summary>
    private static readonly Dictionary<string, (string Version, string Reason)> InBenchmarks = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Apache.Arrow"] = ("23.0.0", "comes with DuckDB.NET.Data.Full"),
    };

    [Fact]
    public void LockFile_EveryVersion_IsPinnedOrListedWithAReason()
    {
        Dictionary<string, string> pinned = PinnedVersions();
        IReadOnlyList<Resolved> resolved = LockFiles.All;

        Assert.NotEmpty(resolved);
        Assert.Empty(resolved
            .Where(r => pinned.TryGetValue(r.Name, out string? version)
                ? version != r.Version
                : !IsListed(Accompanying, r) && !(r.File.StartsWith("benchmarks/", StringComparison.Ordinal) && IsListed(InBenchmarks, r)))
            .Select(r => $"{r.Name} {r.Version} in {r.File}")
            .Distinct());
    }

    private static bool IsListed(Dictionary<string, (string Version, string Reason)> list, Resolved resolved) =>
        list.TryGetValue(resolved.Name, out (string Version, string Reason) listed) && listed.Version == resolved.Version;

    [Fact]
    public void ListOfAccompanyingPackages_AgainstLockFiles_HasNoStaleEntry() =>
        Assert.Empty(Accompanying.Keys.Except(LockFiles.All.Select(r => r.Name), StringComparer.OrdinalIgnoreCase));

    [Fact]
    public void Project_PackageReference_CarriesNoVersion() => Assert.All(
        Repository.SourceProjects.Concat(Repository.TestProjects),
        project => Assert.All(
            XDocument.Load(project).Descendants("PackageReference"),
            e => Assert.Null(e.Attribute("Version") ?? e.Attribute("VersionOverride"))));

    [Fact]
    public void Project_Always_HasALockFile() => Assert.All(
        Repository.SourceProjects.Concat(Repository.TestProjects),
        project => Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")), project));

    private static Dictionary<string, string> PinnedVersions() =>
        XDocument.Load(Repository.Path("Directory.Packages.props")).Descendants("PackageVersion").ToDictionary(
            e => e.Attribute("Include")!.Value, e => e.Attribute("Version")!.Value, StringComparer.OrdinalIgnoreCase);
}
