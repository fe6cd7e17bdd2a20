using System.Text;
using System.Xml.Linq;

namespace Architecture.Tests;

public sealed class ThirdPartyPageTests
{
    /// <summary>Packages whose specification names a file or an address instead of a licence, as read by a person.</summary>
    private static readonly Dictionary<string, string> ReadByAPerson = new()
    {
        ["Apache.Arrow"] = "Apache-2.0",
        ["AsyncIO"] = "MPL-2.0",
        ["K4os.Compression.LZ4"] = "MIT",
        ["Microsoft.ML.OnnxRuntime"] = "MIT",
        ["Microsoft.ML.OnnxRuntime.Managed"] = "MIT",
        ["NetMQ"] = "LGPL-3.0 with linking exception",
        ["xunit.abstractions"] = "Apache-2.0",
    };

    private static string PackageFolder => Environment.GetEnvironmentVariable("NUGET_PACKAGES") is { Length: > 0 } folder
        ? folder
        : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    [Fact]
    public void ThirdPartyPage_AgainstLockFiles_IsCurrent() =>
        GeneratedPage.AssertCurrent("docs/reference/third-party.md", Write());

    private static string Write()
    {
        ILookup<string, Resolved> packages = LockFiles.All.ToLookup(r => r.Name, StringComparer.OrdinalIgnoreCase);
        StringBuilder page = new();
        page.Append("# Third-party packages\n\nWritten from the lock files and the restored packages by a test; do not edit.\n")
            .Append("\"Product\" packages are resolved by a project under `src`; the others serve tests only.\n\n")
            .Append("| Package | Version | Licence | Used by |\n|---|---|---|---|\n");
        foreach (IGrouping<string, Resolved> package in packages.OrderBy(p => p.Key, StringComparer.OrdinalIgnoreCase))
        {
            string use = package.Any(r => r.File.StartsWith("src", StringComparison.Ordinal)) ? "product" : "tests";
            foreach (string version in package.Select(r => r.Version).Distinct().Order(StringComparer.Ordinal))
            {
                page.Append($"| {package.Key} | {version} | {Licence(package.Key, version)} | {use} |\n");
            }
        }

        return page.ToString();
    }

    private static string Licence(string name, string version)
    {
        string folder = name.ToLowerInvariant();
        string file = Path.Combine(PackageFolder, folder, version.ToLowerInvariant(), folder + ".nuspec");
        Assert.True(File.Exists(file), $"{name} {version} is not restored below {PackageFolder}.");
        XElement? licence = XDocument.Load(file).Descendants().FirstOrDefault(e => e.Name.LocalName == "license");
        return licence?.Attribute("type")?.Value == "expression"
            ? licence.Value
            : ReadByAPerson.TryGetValue(name, out string? read) ? read : throw new InvalidOperationException(
                $"{name} {version} names no licence expression: read its licence and add it to the list.");
    }
}
