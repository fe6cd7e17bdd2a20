using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Compares ways of setting the margin at matched coverage. The margin that is deployed comes first, the raw
/// blend second.</summary>
public static class MarginEconomics
{
    /// <summary>Name of the deployed, raise-only margin.</summary>
    public const string Deployed = "with forecast";

    /// <summary>Name of the margin that the venue itself charged.</summary>
    public const string Venue = "venue";

    private const int FewestOutcomes = 100;

    private static readonly (string Name, Func<BacktestPoint, double> Driver)[] Drivers =
    [
        (Deployed, p => p.Initial),
        ("blend", p => Math.Sqrt(p.Variances!.Blend)),
        ("ewma", p => Math.Sqrt(p.Variances!.Ewma)),
        ("garch", p => Math.Sqrt(p.Variances!.Garch)),
        ("static", _ => 1),
        ("baseline policy", p => p.Baseline),
    ];

    /// <summary>Rows at matched coverage, then the same ways with the conformal multiplier in place of hindsight.</summary>
    /// <param name="points">Decisions in time order.</param>
    /// <param name="moves">Absolute h-minute return after each decision as a fraction; NaN when unknown.</param>
    /// <param name="policy">Policy that decided: confidence, horizon, step.</param>
    /// <returns>Empty below 100 decisions that have a forecast and an outcome.</returns>
    public static IReadOnlyList<MarginRow> Of(IReadOnlyList<BacktestPoint> points, double[] moves, PipelinePolicy policy)
    {
        ArgumentNullException.ThrowIfNull(points);
        ArgumentNullException.ThrowIfNull(moves);
        ArgumentNullException.ThrowIfNull(policy);
        int[] rows = [.. Enumerable.Range(0, points.Count).Where(i => !double.IsNaN(moves[i]) && points[i].Variances is not null)];
        (string Name, Func<BacktestPoint, double> Driver)[] drivers = points.All(p => p.Venue is not null) ? [.. Drivers, (Venue, p => p.Venue!.Value)] : Drivers;
        if (rows.Length < FewestOutcomes)
        {
            return [];
        }

        MarginSample sample = new([.. rows.Select(i => points[i])], [.. rows.Select(i => moves[i])], policy);
        ConformalOptions options = new()
        {
            Tail = 1 - policy.Confidence,
            Overlap = Math.Max(1, policy.HorizonMinutes / policy.StepMinutes),
        };
        return
        [
            .. drivers.Select(d => Matched(d.Name, sample, d.Driver)),
            .. drivers.Where(d => d.Name != "static")
                .Select(d => Conformal(d.Name, sample, d.Driver, options)).Where(r => r is not null).Select(r => r!),
        ];
    }

    // Each margin is scaled so that exactly 1 − confidence of the moves exceed it; then cost compares.
    private static MarginRow Matched(string name, MarginSample sample, Func<BacktestPoint, double> driver)
    {
        double[] drivers = [.. sample.Points.Select(driver)];
        double[] ratios = [.. sample.Moves.Select((m, i) => m / drivers[i])];
        double scale = sample.ScaleToCoverage(drivers);
        double[] beyond = [.. ratios.Where(r => r > scale)];
        double shortfall = beyond.Length > 0 ? beyond.Average() : scale;
        double fz0 = 0;
        for (int i = 0; i < drivers.Length; i++)
        {
            fz0 += TailScore.Fz0(
                sample.Moves[i], scale * drivers[i], shortfall * drivers[i], 1 - sample.Policy.Confidence) / drivers.Length;
        }

        return sample.Judge(name, [.. drivers.Select(d => d * scale)]) with { Matched = true, Fz0 = fz0 };
    }

    private static MarginRow? Conformal(
        string name, MarginSample sample, Func<BacktestPoint, double> driver, ConformalOptions options)
    {
        double[] margins = ConformalMargins.Of(
            [.. sample.Points.Select(p => p.AsOf)], [.. sample.Points.Select(driver)], sample.Moves,
            TimeSpan.FromMinutes(sample.Policy.HorizonMinutes), options);
        int first = Array.FindIndex(margins, m => !double.IsNaN(m));
        return first < 0 || margins.Length - first < FewestOutcomes
            ? null
            : sample.From(first).Judge(name + ", conformal", margins[first..]);
    }
}
