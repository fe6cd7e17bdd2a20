namespace Dms.Predictive.Cli.Tests.Docs;

public sealed class DoorPageTests
{
    [Fact]
    public void Read_Page_BlocksWithTheTextDirectlyAfter()
    {
        IReadOnlyList<DoorBlock> blocks = DoorPage.Read(
            """
            # Page
            ```bash
            dms demo
            ```

            ```text
            done   in ... s
            ```
            Words.
            ```bash
            dotnet run -c Release --project src/Dms.Predictive.Cli -- demo
            ```
            Words.
            ```text
            not directly after
            ```
            *Not run by the tests: opens a window and waits.*

            ```bash
            jupyter lab
            ```

            """);
        Assert.Equal(["dms demo\n", "dms demo\n", "jupyter lab\n"], blocks.Select(b => b.Commands));
        Assert.Equal([1, 0, 0], blocks.Select(b => b.Shown.Count));
        Assert.Equal([null, null, "opens a window and waits."], blocks.Select(b => b.NotRun));
        Assert.Equal([2, 10, 19], blocks.Select(b => b.Line));
    }

    [Fact]
    public void Read_NoReason_Refused() => Assert.Throws<FormatException>(
        () => DoorPage.Read("*Not run by the tests: no.*\n```bash\nls\n```\n"));

    [Theory]
    [InlineData("a b", "x\na    b\ny", null)]
    [InlineData("a ... d", "a b c d", null)]
    [InlineData("one\n...\ntwo", "one\nx\ntwo", null)]
    [InlineData("two\none", "one\ntwo", "one")]
    [InlineData("a", "ab", "a")]
    [InlineData("a.c", "abc", "a.c")]
    public void FirstMissing_ShownLines_InOrderWithWildcards(string shown, string printed, string? missing) =>
        Assert.Equal(missing, DoorPage.FirstMissing(shown.Split('\n'), printed));

    [Fact]
    public async Task Walk_StateAndBackground_CarriedFromBlockToBlockAndKilled()
    {
        string pid;
        using (DoorWalk walk = new(Repository.Root()))
        {
            Assert.Null(await walk.FirstFaultAsync(
            [
                new(1, "NAME=value\nmkdir -p there && cd there\nsleep 600 &\necho $! > ../pid", [], null),
                new(2, "echo $NAME in $(basename $PWD)\ntest -f ../data/README.md", ["value in there"], null),
                new(3, "false", [], "is never run, see the test"),
            ]));
            pid = (await File.ReadAllTextAsync(Path.Combine(walk.Work, "pid"))).Trim();
            Assert.True(Directory.Exists($"/proc/{pid}"));
        }

        Assert.True(!File.Exists($"/proc/{pid}/stat") || (await File.ReadAllTextAsync($"/proc/{pid}/stat")).Contains(") Z "));
    }

    [Theory]
    [InlineData("echo before\nfalse\necho after", "exit 1")]
    [InlineData("false | cat", "exit 1")]
    [InlineData("no-such-command", "exit 127")]
    [InlineData("echo other", "was not printed")]
    [InlineData("dms audit verify --log nowhere", "exit 3")]
    public async Task Walk_CommandThatDoesNotDoAsShown_Found(string commands, string fault)
    {
        using DoorWalk walk = new(Repository.Root());
        string? found = await walk.FirstFaultAsync([new(7, commands, ["after"], null)]);
        Assert.StartsWith("line 7:", found, StringComparison.Ordinal);
        Assert.Contains(fault, found, StringComparison.Ordinal);
    }
}
