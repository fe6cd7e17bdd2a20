using Dms.Predictive.Notebooks.Display;
using Dms.Predictive.Notebooks.Engine;

namespace Dms.Predictive.Notebooks.Tests.Engine;

public sealed class CellEngineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;
    private readonly Collected _sink = new();
    private readonly CellEngine _engine;
    private int _number;

    public CellEngineTests() => _engine = new CellEngine(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Run_PackageReference_IsRefusedWithTheWayOut()
    {
        CellError error = Run("// first\n#r \"nuget: Some.Package, 1.0\"").Error!;

        Assert.Equal(("PackageReferenceRefused", 2), (error.Name, error.Line));
        Assert.Contains("#r \"path/to/library.dll\"", error.Message);
    }

    [Fact]
    public void Run_ReferenceByPath_LoadsTheAssemblyForThisAndLaterCells()
    {
        string library = Path.Combine(_folder, "Outside.dll");
        Assert.Null(Run($$"""
            using System.Reflection.Emit; using System.Reflection;
            var built = new PersistedAssemblyBuilder(new AssemblyName("Outside"), typeof(object).Assembly);
            var type = built.DefineDynamicModule("Outside").DefineType("Outside.Answer", TypeAttributes.Public);
            type.DefineField("Value", typeof(int), FieldAttributes.Public | FieldAttributes.Static);
            type.CreateType();
            built.Save("{{library}}");
            """).Error);

        Assert.Null(Run("#r \"Outside.dll\"\nOutside.Answer.Value = 42;").Error);
        Assert.Equal("42", Text(Run("Outside.Answer.Value")));
    }

    [Fact]
    public void Run_ReferenceThatIsMissing_IsAnErrorOfItsLine() =>
        Assert.Contains("line 1", Run("#r \"absent.dll\"").Error!.Message);

    [Fact]
    public void Run_LoadedScript_DeclaresForLaterCells()
    {
        File.WriteAllText(Path.Combine(_folder, "more.csx"), "int Twice(int n) { return 2 * n; }\nvoid Fail() { throw new Exception(\"inside\"); }");

        Assert.Null(Run("#load \"more.csx\"").Error);
        Assert.Equal("14", Text(Run("Twice(7)")));
        Assert.Contains(Run("Fail();").Error!.Traceback, t => t.Contains("more.csx, line 2", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_ExceptionOnAThreadOfTheCells_LeavesTheProcessAndItsStateAlive()
    {
        Assert.Null(Run("var kept = 5; var t = new System.Threading.Thread(() => throw new Exception(\"stray\")); t.Start(); t.Join();").Error);

        Assert.Equal("5", Text(Run("kept")));
    }

    [Fact]
    public void Run_RunawayRecursion_IsAnErrorAndNotTheEndOfTheProcess() =>
        Assert.Equal("InsufficientExecutionStackException", Run("int F(int n) { return F(n + 1) + 1; }\nF(0)").Error!.Name);

    [Fact]
    public void Run_CommentOrUsingAlone_IsFineAndKeepsTheChain()
    {
        Assert.Null(Run("int x = 3;").Error);
        Assert.Null(Run("// nothing").Error);
        Assert.Null(Run("using System.Text;").Error);
        Assert.Null(Run("").Error);
        Assert.Equal("3", Text(Run("new StringBuilder().Append(x)")));
    }

    [Fact]
    public void Run_CompilerItself_IsNotOffered() =>
        Assert.Equal("CompilationError", Run("typeof(Microsoft.CodeAnalysis.SyntaxTree)").Error!.Name);

    [Fact]
    public void Run_AfterEveryCell_TheConsoleIsGivenBack()
    {
        TextWriter before = Console.Out;
        Run("Console.Write(1); throw new Exception();");
        Run("syntax error");

        Assert.Same(before, Console.Out);
    }

    [Fact]
    public void Run_ExceptionInsideAnEarlierCellsMethod_NamesBothCells()
    {
        Run("void Deep()\n{\n    throw new Exception(\"deep\");\n}");
        CellError error = Run("\nDeep();").Error!;

        Assert.Equal(2, error.Line);
        Assert.Contains(error.Traceback, t => t.Contains("cell 1, line 3", StringComparison.Ordinal));
        Assert.Contains(error.Traceback, t => t.Contains("cell 2, line 2: Deep();", StringComparison.Ordinal));
    }

    [Fact]
    public void Run_EmojiAtThePieceBorder_IsNotSplit()
    {
        Assert.Null(Run("Console.Write(new string('a', 32 * 1024 - 1)); Console.Write(\"😀\"); Console.Write(new string('b', 40_000));").Error);

        Assert.All(_sink.Pieces, p => Assert.False(char.IsHighSurrogate(p.Text[^1])));
        Assert.Equal(new string('a', (32 * 1024) - 1) + "😀" + new string('b', 40_000), string.Concat(_sink.Pieces.Select(p => p.Text)));
    }

    [Fact]
    public void Run_DataFrame_IsAnEscapedTableOfItsFirstRows()
    {
        CellOutcome outcome = Run("new DataFrame(new StringDataFrameColumn(\"<name>\", Enumerable.Range(0, 60).Select(i => $\"<{i}>\")))");
        string html = Entry(outcome, "text/html");

        Assert.Contains("<th>&lt;name&gt;</th>", html);
        Assert.Contains("<td>&lt;49&gt;</td>", html);
        Assert.DoesNotContain("&lt;50&gt;", html);
        Assert.Contains("60 rows", html);
    }

    [Fact]
    public void Run_Plot_IsAnSvgAndAPng()
    {
        CellOutcome outcome = Run("var plot = new Plot(); plot.Add.Signal(new double[] { 1, 3, 2 }); plot");

        Assert.Contains("<svg", Entry(outcome, "image/svg+xml"));
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], Convert.FromBase64String(Entry(outcome, "image/png"))[..4]);
    }

    [Fact]
    public void Run_Svg_IsAlsoAnImageThatConvertersKeep()
    {
        CellOutcome outcome = Run("Svg(\"<svg xmlns='http://www.w3.org/2000/svg'><rect width='2' height='2'/></svg>\")");
        string html = Entry(outcome, "text/html");
        string picture = html.Split("base64,")[1].Split('"')[0];

        Assert.Equal(Entry(outcome, "image/svg+xml"), System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(picture)));
    }

    [Fact]
    public void Run_LongText_IsCutWithAMark()
    {
        string text = Text(Run("new string('x', 1_000_000)"));

        Assert.True(text.Length < MimeFormatter.LongestText + 200);
        Assert.EndsWith("characters are not shown", text);
    }

    private static string Text(CellOutcome outcome) => Entry(outcome, "text/plain");

    private static string Entry(CellOutcome outcome, string type)
    {
        Assert.Null(outcome.Error);
        return outcome.Result!.Entries.Single(e => e.Key == type).Value;
    }

    private CellOutcome Run(string code) => _engine.Run(code, ++_number, _sink);
}
