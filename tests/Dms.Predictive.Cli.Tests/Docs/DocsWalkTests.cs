namespace Dms.Predictive.Cli.Tests.Docs;

/// <summary>Every how-to page and the concept pages named here work as written: their commands run in order and print what the page shows.</summary>
public sealed class DocsWalkTests
{
    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Repository.Root(), "docs", "how-to"), "*.md")
            .Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal),
    ];

    [WalkTheory]
    [MemberData(nameof(Pages))]
    public Task HowTo_WalkedAsWritten_EveryCommandWorks(string page) => WalkAsync("how-to", page);

    // The other concept pages show commands that take minutes.
    [WalkTheory]
    [InlineData("option-margin.md")]
    [InlineData("pool-margin.md")]
    public Task Concept_WalkedAsWritten_EveryCommandWorks(string page) => WalkAsync("concepts", page);

    private static async Task WalkAsync(string folder, string page)
    {
        string root = Repository.Root();
        IReadOnlyList<DoorBlock> blocks =
            DoorPage.Read(await File.ReadAllTextAsync(Path.Combine(root, "docs", folder, page)));
        Assert.True(blocks.Any(b => b.NotRun is null), $"{page} has no bash block that can be walked.");
        using DoorWalk walk = new(root);
        if (await walk.FirstFaultAsync(blocks) is { } fault)
        {
            Assert.Fail($"docs/{folder}/{page} {fault}");
        }
    }
}
