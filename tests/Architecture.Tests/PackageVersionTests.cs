using System.Xml.Linq;

namespace Architecture.Tests;

public sealed class PackageVersionTests
{
    /// <summary>Packages that come along with others, with the version that was reviewed and who brings it.</summary>
    private static readonly Dictionary<string, (string Version, string Reason)> Accompanying = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Microsoft.Bcl.AsyncInterfaces"] = ("9.0.4", "comes with Microsoft.ML"),
        ["Microsoft.CodeCoverage"] = ("18.11.0", "comes with Microsoft.NET.Test.Sdk"),
        ["Microsoft.ML.CpuMath"] = ("5.0.1", "comes with Microsoft.ML"),
        ["Microsoft.ML.DataView"] = ("5.0.1", "comes with Microsoft.ML"),
        ["Microsoft.ML.OnnxRuntime.Managed"] = ("1.31.1", "comes with Microsoft.ML.OnnxRuntime"),
        ["Microsoft.TestPlatform.ObjectModel"] = ("18.11.0", "comes with Microsoft.TestPlatform.TestHost"),
        ["Microsoft.TestPlatform.TestHost"] = ("18.11.0", "comes with Microsoft.NET.Test.Sdk"),
        ["Newtonsoft.Json"] = ("13.0.3", "comes with Microsoft.ML"),
        ["Spectre.Console.Ansi"] = ("0.57.2", "comes with Spectre.Console"),
        ["System.CodeDom"] = ("9.0.4", "comes with Microsoft.ML"),
        ["xunit.abstractions"] = ("2.0.3", "comes with xunit.extensibility.core"),
        ["xunit.analyzers"] = ("1.18.0", "comes with xunit"),
        ["xunit.assert"] = ("2.9.3", "comes with xunit"),
        ["xunit.core"] = ("2.9.3", "comes with xunit"),
        ["xunit.extensibility.core"] = ("2.9.3", "comes with xunit.core"),
        ["xunit.extensibility.execution"] = ("2.9.3", "comes with xunit.core"),
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
                : !Accompanying.TryGetValue(r.Name, out (string Version, string Reason) listed) || listed.Version != r.Version)
            .Select(r => $"{r.Name} {r.Version} in {r.File}")
            .Distinct());
    }

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
