namespace Dms.Predictive.Explanation.Report;

/// <summary>A table the typed parts have no place for.</summary>
/// <param name="Section">Section id it belongs to, such as <c>performance</c>.</param>
/// <param name="Id">Name in report.json, in camelCase, unique within its section.</param>
/// <param name="Caption">One line above the table.</param>
/// <param name="Columns">Names of the number columns, each with its unit.</param>
/// <param name="Rows">The rows, in order.</param>
public sealed record SectionTable(
    string Section, string Id, string Caption, IReadOnlyList<TableColumn> Columns, IReadOnlyList<LabelledRow> Rows);

/// <summary>A column of numbers.</summary>
/// <param name="Name">Name without unit.</param>
/// <param name="Unit">Unit; empty when there is none. With <c>%</c> the values are fractions and print as percent; with
/// <c>p</c> they are p-values, and small ones print as "less than".</param>
/// <param name="Digits">Digits after the point, 0 to 8.</param>
public sealed record TableColumn(string Name, string Unit, int Digits);

/// <summary>A row: its label and one number per column.</summary>
/// <param name="Label">First cell.</param>
/// <param name="Values">As many as the table has columns.</param>
public sealed record LabelledRow(string Label, IReadOnlyList<Measured> Values);
