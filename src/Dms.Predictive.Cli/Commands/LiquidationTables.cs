using System.Globalization;
using Dms.Predictive.Margin;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Answers of the liquidation planner as tables for people.</summary>
internal static class LiquidationTables
{
    public static void Print(LiquidationAnswer answer)
    {
        if (answer.Joint is JointMove joint)
        {
            AnsiConsole.Write(new Table().Title("joint move")
                .AddColumn("direction").AddColumn("move").AddColumn("forecast deviations")
                .AddRow("down", Text(joint.DownMove), Text(joint.DownDeviations))
                .AddRow("up", Text(joint.UpMove), Text(joint.UpDeviations)));
        }

        if (answer.Plan is CurePlan plan)
        {
            Table table = new Table().Title(string.Create(
                CultureInfo.InvariantCulture, $"close {plan.CloseFraction:0.####} of every position"));
            table.AddColumn("instrument").AddColumn(new TableColumn("quantity").RightAligned());
            foreach (CureOrder order in plan.Orders)
            {
                table.AddRow(Markup.Escape(order.Instrument), order.Quantity.ToString(CultureInfo.InvariantCulture));
            }

            AnsiConsole.Write(table);
        }

        if (answer.AuctionProportion is double proportion)
        {
            AnsiConsole.MarkupLineInterpolated($"An auction may sell {Text(proportion)} of the portfolio.");
        }
    }

    private static string Text(double? value) => value?.ToString("0.######", CultureInfo.InvariantCulture) ?? "none";
}
