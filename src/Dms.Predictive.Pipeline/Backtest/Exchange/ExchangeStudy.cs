using Dms.Predictive.Margin;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// Sets ways of margining against the margins that an exchange really charged, all at the exchange's own average: breaches,
/// who raised first, how far and how fast margins moved, and how often for nothing.
/// </summary>
public static class ExchangeStudy
{
    /// <summary>Name of the exchange's own row.</summary>
    public const string Exchange = "exchange";

    private const double Raised = 1.2;
    private const int MedianDays = 60;
    private const int RunDays = 20;
    private const int CalmDays = 5;
    private const double TradingDaysPerYear = 252;

    /// <summary>Rows, the exchange first.</summary>
    /// <param name="days">Trading days of the span.</param>
    /// <param name="moves">Absolute return from each close to the next, fraction; one per day.</param>
    /// <param name="exchange">The exchange's margin in force at each close, fraction of notional.</param>
    /// <param name="amounts">The same per contract: raises are the exchange's, not the price's.</param>
    /// <param name="rules">Other ways, in any unit; each is scaled to the exchange's average.</param>
    public static (IReadOnlyList<RaiseRun> Runs, IReadOnlyList<ExchangeRow> Rows) Of(
        IReadOnlyList<DateOnly> days, double[] moves, double[] exchange, double[] amounts, IReadOnlyList<(string Name, double[] Rates)> rules)
    {
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(moves);
        ArgumentNullException.ThrowIfNull(exchange);
        ArgumentNullException.ThrowIfNull(amounts);
        ArgumentNullException.ThrowIfNull(rules);
        (int First, int Last)[] runs = [.. Runs(amounts)];
        double average = exchange.Average();
        return (
            [.. runs.Select(r => new RaiseRun(days[r.First], days[r.Last], (amounts[r.Last] / amounts[r.First - 1]) - 1))],
            [
                Judge(Exchange, exchange, moves, runs) with { LeadDays = [.. runs.Select(_ => (int?)0)] },
                .. rules.Select(r => Judge(r.Name, Scaled(r.Rates, average), moves, runs)),
            ]);
    }

    /// <summary>Runs of raises that add up to a fifth within twenty days: from the first raise to the last one without a longer pause.</summary>
    public static IEnumerable<(int First, int Last)> Runs(IReadOnlyList<double> amounts)
    {
        ArgumentNullException.ThrowIfNull(amounts);
        int[] raises = [.. Enumerable.Range(1, Math.Max(0, amounts.Count - 1)).Where(i => amounts[i] > amounts[i - 1])];
        for (int k = 0; k < raises.Length;)
        {
            int last = k;
            while (last + 1 < raises.Length && raises[last + 1] - raises[last] <= RunDays)
            {
                last++;
            }

            bool isLarge = Enumerable.Range(k, last - k + 1).Any(a =>
                Enumerable.Range(a, last - a + 1).Any(b => raises[b] - raises[a] <= RunDays && amounts[raises[b]] >= Raised * amounts[raises[a] - 1]));
            if (isLarge)
            {
                yield return (raises[k], raises[last]);
            }

            k = last + 1;
        }
    }

    private static double[] Scaled(double[] rates, double average)
    {
        double scale = average / rates.Average();
        return [.. rates.Select(r => r * scale)];
    }

    private static ExchangeRow Judge(string name, double[] rates, double[] moves, (int First, int Last)[] runs)
    {
        bool[] isRaised = IsRaised(rates);
        return new ExchangeRow
        {
            Name = name,
            AverageRate = rates.Average(),
            Breaches = rates.Zip(moves).Count(x => x.Second > x.First),
            ShortfallPerTenThousand = 10_000 * rates.Zip(moves).Average(x => Math.Max(0, x.Second - x.First)),
            LeadDays = [.. runs.Select(r => Lead(isRaised, r))],
            PeakToTrough = Procyclicality.PeakToTrough(rates)!.Value,
            LargestFiveDayRise = Procyclicality.LargestRise(rates, 5)!.Value,
            FalseAlarmsPerYear = FalseAlarms(isRaised, rates, moves) * TradingDaysPerYear / rates.Length,
        };
    }

    private static bool[] IsRaised(double[] rates) =>
        [.. rates.Select((r, i) => i >= MedianDays && r >= Raised * Quantile.Of(rates.AsSpan(i - MedianDays, MedianDays), 0.5))];

    // The stretch that stands at the exchange's first step began this many days before it.
    private static int? Lead(bool[] isRaised, (int First, int Last) run)
    {
        if (isRaised[run.First])
        {
            int began = run.First;
            while (began > 0 && isRaised[began - 1])
            {
                began--;
            }

            return run.First - began;
        }

        int later = Array.FindIndex(isRaised, run.First, run.Last - run.First + 1, r => r);
        return later < 0 ? null : run.First - later;
    }

    private static int FalseAlarms(bool[] isRaised, double[] rates, double[] moves)
    {
        int alarms = 0;
        for (int i = CalmDays; i < rates.Length; i++)
        {
            bool begins = isRaised[i] && !isRaised[(i - CalmDays)..i].Any(r => r);
            alarms += begins && !moves.Skip(i).Take(RunDays).Any(m => m >= 0.5 * rates[i]) ? 1 : 0;
        }

        return alarms;
    }
}
