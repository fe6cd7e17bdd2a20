using System.Globalization;
using Dms.Predictive.Margin;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Outcomes of a what-if as a table for people.</summary>
internal static class WhatIfTable
{
    public static Table Of(WhatIfAnswer answer)
    {
        Table table = new Table().Title("changes");
        table.AddColumn("change").AddColumn("status");
        foreach (string name in (ReadOnlySpan<string>)["initial", "maintenance", "equity"])
        {
            table.AddColumn(new TableColumn(name).RightAligned());
        }

        foreach (WhatIfOutcome change in answer.Changes)
        {
            table.AddRow(
                Markup.Escape(change.Name),
                change.After.Status.ToString(),
                Text(change.After.Initial, change.Delta.Initial),
                Text(change.After.Maintenance, change.Delta.Maintenance),
                Text(change.After.Equity, change.Delta.Equity));
        }

        return table;
    }

    private static string Text(decimal after, decimal delta) => string.Create(
        CultureInfo.InvariantCulture, $"{after} ({(delta < 0 ? "" : "+")}{delta})");
}
