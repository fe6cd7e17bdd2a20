namespace Dms.Predictive.Cli.Tests.Docs;

/// <summary>Every how-to page and the concept pages named here work as written: their commands run in order and print what the page shows.</summary>
public sealed class DocsWalkTests
{
    // They train, serve, or make the demo: half a minute to a minute each.
    private static readonly string[] SlowPages =
        ["calibrate-your-market.md", "consume-margins.md", "follow-one-raise.md", "govern-parameters.md", "retrain-a-model.md"];

    public static TheoryData<string> QuickPages => [.. AllPages().Except(SlowPages)];

    public static TheoryData<string> LongPages => [.. AllPages().Intersect(SlowPages)];

    [WalkTheory]
    [MemberData(nameof(QuickPages))]
    public Task HowTo_WalkedAsWritten_EveryCommandWorks(string page) => WalkAsync("how-to", page);

    [WalkTheory(takesMinutes: true)]
    [MemberData(nameof(LongPages))]
    public Task LongHowTo_WalkedAsWritten_EveryCommandWorks(string page) => WalkAsync("how-to", page);

    // The other concept pages show commands that take minutes.
    [WalkTheory]
    [InlineData("model-bundles.md")]
    [InlineData("option-margin.md")]
    [InlineData("pool-margin.md")]
    public Task Concept_WalkedAsWritten_EveryCommandWorks(string page) => WalkAsync("concepts", page);

    private static IEnumerable<string> AllPages() =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root(), "docs", "how-to"), "*.md")
            .Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal);

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
