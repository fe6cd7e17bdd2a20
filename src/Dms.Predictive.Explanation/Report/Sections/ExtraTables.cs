namespace Dms.Predictive.Explanation.Report;

/// <summary>Tables a command adds beyond the typed parts.</summary>
internal static class ExtraTables
{
    internal static IEnumerable<Block> Of(ReportDocument document, string section) =>
        document.ExtraTables.Where(t => t.Section == section).Select(t => new TableBlock(Compose(t)));

    private static Table Compose(SectionTable table) => new(
        table.Id, table.Caption,
        [Column.Words(""), .. table.Columns.Select(c => new Column(c.Name, c.Unit))],
        [.. table.Rows.Select(row => Row(table, row))]);

    private static IReadOnlyList<Cell> Row(SectionTable table, LabelledRow row)
    {
        if (row.Values.Count != table.Columns.Count)
        {
            throw new ArgumentException(
                $"Row '{row.Label}' of table '{table.Id}' has {row.Values.Count} values for {table.Columns.Count} columns.");
        }

        return
        [
            Cell.Words(row.Label),
            .. row.Values.Select((v, k) => table.Columns[k].Unit switch
            {
                "%" => Cell.Percent(v, table.Columns[k].Digits),
                "p" => Cell.Of(v, Numerals.Probability),
                _ => Cell.Number(v, table.Columns[k].Digits),
            }),
        ];
    }
}
