namespace Dms.Predictive.Explanation.Report;

/// <summary>Checks and monitors as tables.</summary>
internal static class VerdictTables
{
    internal static Table Of(string id, string caption, IReadOnlyList<Verdict> verdicts) => new(
        id, caption,
        [Column.Words("Check"), Column.Words("Result"), new("Value"), Column.Words("Limit"), Column.Words("Why")],
        [.. verdicts.Select(v => (IReadOnlyList<Cell>)
        [
            Cell.Words(v.Check), Cell.Judged(v.Status), Value(v), Cell.Words(v.Limit), Cell.Words(v.Reason),
        ])]);

    internal static Table Of(string id, string caption, IReadOnlyList<Monitor> monitors) => new(
        id, caption,
        [Column.Words("Monitor"), Column.Words("Result"), new("Value"), new("Amber"), new("Red"), Column.Words("Note")],
        [.. monitors.Select(m => (IReadOnlyList<Cell>)
        [
            Cell.Words(m.Name), Cell.Judged(m.Status), Cell.Of(m.Value, Numerals.Short), Cell.Of(m.Amber, Numerals.Short),
            Cell.Of(m.Red, Numerals.Short), Cell.Words(m.Note),
        ])]);

    private static Cell Value(Verdict verdict) => verdict.Value.IsPresent
        ? new NumberCell(verdict.Value.Value, HtmlBlocks.Value(verdict))
        : new AbsentCell(verdict.Reason.Length > 0 && verdict.Status == VerdictStatus.NotApplicable
            ? verdict.Reason : verdict.Value.Reason);
}
