using System.Globalization;

namespace Dms.Predictive.Core.Tests.Numerics;

/// <summary>Function values to 50 digits, made with mpmath 1.3: nearest double and what it leaves.</summary>
internal sealed record ReferenceRow(string Function, double X, double DegreesOfFreedom, double Value, double Remainder)
{
    private static readonly Lazy<IReadOnlyList<ReferenceRow>> All = new(Load);

    public static IReadOnlyList<ReferenceRow> Of(string function)
    {
        List<ReferenceRow> rows = All.Value.Where(r => r.Function == function).ToList();
        Assert.True(rows.Count >= 100, $"Only {rows.Count} reference rows for {function}.");
        return rows;
    }

    /// <summary>Largest error in units in the last place of the true value.</summary>
    public static double LargestUlp(string function, Func<ReferenceRow, double> compute) =>
        Of(function).Max(r => r.UlpOf(compute(r)));

    private double UlpOf(double computed) =>
        Math.Abs(computed - Value - Remainder) / (Math.BitIncrement(Math.Abs(Value)) - Math.Abs(Value));

    private static List<ReferenceRow> Load()
    {
        const string Name = "tests/Dms.Predictive.Core.Tests/Numerics/reference-50-digits.csv";
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, Name)))
        {
            folder = Path.GetDirectoryName(folder);
        }

        Assert.NotNull(folder);
        return [.. File.ReadLines(Path.Combine(folder, Name)).Skip(1).Select(Parse)];
    }

    private static ReferenceRow Parse(string line)
    {
        string[] f = line.Split(',');
        double Number(int i) => f[i].Length == 0 ? 0 : double.Parse(f[i], CultureInfo.InvariantCulture);
        return new(f[0], Number(1), Number(2), Number(3), Number(4));
    }
}
