using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>The eligible decisions of one horizon with outcomes, forecasts and losses of every model.</summary>
internal sealed class ScoredHorizon
{
    /// <summary>Models that a learner has to beat; those a protocol always issues.</summary>
    public static readonly string[] BaselineIds = ["ewma", "garch", "har"];

    private readonly Dictionary<string, double> _shares = [];

    public ScoredHorizon(WalkForwardRun run, int horizon, (Timestamp Start, Timestamp End) span)
    {
        (Table, Target, Forecasts) = (run.Table, run.Targets[horizon], run.Forecasts[horizon]);
        int first = Table.IndexAt(span.Start.Minutes);
        int end = Table.IndexAt(span.End.Minutes);
        Rows = [.. Enumerable.Range(first, Math.Max(0, end - first)).Where(Target.Eligible)];
        Realized = [.. Rows.Select(d => Target[d])];
        Overlap = Math.Clamp(Target.HorizonMinutes / Table.StepMinutes, 1, Math.Max(1, Rows.Count / 2));
        MeanBlock = StationaryBootstrap.MeanBlock(Math.Max(1, Rows.Count), Overlap);
        foreach ((string model, double[] ln) in Forecasts.Issued)
        {
            Hold(model, ln);
        }
    }

    public DecisionTable Table { get; }

    public Targets Target { get; }

    public MemberForecasts Forecasts { get; }

    /// <summary>Eligible decisions.</summary>
    public List<int> Rows { get; }

    /// <summary>Outcome per row, percent², floor included.</summary>
    public double[] Realized { get; }

    /// <summary>Decisions that share outcome minutes.</summary>
    public int Overlap { get; }

    /// <summary>Mean block of the bootstrap.</summary>
    public double MeanBlock { get; }

    /// <summary>Ids of the models that issued, in the order issued.</summary>
    public List<string> Models { get; } = [];

    /// <summary>Baselines that issued, lowest QLIKE first.</summary>
    public List<string> Baselines => [.. BaselineIds.Where(Losses.ContainsKey).OrderBy(b => Losses[b].Average())];

    /// <summary>Forecast per row by model.</summary>
    public Dictionary<string, double[]> Held { get; } = [];

    /// <summary>QLIKE per row by model.</summary>
    public Dictionary<string, double[]> Losses { get; } = [];

    /// <summary>Share of rows on which a model issued.</summary>
    public double IssuedShare(string model) => _shares[model];

    // Skipping cannot pay: a decision without a forecast is judged by the last one issued.
    private void Hold(string model, double[] ln)
    {
        int first = Rows.FindIndex(d => !double.IsNaN(ln[d]));
        if (first < 0)
        {
            return;
        }

        double last = ln[Rows[first]];
        double[] held = new double[Rows.Count];
        int issued = 0;
        for (int i = 0; i < Rows.Count; i++)
        {
            issued += double.IsNaN(ln[Rows[i]]) ? 0 : 1;
            last = double.IsNaN(ln[Rows[i]]) ? last : ln[Rows[i]];
            held[i] = Math.Exp(last);
        }

        Models.Add(model);
        Held[model] = held;
        Losses[model] = [.. held.Select((f, i) => ForecastLoss.Qlike(Realized[i], f))];
        _shares[model] = issued / (double)Rows.Count;
    }
}
