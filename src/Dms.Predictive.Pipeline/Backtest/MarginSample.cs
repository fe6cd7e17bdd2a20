using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Decisions with a known outcome, and how a margin did on them.</summary>
/// <param name="Points">Decisions in time order.</param>
/// <param name="Moves">Absolute return after each, fraction.</param>
/// <param name="Policy">Confidence and horizon.</param>
internal sealed record MarginSample(BacktestPoint[] Points, double[] Moves, PipelinePolicy Policy)
{
    private static readonly string[] RegimeNames = ["calm", "mid", "high", "top 5 %"];

    /// <summary>The sample without its first decisions.</summary>
    public MarginSample From(int first) => new(Points[first..], Moves[first..], Policy);

    /// <summary>The multiplier after which exactly the confidence of the moves lies within the margins.</summary>
    public double ScaleToCoverage(double[] margins) =>
        Quantile.Of([.. Moves.Select((m, i) => m / margins[i])], Policy.Confidence);

    /// <summary>Judges margins, one per decision, fractions of notional.</summary>
    public MarginRow Judge(string name, double[] margins)
    {
        (double shortfall, double pinball) = (0, 0);
        for (int i = 0; i < margins.Length; i++)
        {
            double over = Moves[i] - margins[i];
            shortfall += Math.Max(over, 0) / margins.Length;
            pinball += Math.Max(Policy.Confidence * over, (Policy.Confidence - 1) * over) / margins.Length;
        }

        CoverageSlice all = Part("all", Enumerable.Range(0, margins.Length), margins);
        (CoverageResult? tests, TrafficLightZone? light) = Tests(margins);
        return new MarginRow
        {
            Name = name,
            Matched = false,
            Outcomes = margins.Length,
            Coverage = all.Coverage,
            AverageRate = all.AverageRate,
            ShortfallPerTenThousand = 10_000 * shortfall,
            Pinball = pinball,
            Fz0 = double.NaN,
            PeakToMedian = margins.Max() / Quantile.Of(margins, 0.5),
            LargestHourStep = Step(margins, TimeSpan.FromHours(1)),
            LargestDayStep = Step(margins, TimeSpan.FromDays(1)),
            Tests = tests,
            TrafficLight = light,
            Quarters = Group(margins, i => QuarterOf(Points[i].AsOf)),
            Regimes = Regimes(margins),
        };
    }

    private CoverageSlice Part(string name, IEnumerable<int> rows, double[] margins)
    {
        (int count, int within, double sum) = (0, 0, 0);
        foreach (int i in rows)
        {
            count++;
            within += Moves[i] <= margins[i] ? 1 : 0;
            sum += margins[i];
        }

        return new CoverageSlice(name, count, within / (double)count, sum / count);
    }

    private List<CoverageSlice> Group(double[] margins, Func<int, string> keyOf) =>
        [.. Enumerable.Range(0, margins.Length).GroupBy(keyOf).Select(g => Part(g.Key, g, margins))];

    private List<CoverageSlice> Regimes(double[] margins)
    {
        double[] levels = [.. Points.Select(p => p.Variances!.Ewma)];
        double[] ordered = [.. levels.Order()];
        double[] edges = [.. new[] { 1 / 3.0, 2 / 3.0, 0.95 }.Select(q => Quantile.OfOrdered(ordered, q))];
        return [.. Group(margins, i => RegimeNames[edges.Count(e => levels[i] >= e)])
            .OrderBy(p => Array.IndexOf(RegimeNames, p.Name))];
    }

    private double Step(double[] margins, TimeSpan window)
    {
        (int from, int to) = RateSteps.Largest([.. Points.Select(p => p.AsOf)], margins, window);
        return margins[to] - margins[from];
    }

    // Outcomes that share bars are not independent; tests use one per horizon.
    private (CoverageResult? Tests, TrafficLightZone? Light) Tests(double[] margins)
    {
        List<bool> breaches = [];
        Timestamp next = Points[0].AsOf;
        for (int i = 0; i < margins.Length; i++)
        {
            if (Points[i].AsOf >= next)
            {
                breaches.Add(Moves[i] > margins[i]);
                next = Points[i].AsOf + TimeSpan.FromMinutes(Policy.HorizonMinutes);
            }
        }

        double tail = 1 - Policy.Confidence;
        return breaches.Count < 2
            ? (null, null)
            : (CoverageTests.Run([.. breaches], tail), TrafficLight.Of(breaches.Count(b => b), breaches.Count, tail));
    }

    private static string QuarterOf(Timestamp time)
    {
        DateTimeOffset date = time.ToDateTimeOffset();
        return string.Create(CultureInfo.InvariantCulture, $"{date.Year} Q{((date.Month - 1) / 3) + 1}");
    }
}
