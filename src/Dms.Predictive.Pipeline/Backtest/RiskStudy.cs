using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>How honest a probability was.</summary>
/// <param name="Name">Which accounts, and which event.</param>
/// <param name="Cases">Accounts times decisions.</param>
/// <param name="Scores">Brier score, skill, calibration error, base rate.</param>
/// <param name="Predicted">Mean probability.</param>
/// <param name="Bins">Ten bins of equal count: said and seen.</param>
public sealed record RiskRow(string Name, long Cases, ReliabilityResult Scores, double Predicted, IReadOnlyList<ReliabilityPoint> Bins);

/// <summary>
/// Sets the probabilities of losing margin against what happened, on a book of accounts that stand at fixed multiples of
/// their maintenance margin, half long and half short.
/// </summary>
public static class RiskStudy
{
    private const int BinCount = 10;

    /// <summary>Equity ÷ maintenance margin of the accounts.</summary>
    public static IReadOnlyList<double> Buffers { get; } = [1.05, 1.1, 1.2, 1.35, 1.6, 2, 3];

    /// <summary>Judges all accounts together, then by buffer, for falling below maintenance margin; last, all together
    /// for falling below zero.</summary>
    /// <param name="points">Decisions in time order, with their outlook on moves.</param>
    /// <param name="series">Bars, from before the first decision to the end of the last horizon.</param>
    /// <param name="horizonMinutes">Span that the probabilities cover.</param>
    /// <returns>Empty when no decision has both an outlook on past moves and a whole horizon behind it.</returns>
    public static IReadOnlyList<RiskRow> Of(IReadOnlyList<BacktestPoint> points, BarSeries series, int horizonMinutes)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(series);
        List<Case>[] below = [.. Buffers.Select(_ => new List<Case>())];
        List<Case> zero = [];
        foreach ((BacktestPoint p, double low, double high) in Ranges(points, series, horizonMinutes))
        {
            for (int b = 0; b < Buffers.Count; b++)
            {
                double equity = Buffers[b] * p.Maintenance;
                if (equity >= 1)
                {
                    continue;
                }

                double down = p.Price * (1 - equity) / (1 - p.Maintenance), up = p.Price * (1 + equity) / (1 + p.Maintenance);
                below[b].Add(new Case(p.Moves!.Reaches(p.Price, down), low <= down));
                below[b].Add(new Case(p.Moves.Reaches(p.Price, up), high >= up));
                zero.Add(new Case(p.Moves.Reaches(p.Price, p.Price * (1 - equity)), low <= p.Price * (1 - equity)));
                zero.Add(new Case(p.Moves.Reaches(p.Price, p.Price * (1 + equity)), high >= p.Price * (1 + equity)));
            }
        }

        return zero.Count == 0
            ? []
            :
            [
                Row("below maintenance, all accounts", [.. below.SelectMany(c => c)]),
                .. below.Select((c, b) => Row(FormattableString.Invariant($"below maintenance, equity {Buffers[b]} times it"), c)),
                Row("below zero, all accounts", zero),
            ];
    }

    // A decision counts when its horizon has passed within the data.
    private static IEnumerable<(BacktestPoint Point, double Low, double High)> Ranges(
        IReadOnlyList<BacktestPoint> points, BarSeries series, int horizonMinutes)
    {
        Timestamp dataEnd = series.Bars[^1].OpenTime + series.Length;
        int first = 0;
        foreach (BacktestPoint p in points)
        {
            Timestamp end = p.AsOf + TimeSpan.FromMinutes(horizonMinutes);
            while (first < series.Bars.Count && series.Bars[first].OpenTime < p.AsOf)
            {
                first++;
            }

            if (end > dataEnd || p.Moves is not { Falls.Outcomes: > 0 })
            {
                continue;
            }

            (double low, double high) = (p.Price, p.Price);
            for (int i = first; i < series.Bars.Count && series.Bars[i].OpenTime < end; i++)
            {
                (low, high) = (Math.Min(low, series.Bars[i].Low), Math.Max(high, series.Bars[i].High));
            }

            yield return (p, low, high);
        }
    }

    private static RiskRow Row(string name, List<Case> cases)
    {
        bool[] labels = [.. cases.Select(c => c.Happened)];
        double[] said = [.. cases.Select(c => c.Probability)];
        Case[] ordered = [.. cases.OrderBy(c => c.Probability)];
        List<ReliabilityPoint> bins = [];
        for (int b = 0; b < BinCount; b++)
        {
            Case[] bin = ordered[(int)((long)b * ordered.Length / BinCount)..(int)((b + 1L) * ordered.Length / BinCount)];
            if (bin.Length > 0)
            {
                bins.Add(new ReliabilityPoint(bin.Average(c => c.Probability), bin.Count(c => c.Happened) / (double)bin.Length, bin.Length));
            }
        }

        return new RiskRow(name, cases.Count, ProbabilityScores.Reliability(labels, said), said.Average(), bins);
    }

    private readonly record struct Case(double Probability, bool Happened);
}
