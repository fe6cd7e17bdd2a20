using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;
using Spectre.Console;

namespace Dms.Predictive.Cli.Work;

/// <summary>A book of any policy with and without the forecast, for machines and people.</summary>
internal static class BookReport
{
    /// <summary>The book and its rows.</summary>
    public static object Json(BookBacktest book) => new
    {
        id = book.Request.Id,
        policy = book.Request.Policy.Kind,
        parametersHash = book.ParametersHash,
        notional = book.Notional,
        baselineInitial = book.Baseline,
        referenceVolatility = book.ReferenceVolatility,
        rows = book.Rows.Select(r => new
        {
            rule = NameOf(r.Rule),
            charged = EconomicsReport.Row(r.Charged, "as charged"),
            matched = EconomicsReport.Row(r.Matched),
            peakToTrough = r.PeakToTrough,
            shocks = r.Shocks,
            shocksMet = r.ShocksMet,
            medianLeadMinutes = double.IsNaN(r.MedianLeadMinutes) ? (double?)null : r.MedianLeadMinutes,
            falseRaisesPerDay = r.FalseRaisesPerDay,
            callsPerAccountMonth = r.Calls,
            unnecessaryCallsPerAccountMonth = r.UnnecessaryCalls,
            closeOutsPerAccount = r.CloseOuts,
            badDebtPer10000 = r.BadDebtPerTenThousand,
        }),
    };

    /// <summary>One table per book, a column per rule.</summary>
    public static void Table(IReadOnlyList<BookBacktest> books)
    {
        foreach (BookBacktest book in books)
        {
            AnsiConsole.Write(Of(book));
        }
    }

    private static Table Of(BookBacktest book)
    {
        Table table = new Table()
            .Title(string.Create(CultureInfo.InvariantCulture, $"Book under {book.Request.Policy.Kind}: {100 * book.Baseline / book.Notional:F3} % by itself, volatility {100 * book.ReferenceVolatility:F1} % a year"))
            .AddColumns(["", .. book.Rows.Select(r => NameOf(r.Rule))]);
        foreach ((string name, Func<BookRow, string> cell) in Lines)
        {
            table.AddRow([name, .. book.Rows.Select(cell)]);
        }

        return table;
    }

    private static readonly (string Name, Func<BookRow, string> Cell)[] Lines =
    [
        ("average margin %", r => F(100 * r.Charged.AverageRate, "F3")),
        ("coverage %", r => F(100 * r.Charged.Coverage, "F2")),
        ("Kupiec p", r => F(r.Charged.Tests?.UnconditionalP ?? double.NaN, "F3")),
        ("average margin % at matched coverage", r => F(100 * r.Matched.AverageRate, "F3")),
        ("shortfall per 10,000, as charged", r => F(r.Charged.ShortfallPerTenThousand, "F3")),
        ("shortfall per 10,000, matched", r => F(r.Matched.ShortfallPerTenThousand, "F3")),
        ("peak ÷ trough", r => F(r.PeakToTrough, "F2")),
        ("shocks met beforehand", r => $"{r.ShocksMet} of {r.Shocks}"),
        ("median lead, minutes", r => F(r.MedianLeadMinutes, "F0")),
        ("false raises a day", r => F(r.FalseRaisesPerDay, "F2")),
        ("calls per account-month", r => F(r.Calls, "F1")),
        ("of them for nothing", r => F(r.UnnecessaryCalls, "F1")),
        ("closed out, unanswered", r => F(r.CloseOuts, "F3")),
        ("bad debt per 10,000", r => F(r.BadDebtPerTenThousand, "F3")),
    ];

    private static string NameOf(BookRule rule) => rule switch
    {
        BookRule.WithForecast => MarginEconomics.Deployed,
        BookRule.GarchOnly => "garch only",
        _ => "without forecast",
    };

    private static string F(double value, string format) =>
        double.IsFinite(value) ? value.ToString(format, CultureInfo.InvariantCulture) : "n/a";
}

/// <summary>A replayed book.</summary>
/// <param name="Request">The book as asked.</param>
/// <param name="ParametersHash">Hash of its policy.</param>
/// <param name="Notional">What rates refer to, quote.</param>
/// <param name="Baseline">Initial margin of the policy by itself, quote.</param>
/// <param name="ReferenceVolatility">Volatility that the multipliers compare with, annualized fraction.</param>
/// <param name="Rows">One per rule; empty when too little was issued.</param>
internal sealed record BookBacktest(
    MarginRequest Request, string ParametersHash, double Notional, double Baseline, double ReferenceVolatility, IReadOnlyList<BookRow> Rows)
{
    /// <summary>Replays and judges a book under the multipliers of a back-test.</summary>
    public static BookBacktest Run(
        MarginRequest request, IReadOnlyList<BacktestPoint> points, BarSeries series, PipelinePolicy policy, CancellationToken cancellation)
    {
        BookReplay replay = new(request);
        IReadOnlyList<BookPoint> book = replay.Run(points, BacktestSummary.GrowthsAfter(points, series, policy.HorizonMinutes), cancellation);
        return new BookBacktest(
            request, MarginCalculator.ComputeWithoutPrices(request).Hashes.Parameters, replay.Notional, replay.Baseline,
            policy.FixedVolatility ?? double.NaN, BookStudy.Of(book, points, replay, policy));
    }

    /// <summary>
    /// The policy that decides multipliers for a book: its parameters stand still, so they are compared with a fixed
    /// volatility, the one of all bars before the first decision unless the policy states its own.
    /// </summary>
    /// <exception cref="InputRefusedException"><c>too-short</c>: no move before the first decision.</exception>
    public static PipelinePolicy PolicyFor(PipelinePolicy policy, BarSeries series, Timestamp start)
    {
        if (policy.FixedVolatility is not null)
        {
            return policy;
        }

        Bar[] before = [.. series.Bars.TakeWhile(b => b.OpenTime + series.Length <= start)];
        double squares = 0;
        for (int i = 1; i < before.Length; i++)
        {
            double r = Math.Log(before[i].Close / before[i - 1].Close);
            squares += r * r;
        }

        double years = before.Length < 2 ? 0 : (before[^1].OpenTime - before[0].OpenTime) / YearBasis.Calendar365.Length;
        return squares > 0 && years > 0
            ? policy with { FixedVolatility = Math.Sqrt(squares / years) }
            : throw new InputRefusedException("too-short", "No price moved before the first decision; a book needs a volatility to compare with.", "--test-start");
    }
}
