using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// Ways of setting margins through the largest moves of a back-test, at the same average margin, by how long a raise must
/// stand before it counts for positions that are already open.
/// </summary>
public static class CrashStudy
{
    /// <summary>Name of the row over all windows together.</summary>
    public const string AllWindows = "all crashes";

    private const int MostWindows = 5;
    private const int FewestDecisions = 100;

    private static readonly (string Name, Func<BacktestPoint, double> Margin)[] Rules =
    [
        (MarginEconomics.Deployed, p => p.Initial),
        ("garch only", p => p.Reactive),
        ("ewma", p => Math.Sqrt(p.Variances!.Ewma)),
        ("static", _ => 1),
    ];

    /// <summary>Lengths of notice, minutes.</summary>
    public static IReadOnlyList<int> Notices { get; } = [0, 10, 60, 240];

    /// <summary>Windows, largest move first, and rows by window, notice and rule.</summary>
    /// <param name="points">Decisions in time order.</param>
    /// <param name="moves">Absolute return over the horizon after each; NaN when unknown.</param>
    /// <param name="series">Bars over the span and the day after it, as far as there are any.</param>
    /// <param name="policy">Policy that decided: horizon, step, maintenance ratio.</param>
    /// <param name="notices">Minutes; null = <see cref="Notices"/>.</param>
    /// <returns>Nothing below 100 decisions with a forecast and an outcome.</returns>
    public static (IReadOnlyList<CrashWindow> Windows, IReadOnlyList<CrashRow> Rows) Of(
        IReadOnlyList<BacktestPoint> points, double[] moves, BarSeries series, PipelinePolicy policy, IReadOnlyList<int>? notices = null)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(moves);
        ArgumentNullException.ThrowIfNull(series);
        ArgumentNullException.ThrowIfNull(policy);
        int[] kept = [.. Enumerable.Range(0, points.Count).Where(i => !double.IsNaN(moves[i]) && points[i].Variances is not null)];
        if (kept.Length < FewestDecisions)
        {
            return ([], []);
        }

        BacktestPoint[] judged = [.. kept.Select(i => points[i])];
        (string Name, Func<BacktestPoint, double> Margin)[] rules =
            judged.All(p => p.Venue is not null) ? [.. Rules, (MarginEconomics.Venue, p => p.Venue!.Value)] : Rules;
        CrashSample sample = new(judged, [.. kept.Select(i => moves[i])], HeldMarket.Of(judged, series, policy), policy);
        IReadOnlyList<CrashWindow> windows = CrashWindow.Find(sample.Market.Times, sample.Moves, MostWindows);
        return (windows, [.. (notices ?? Notices).SelectMany(n => sample.At(n, windows, [.. rules.Select(r => (r.Name, judged.Select(r.Margin).ToArray()))]))]);
    }

    private sealed record CrashSample(BacktestPoint[] Points, double[] Moves, HeldMarket Market, PipelinePolicy Policy)
    {
        public IEnumerable<CrashRow> At(int notice, IReadOnlyList<CrashWindow> windows, IReadOnlyList<(string Name, double[] Margins)> rules)
        {
            TimeSpan stands = TimeSpan.FromMinutes(notice);
            double average = MarginInForce.Of(Market.Times, rules[0].Margins, stands).Average();
            Played[] played = [.. rules.Select(r => Play(r.Name, r.Margins, stands, average))];
            IEnumerable<(string Name, Func<Timestamp, bool> Holds)> parts =
                windows.OrderBy(w => w.Worst).Select(w => (Day(w.Worst), (Func<Timestamp, bool>)w.Holds))
                    .Prepend((AllWindows, t => windows.Any(w => w.Holds(t))));
            return parts.SelectMany(part =>
            {
                int[] decisions = [.. Enumerable.Range(0, Moves.Length).Where(i => part.Holds(Market.Times[i]))];
                int[] pairs = [.. Enumerable.Range(0, played[0].Pairs.Length).Where(k => part.Holds(Market.Times[played[0].Pairs[k].Opened]))];
                return decisions.Length < 2 || pairs.Length < 2
                    ? []
                    : played.Select(p => Row(part.Name, notice, p, played[0], decisions, pairs));
            });
        }

        // Scaled so that existing positions pay the same on average as under the margin with forecast.
        private Played Play(string name, double[] margins, TimeSpan notice, double average)
        {
            double scale = average / MarginInForce.Of(Market.Times, margins, notice).Average();
            double[] asked = [.. margins.Select(m => m * scale)];
            double[] inForce = MarginInForce.Of(Market.Times, asked, notice);
            return new Played(name, asked, inForce, HeldAccounts.FollowAll(Market, asked, inForce, notice));
        }

        private CrashRow Row(string window, int notice, Played p, Played ours, int[] decisions, int[] pairs)
        {
            double[] short0 = [.. decisions.Select(i => Over(i, p.InForce))];
            double accountMonths = p.Pairs.Sum(x => x.HeldDays) / 30;
            return new CrashRow
            {
                Window = window,
                Rule = p.Name,
                NoticeMinutes = notice,
                AverageRate = p.InForce.Average(),
                Decisions = decisions.Length,
                Shortfall = short0.Average(),
                ShortfallNew = decisions.Average(i => Over(i, p.Asked)),
                ShortfallAvoided = ReferenceEquals(p, ours)
                    ? null
                    : Interval([.. decisions.Select((i, k) => short0[k] - Over(i, ours.InForce))], Math.Max(1, Policy.HorizonMinutes / Policy.StepMinutes)),
                BadDebt = 5_000 * pairs.Average(k => p.Pairs[k].BadDebt),
                BadDebtNew = 5_000 * pairs.Average(k => p.Pairs[k].BadDebtNew),
                BadDebtAvoided = ReferenceEquals(p, ours)
                    ? null
                    : Interval([.. pairs.Select(k => 5_000 * (Debt(p.Pairs[k]) - Debt(ours.Pairs[k])))], (int)(HeldAccounts.Holding / HeldAccounts.BetweenOpenings / 3)),
                CloseOuts = pairs.Average(k => p.Pairs[k].CloseOuts / 2.0),
                Calls = p.Pairs.Sum(x => x.Calls) / accountMonths,
                UnnecessaryCalls = p.Pairs.Sum(x => x.UnnecessaryCalls) / accountMonths,
            };
        }

        private double Over(int i, double[] margins) => 10_000 * Math.Max(0, Moves[i] - margins[i]);

        private static double Debt(HeldPair pair) => pair.BadDebt + pair.BadDebtNew;

        private static MeanInterval Interval(double[] differences, int overlap) =>
            StationaryBootstrap.OfMean(differences, StationaryBootstrap.MeanBlock(differences.Length, overlap));

        private static string Day(Timestamp time) => time.ToDateTimeOffset().ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    private sealed record Played(string Name, double[] Asked, double[] InForce, HeldPair[] Pairs);
}
