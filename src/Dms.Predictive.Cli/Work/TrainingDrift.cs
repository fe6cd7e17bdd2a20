using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Features;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work;

/// <summary>Measures how inputs were distributed at the end of training, through the code that serves.</summary>
/// <param name="Series">Bars of the market.</param>
/// <param name="Side">What accompanied them.</param>
/// <param name="StepMinutes">Spacing of decisions.</param>
/// <param name="End">End of training.</param>
internal sealed record TrainingDrift(BarSeries Series, SideHistory Side, int StepMinutes, Timestamp End)
{
    private const int SpacingMinutes = 30;
    private const int Largest = 5;
    private const int AttributedRows = 256;
    private static readonly TimeSpan Span = TimeSpan.FromDays(120);

    /// <summary>The model with a reference for every horizon whose span is long enough.</summary>
    public ForecastModel Complete(ForecastModel model, CancellationToken cancellation)
    {
        int spacing = Math.Max(SpacingMinutes, StepMinutes);
        IReadOnlyList<IssuedForecast> issued = ForecastReplay.Run(Series, model, (End - Span, End), spacing, cancellation, Side);
        return model with { Horizons = [.. model.Horizons.Select(h => h with { Drift = Of(h, [.. issued.Where(f => f.HorizonMinutes == h.Baselines.HorizonMinutes)], spacing) })] };
    }

    private static DriftReference? Of(HorizonModel horizon, IssuedForecast[] issued, int spacing)
    {
        if (issued.Length == 0)
        {
            return null;
        }

        IReadOnlyList<string> names = [.. issued[0].Row.Schema.Features.Select(f => f.Name)];
        IReadOnlyList<double[]> rows = [.. issued.Select(f => f.Row.Values.ToArray())];
        return DriftReference.Measure(spacing, names, rows, Top(horizon, rows));
    }

    // The member that counts most says which inputs are the largest; a network names none, and all its inputs are alike.
    private static HashSet<string> Top(HorizonModel horizon, IReadOnlyList<double[]> rows)
    {
        LearnedMember main = horizon.Learned.Select((m, i) => (m, horizon.Pool.Weights[i + 2])).MaxBy(p => p.Item2).m;
        if (main.Model is not Forest forest)
        {
            return [];
        }

        PathDependentAttributor attributor = new(forest);
        double[] sums = new double[forest.FeatureNames.Count], phi = new double[sums.Length];
        int stride = Math.Max(1, rows.Count / AttributedRows);
        for (int i = 0; i < rows.Count; i += stride)
        {
            attributor.Attribute(rows[i], phi);
            for (int j = 0; j < phi.Length; j++)
            {
                sums[j] += Math.Abs(phi[j]);
            }
        }

        return [.. forest.FeatureNames.Select((name, j) => (name, sums[j])).Where(p => p.Item2 > 0).OrderByDescending(p => p.Item2).Take(Largest).Select(p => p.name)];
    }
}
