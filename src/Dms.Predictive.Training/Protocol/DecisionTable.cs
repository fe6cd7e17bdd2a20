using Dms.Predictive.Core;
using Dms.Predictive.Features;

namespace Dms.Predictive.Training;

/// <summary>One row per decision time: features as of it, what was known, and where it lies on the grid.</summary>
/// <remarks>Targets look ahead and are read through <see cref="Targets"/> only; features never do.</remarks>
public sealed class DecisionTable
{
    private readonly double[] _features;
    private readonly int[] _outages;

    internal DecisionTable(DecisionColumns columns)
    {
        (Schema, BarMinutes, StepMinutes) = (columns.Schema, columns.BarMinutes, columns.StepMinutes);
        Minutes = [.. columns.Minutes];
        LastBar = [.. columns.LastBars];
        Thresholds = [.. columns.Thresholds];
        Realized10 = [.. columns.Realized10];
        Returns = [.. columns.Returns];
        ClippedReturns = columns.ClippedReturns;
        FirstMinute = columns.FirstMinute;
        _features = [.. columns.Features];
        _outages = [.. columns.OutageTotals];
    }

    /// <summary>Schema of the market features.</summary>
    public FeatureSchema Schema { get; }

    /// <summary>Bar length in minutes.</summary>
    public int BarMinutes { get; }

    /// <summary>Spacing of decisions in minutes.</summary>
    public int StepMinutes { get; }

    /// <summary>Minute since the epoch at which the first bar opens.</summary>
    public long FirstMinute { get; }

    /// <summary>Number of decisions.</summary>
    public int Count => Minutes.Length;

    /// <summary>Decision times, minutes since the epoch, ascending.</summary>
    public long[] Minutes { get; }

    /// <summary>Grid index of the last bar known at each decision.</summary>
    public int[] LastBar { get; }

    /// <summary>Spike threshold at each decision, percent²; NaN before five days.</summary>
    public double[] Thresholds { get; }

    /// <summary>Realized variance of the ten minutes before each decision, percent².</summary>
    public double[] Realized10 { get; }

    /// <summary>Grid returns in percent, clipped.</summary>
    public double[] Returns { get; }

    /// <summary>How many returns were clipped.</summary>
    public long ClippedReturns { get; }

    /// <summary>Market features of a decision.</summary>
    public ReadOnlySpan<double> Features(int decision) => _features.AsSpan(decision * Schema.Count, Schema.Count);

    /// <summary>Whether the last known bar lies in an outage.</summary>
    public bool InOutage(int decision) => OutagesIn(LastBar[decision], LastBar[decision]);

    /// <summary>Whether any grid bar from first to last, both included, lies in an outage.</summary>
    public bool OutagesIn(int firstBar, int lastBar) => _outages[lastBar + 1] > _outages[firstBar];

    /// <summary>Position of the first decision at or after a time.</summary>
    public int IndexAt(long minute)
    {
        int at = Array.BinarySearch(Minutes, minute);
        return at < 0 ? ~at : at;
    }
}
