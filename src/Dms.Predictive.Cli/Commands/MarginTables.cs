using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Margin answers as tables for people.</summary>
internal static class MarginTables
{
    public static void Print(MarginAnswers answers)
    {
        foreach (MarginAnswer answer in answers.Items)
        {
            if (answer.WhatIf is WhatIfAnswer whatIf)
            {
                AnsiConsole.Write(ComponentsOf(whatIf.Before));
                AnsiConsole.Write(WhatIfTable.Of(whatIf));
            }
            else if (answer.Liquidation is { Requirement: MarginRequirement required } liquidation)
            {
                AnsiConsole.Write(ComponentsOf(required));
                AnsiConsole.Write(PricesOf(required));
                LiquidationTables.Print(liquidation);
            }
            else if (answer.Requirement is MarginRequirement requirement)
            {
                AnsiConsole.Write(ComponentsOf(requirement));
                AnsiConsole.Write(PricesOf(requirement));
            }
            else if ((answer.Quality ?? answer.Liquidation?.Quality) is IReadOnlyList<FeedQuality> quality)
            {
                string feeds = string.Join("; ", quality.Where(q => q.Verdict == FeedVerdict.Rejected)
                    .Select(q => $"{q.Feed}: {string.Join(", ", q.Reasons)}"));
                AnsiConsole.MarkupLineInterpolated($"[red]{answer.Id} held[/] [[OracleRejected]] {feeds}");
            }
            else if (answer.Refusal is InputRefusedException refusal)
            {
                AnsiConsole.MarkupLineInterpolated(
                    $"[red]{answer.Id} refused[/] [[{refusal.Code}]] {refusal.Where}: {refusal.Message}");
            }
        }
    }

    private static Table ComponentsOf(MarginRequirement r)
    {
        Table table = new Table().Title(Markup.Escape($"{r.Id}: {r.Status}, equity {Text(r.Equity)}"));
        table.AddColumn("component").AddColumn(Right("initial")).AddColumn(Right("maintenance"));
        foreach (MarginComponent c in r.Components.Where(c => c.Initial != 0 || c.Maintenance != 0))
        {
            table.AddRow(c.Name.ToString(), Text(c.Initial), Text(c.Maintenance));
        }

        table.AddRow("required", Text(r.Initial), Text(r.Maintenance));
        table.AddRow("free", Text(r.FreeInitial), Text(r.FreeMaintenance));
        if (r.Overlay is OverlayOutcome overlay)
        {
            string blocked = overlay.Blocked.Count == 0 ? "" : $" blocked: {string.Join(", ", overlay.Blocked)}";
            string multipliers = string.Create(
                CultureInfo.InvariantCulture,
                $"multiplier {overlay.Multiplier:0.####}, maintenance {overlay.MaintenanceMultiplier:0.####}");
            table.Caption(Markup.Escape(multipliers + blocked));
        }

        return table;
    }

    private static Table PricesOf(MarginRequirement r)
    {
        Table table = new Table().Title("liquidation prices");
        table.AddColumn("underlying").AddColumn(Right("below")).AddColumn(Right("above"));
        foreach (LiquidationPrices p in r.LiquidationPrices)
        {
            table.AddRow(Markup.Escape(p.Underlying), Text(p.Down), Text(p.Up));
        }

        return table;
    }

    private static TableColumn Right(string name) => new TableColumn(name).RightAligned();

    private static string Text(decimal money) => money.ToString(CultureInfo.InvariantCulture);

    private static string Text(double? price) => price?.ToString("0.########", CultureInfo.InvariantCulture) ?? "none";
}
