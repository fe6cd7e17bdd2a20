using System.Text.RegularExpressions;

namespace Dms.Predictive.Learning.Tests;

/// <summary>The page on bundles says what the loader does: its table is the corpus, its names are those of the code.</summary>
public sealed partial class ModelBundlesPageTests
{
    private const string Begin = "<!-- list -->\n", End = "<!-- end of list -->";

    private static string Page => Path.Combine(SampleBundle.Repository, "docs", "concepts", "model-bundles.md");

    [Fact]
    public void Table_AgainstTheCorpus_IsCurrent()
    {
        string page = File.ReadAllText(Page);
        string expected = Begin + "| # | Artifact | Code |\n|---:|---|---|\n" + string.Concat(HostileArtifacts.All.GroupBy(a => a.Row).OrderBy(g => g.Key).Select(g =>
            $"| {g.Key} | {string.Join("; ", g.Select(a => a.Name.Replace("|", "\\|", StringComparison.Ordinal)))} | `{g.First().Code}` |\n")) + End;
        string written = page[..page.IndexOf(Begin, StringComparison.Ordinal)] + expected + page[(page.IndexOf(End, StringComparison.Ordinal) + End.Length)..];
        if (Environment.GetEnvironmentVariable("DMS_REWRITE_DOCS") == "1" && Environment.GetEnvironmentVariable("CI") is null)
        {
            File.WriteAllText(Page, written);
        }

        Assert.All(HostileArtifacts.All.GroupBy(a => a.Row), g => Assert.Single(g.Select(a => a.Code).Distinct()));
        Assert.True(File.ReadAllText(Page) == written, "The table is stale. Run the tests once with DMS_REWRITE_DOCS=1 and review the change.");
    }

    [Fact]
    public void Names_OfTheLoadersCode_StandOnThePage()
    {
        string page = File.ReadAllText(Page);
        string folder = Path.Combine(SampleBundle.Repository, "src", "Dms.Predictive.Learning");
        string[] names = [.. new[] { "Bundles", "Trees", "Foreign" }.SelectMany(f => Directory.GetFiles(Path.Combine(folder, f), "*.cs"))
            .SelectMany(f => Code().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value)).Distinct().Order(StringComparer.Ordinal)];

        Assert.True(names.Length > 30, $"Only {names.Length} names were found.");
        Assert.All(names.Where(n => n != "json"), n => Assert.Contains($"`{n}`", page));
    }

    [SharedFact]
    public void Rows_AgainstTheSpecification_HaveItsCodes()
    {
        Dictionary<int, string> specified = [];
        foreach (string line in File.ReadLines(SharedFactAttribute.Specification).Where(l => l.StartsWith("| ", StringComparison.Ordinal)))
        {
            foreach (Match cell in SpecifiedRow().Matches(line))
            {
                specified.TryAdd(int.Parse(cell.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture), cell.Groups[2].Value);
            }
        }

        Assert.Equal(HostileArtifacts.Rows, specified.Count);
        Assert.All(HostileArtifacts.All, a => Assert.Equal(specified[a.Row], a.Code));
    }

    [GeneratedRegex("""(?:Refusal\(|InputRefusedException\(\s*|Refuse\([^"]*"[^"]*", |string code = )"([a-z]+(?:-[a-z]+)*)["]""")]
    private static partial Regex Code();

    [GeneratedRegex(@"\| (\d+) \|[^|]+\| `([a-z-]+)`")]
    private static partial Regex SpecifiedRow();
}

/// <summary>A test against the specification beside the repository; skipped where it is not.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (!File.Exists(Specification))
        {
            Skip = $"There is no {Specification}.";
        }
    }

    public static string Specification { get; } = Path.GetFullPath(Path.Combine(SampleBundle.Repository, "..", "shared", "specs", "audit.md"));
}
