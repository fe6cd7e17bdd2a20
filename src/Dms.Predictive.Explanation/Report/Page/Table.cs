namespace Dms.Predictive.Explanation.Report;

/// <summary>A table ready to print; the same object feeds the page and report.json.</summary>
/// <param name="Id">Name in report.json.</param>
/// <param name="Caption">One line.</param>
/// <param name="Columns">The first column labels the rows.</param>
/// <param name="Rows">One cell per column.</param>
internal sealed record Table(
    string Id, string Caption, IReadOnlyList<Column> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows);

/// <summary>A column with its unit; number columns stand to the right.</summary>
internal sealed record Column(string Name, string Unit = "", bool IsNumber = true)
{
    internal static Column Words(string name) => new(name, "", false);
}

/// <summary>One cell: what the reader sees, and what a machine reads.</summary>
internal abstract record Cell(string Shown)
{
    internal static Cell Words(string text) => new TextCell(text.Length == 0 ? "–" : text);

    internal static Cell Number(double value, int digits) =>
        Of(Measured.Of(value), v => Numerals.Fixed(v, digits));

    /// <summary>A fraction shown as percent; the column carries the unit.</summary>
    internal static Cell Percent(double fraction, int digits) =>
        Of(Measured.Of(fraction), v => Numerals.Fixed(v * 100, digits));

    internal static Cell Number(Measured value, int digits) => Of(value, v => Numerals.Fixed(v, digits));

    internal static Cell Percent(Measured value, int digits) => Of(value, v => Numerals.Fixed(v * 100, digits));

    internal static Cell Count(long value) => new NumberCell(value, Numerals.Count(value));

    internal static Cell Money(decimal value, int digits) => new MoneyCell(value, Numerals.Money(value, digits));

    internal static Cell Judged(VerdictStatus status) => new StatusCell(status);

    internal static Cell Of(Measured value, Func<double, string> show) =>
        value.IsPresent ? new NumberCell(value.Value, show(value.Value)) : new AbsentCell(value.Reason);
}

internal sealed record TextCell(string Text) : Cell(Text);

internal sealed record NumberCell(double Value, string Shown) : Cell(Shown);

internal sealed record MoneyCell(decimal Value, string Shown) : Cell(Shown);

internal sealed record AbsentCell(string Reason) : Cell("n/a: " + Reason);

internal sealed record StatusCell(VerdictStatus Status) : Cell(StatusWords.Word(Status));

/// <summary>The words of a status.</summary>
internal static class StatusWords
{
    internal static string Word(VerdictStatus status) => status switch
    {
        VerdictStatus.Pass => "pass",
        VerdictStatus.Warn => "warn",
        VerdictStatus.Fail => "fail",
        _ => "n/a",
    };

    internal static string CssClass(VerdictStatus status) =>
        status == VerdictStatus.NotApplicable ? "na" : Word(status);

    internal static string Sign(VerdictStatus status) => status switch
    {
        VerdictStatus.Pass => "\u2713",
        VerdictStatus.Warn => "!",
        VerdictStatus.Fail => "\u2715",
        _ => "\u2013",
    };
}
