using System.Text.RegularExpressions;

namespace Architecture.Tests;

public sealed partial class RepositoryTextTests
{
    private static readonly string[] TextEndings =
        [".cs", ".csproj", ".props", ".targets", ".md", ".json", ".txt", ".proto", ".sln", ".editorconfig", ".html", ".css", ".js", ".yml", ".sh"];

    /// <summary>What only makes sense on one machine or in one workplace. Written in halves: this file is searched too.</summary>
    private static readonly string[] Forbidden =
        ["/wor" + "k/", "/ho" + "me/", "/ro" + "ot/", "C:" + "\\Users", "issue" + " #", "nuget" + ".org", "pypi" + ".org", "npmjs" + ".org"];

    private static IReadOnlyList<string> Texts { get; } =
    [
        .. Directory.EnumerateFileSystemEntries(Repository.Root)
            .Where(e => Path.GetFileName(e) is not (".git" or ".vs" or ".idea" or "out" or "dms-demo" or "bin" or "obj"))
            .SelectMany(e => Directory.Exists(e) ? Repository.Files(Repository.Relative(e), "*") : [e])
            .Where(f => TextEndings.Contains(Path.GetExtension(f)) || Repository.Relative(f).StartsWith(".ci", StringComparison.Ordinal)),
    ];

    [Fact]
    public void RepositoryText_WordsOfOneWorkplace_AreAbsent()
    {
        Assert.True(Texts.Count > 100, "Hardly any text was found.");
        Assert.Empty(Texts.SelectMany(f => Forbidden.Where(File.ReadAllText(f).Contains).Select(w => $"{Repository.Relative(f)}: {w}")));
    }

    [Fact]
    public void SourceText_UnfinishedWork_IsAbsent() => Assert.Empty(
        Repository.Files("src", "*.cs").Where(f => Unfinished().IsMatch(File.ReadAllText(f))).Select(Repository.Relative));

    [Fact]
    public void DocumentationLink_ToAFile_LeadsSomewhere()
    {
        List<string> broken =
        [
            .. Texts.Where(f => f.EndsWith(".md", StringComparison.Ordinal)).SelectMany(f => Link().Matches(File.ReadAllText(f))
                .Select(m => m.Groups[1].Value)
                .Where(t => !t.Contains("://", StringComparison.Ordinal))
                .Where(t => !Path.Exists(Path.Combine(Path.GetDirectoryName(f)!, t)))
                .Select(t => $"{Repository.Relative(f)} → {t}")),
        ];

        Assert.Empty(broken);
    }

    [Fact]
    public void DecisionPage_Always_HasContextChoiceAndDoubtAndStandsInTheIndex()
    {
        string index = File.ReadAllText(Repository.Path("docs", "decisions", "README.md"));
        List<string> pages = [.. Repository.Files("docs/decisions", "*.md").Where(f => !f.EndsWith("README.md", StringComparison.Ordinal))];

        Assert.NotEmpty(pages);
        Assert.All(pages, page =>
        {
            string text = File.ReadAllText(page);
            Assert.Matches(@"^\d{4}-[a-z0-9-]+\.md$", Path.GetFileName(page));
            Assert.Contains("## Context", text);
            Assert.Contains("## Choice", text);
            Assert.Contains("## What would change our mind", text);
            Assert.Contains($"({Path.GetFileName(page)})", index);
        });
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|NotImplementedException)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\]\(([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
