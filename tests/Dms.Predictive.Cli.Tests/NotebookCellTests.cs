using System.Text.Json;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The cells of the scientist's notebooks run in order as C# scripts and show their pictures.</summary>
public sealed class NotebookCellTests
{
    [Theory]
    [InlineData("01-explore-market-data", 2, 2)]
    [InlineData("04-train-and-calibrate", 3, 1)]
    [InlineData("06-margin-backtest", 1, 3)]
    public async Task Cells_InOrder_ShowPicturesAndTablesWithoutError(string name, int pictures, int tables)
    {
        string root = ScientistTests.Challenger.Root;
        JsonElement notebook = JsonDocument.Parse(
            await File.ReadAllTextAsync(Path.Combine(root, "notebooks", name + ".ipynb"))).RootElement;
        string[] cells = [.. notebook.GetProperty("cells").EnumerateArray()
            .Where(c => c.GetProperty("cell_type").GetString() == "code")
            .Select(c => string.Concat(c.GetProperty("source").EnumerateArray().Select(l => l.GetString())))];
        Shown shown = new();
        ScriptOptions options = ScriptOptions.Default.WithReferences(AppDomain.CurrentDomain.GetAssemblies()
                .Where(a => !a.IsDynamic && a.Location.Length > 0
                    && !a.GetName().Name!.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
                .Append(typeof(Workbench.MarketBench).Assembly))
            .WithImports("System", "System.Collections.Generic", "System.IO", "System.Linq", "Microsoft.Data.Analysis");
        ScriptState<object>? state = null;
        foreach (string cell in cells)
        {
            state = state is null
                ? await CSharpScript.RunAsync(cell, options, shown, typeof(Shown))
                : await state.ContinueWithAsync(cell, options);
        }

        Assert.Equal((pictures, tables), (shown.Pictures, shown.Tables));
        Assert.Equal((4, 5), (
            notebook.GetProperty("nbformat").GetInt32(), notebook.GetProperty("nbformat_minor").GetInt32()));
    }

    /// <summary>What the kernel gives to cells.</summary>
    public sealed class Shown
    {
        internal int Pictures { get; private set; }

        internal int Tables { get; private set; }

        public void Display(object value)
        {
            (Pictures, Tables) = value is string svg && svg.TrimStart().StartsWith("<svg", StringComparison.Ordinal)
                ? (Pictures + 1, Tables)
                : (Pictures, Tables + (value is Microsoft.Data.Analysis.DataFrame { Rows.Count: > 0 } ? 1 : 0));
        }

        public string Svg(string text) => text;
    }
}
