using Dms.Predictive.Notebooks.Engine;
using Microsoft.CodeAnalysis.CSharp;

namespace Dms.Predictive.Notebooks.Tests.Engine;

public sealed class CellBrakesTests
{
    [Theory]
    [InlineData("while (a) b();")]
    [InlineData("while (a)\n    // why\n    while (b) c();")]
    [InlineData("for (;;) foreach (var x in y) { goto z; }\nz: ;")]
    [InlineData("Func<int, int> f = n => { return n; };\nint G() { do x(); while (y); return 1; }")]
    [InlineData("class C { void M()\n{\n} }")]
    public void Build_Code_ParsesAndKeepsItsLines(string code)
    {
        string braked = CellBrakes.Build(CSharpSyntaxTree.ParseText(code, CellCompiler.ParseOptions));

        Assert.Contains("CellStop", braked);
        Assert.Equal(code.Count(c => c == '\n'), braked.Count(c => c == '\n'));
        Assert.Empty(CSharpSyntaxTree.ParseText(braked, CellCompiler.ParseOptions).GetDiagnostics());
    }

    [Theory]
    [InlineData("int x = 1; x + 2")]
    [InlineData("while (true) {")]
    public void Build_NothingToBrakeOrBroken_IsUnchanged(string code) =>
        Assert.Equal(code, CellBrakes.Build(CSharpSyntaxTree.ParseText(code, CellCompiler.ParseOptions)));
}
