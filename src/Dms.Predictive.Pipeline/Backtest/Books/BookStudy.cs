using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Judges a policy of any kind with the forecast, with its GARCH part alone, and by itself.</summary>
public static class BookStudy
{
    /// <summary>Margin ÷ the policy's own margin that counts as a raise.</summary>
    public const double Raise = 1.10;

    private const int FewestOutcomes = 100;
    private const double LossThatJustifies = 0.5;

    // Called below this multiple of maintenance margin, topped up to initial: price noise must not call.
    private const double SearchLevel = 1.1;

    /// <summary>One row per rule; empty below 100 outcomes.</summary>
    /// <param name="book">Replayed book, in time order.</param>
    /// <param name="points">The decisions it was replayed at, one to one.</param>
    /// <param name="replay">What replayed it.</param>
    /// <param name="policy">Policy that decided the multipliers: confidence, horizon, step.</param>
    public static IReadOnlyList<BookRow> Of(
        IReadOnlyList<BookPoint> book, IReadOnlyList<BacktestPoint> points, BookReplay replay, PipelinePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(replay);
        ArgumentNullException.ThrowIfNull(policy);
        int[] kept = [.. Enumerable.Range(0, book.Count).Where(i => !double.IsNaN(book[i].Loss) && points[i].Variances is not null)];
        if (kept.Length < FewestOutcomes)
        {
            return [];
        }

        double[] losses = [.. kept.Select(i => Math.Max(0, book[i].Loss / replay.Notional))];
        MarginSample sample = new([.. kept.Select(i => points[i])], losses, policy);
        return [.. Enum.GetValues<BookRule>().Select(r => Row(r, kept, sample, book, replay))];
    }

    private static BookRow Row(
        BookRule rule, int[] kept, MarginSample sample, IReadOnlyList<BookPoint> book, BookReplay replay)
    {
        double[] rates = [.. kept.Select(i => book[i].Opening[(int)rule] / replay.Notional)];
        double scale = sample.ScaleToCoverage(rates);
        BookRaises raises = BookRaises.Of(kept.Select(i => book[i]), rule, replay.Baseline, sample.Policy.HorizonMinutes);
        HeldTally held = Follow(book, rule, replay.Baseline, sample.Policy.HorizonMinutes);
        return new BookRow
        {
            Rule = rule,
            Charged = sample.Judge(rule.ToString(), rates),
            Matched = sample.Judge(rule.ToString(), [.. rates.Select(r => r * scale)]) with { Matched = true },
            PeakToTrough = rates.Max() / rates.Min(),
            Shocks = raises.Shocks,
            ShocksMet = raises.Leads.Count,
            MedianLeadMinutes = raises.Leads.Count == 0 ? double.NaN : Quantile.Of([.. raises.Leads], 0.5),
            FalseRaisesPerDay = raises.False / Math.Max(raises.Days, 1e-9),
            Calls = held.Calls / held.Months,
            UnnecessaryCalls = held.Unnecessary / held.Months,
            CloseOuts = held.CloseOuts / (double)held.Opened,
            BadDebtPerTenThousand = 10_000 * held.BadDebt / replay.Notional / held.Opened,
        };
    }

    private static HeldTally Follow(IReadOnlyList<BookPoint> book, BookRule rule, double baseline, int horizonMinutes)
    {
        HeldTally tally = new(0, 0, 0, 0, 0, Math.Max(1e-9, (book[^1].AsOf - book[0].AsOf).TotalDays / 30));
        (double posted, double paid, bool below, bool gone) = (0, 0, false, false);
        for (int i = 0; i < book.Count; i++)
        {
            BookStand now = book[i].Held[(int)rule];
            if (book[i].Opens)
            {
                (posted, paid, below, gone) = (book[i].Opening[(int)rule], 0, false, false);
                tally = tally with { Opened = tally.Opened + 1 };
                continue;
            }

            // Below maintenance margin it is closed out at the next decision's price.
            if (below && !gone)
            {
                gone = true;
                tally = tally with { CloseOuts = tally.CloseOuts + 1, BadDebt = tally.BadDebt + Math.Max(0, -(posted + now.Profit)) };
            }

            below |= posted + now.Profit < now.Maintenance;
            double equity = posted + paid + now.Profit;
            if (equity < Math.Min(now.Initial, SearchLevel * now.Maintenance))
            {
                paid += now.Initial - equity;
                bool justified = LargestLossAfter(book, i, horizonMinutes, rule) >= LossThatJustifies * baseline;
                tally = tally with { Calls = tally.Calls + 1, Unnecessary = tally.Unnecessary + (justified ? 0 : 1) };
            }
        }

        return tally;
    }

    // Over the decisions of the horizon, or to its end where the day's book ends first.
    private static double LargestLossAfter(IReadOnlyList<BookPoint> book, int from, int horizonMinutes, BookRule rule)
    {
        double largest = double.IsNaN(book[from].Loss) ? 0 : book[from].Loss;
        for (int j = from + 1; j < book.Count && !book[j].Opens && (book[j].AsOf - book[from].AsOf).TotalMinutes <= horizonMinutes; j++)
        {
            largest = Math.Max(largest, book[from].Held[(int)rule].Profit - book[j].Held[(int)rule].Profit);
        }

        return largest;
    }

    private sealed record HeldTally(int Opened, int Calls, int Unnecessary, int CloseOuts, double BadDebt, double Months);
}
