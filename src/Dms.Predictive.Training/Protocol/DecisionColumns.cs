using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>Columns of a decision table while it is being filled.</summary>
internal sealed class DecisionColumns(FeatureSchema schema, int barMinutes, int stepMinutes)
{
    public FeatureSchema Schema { get; } = schema;

    public int BarMinutes { get; } = barMinutes;

    public int StepMinutes { get; } = stepMinutes;

    public long FirstMinute { get; set; }

    public long ClippedReturns { get; set; }

    public List<long> Minutes { get; } = [];

    public List<int> LastBars { get; } = [];

    public List<double> Thresholds { get; } = [];

    public List<double> Realized10 { get; } = [];

    public List<double> Features { get; } = [];

    public List<double> Returns { get; } = [];

    public List<int> OutageTotals { get; } = [0];
}
