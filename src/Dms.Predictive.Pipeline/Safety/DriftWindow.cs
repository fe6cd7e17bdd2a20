using Dms.Predictive.Audit;

namespace Dms.Predictive.Pipeline;

/// <summary>The newest rows, counted on the bins of a reference. One writer.</summary>
internal sealed class DriftWindow
{
    /// <summary>Features outside their box that make a row an outlier.</summary>
    public const int OutlyingFeatures = 3;

    private const int MissingBin = -1;

    private readonly DriftReference _reference;
    private readonly ReferenceBins[] _bins;
    private readonly int[][] _counts;
    private readonly int[] _missing;
    private readonly Queue<(int[] Bins, bool IsOutlier)> _rows = new();
    private int _outliers;

    public DriftWindow(DriftReference reference)
    {
        _reference = reference;
        _bins = [.. reference.Features.Select(f => ReferenceBins.Of(f.Edges))];
        _counts = [.. reference.Features.Select(f => new int[f.Counts.Counts.Count])];
        _missing = new int[_bins.Length];
    }

    public bool IsFull => _rows.Count == DriftReference.WindowRows;

    /// <summary>Share of outlying rows.</summary>
    public double OutlierShare => (double)_outliers / _rows.Count;

    /// <summary>Stability index of a feature against the reference.</summary>
    public double Shift(int feature) => DistributionShift.PopulationStabilityIndex(
        _reference.Features[feature].Counts, new BinCounts(_counts[feature], _missing[feature]));

    /// <summary>Takes a row; the oldest leaves when there are too many.</summary>
    public void Add(ReadOnlySpan<double> row)
    {
        if (IsFull)
        {
            (int[] old, bool wasOutlier) = _rows.Dequeue();
            _outliers -= wasOutlier ? 1 : 0;
            Count(old, -1);
        }

        int[] bins = new int[_bins.Length];
        int outside = 0;
        for (int k = 0; k < bins.Length; k++)
        {
            DriftFeature feature = _reference.Features[k];
            double value = row[feature.Index];
            bins[k] = double.IsNaN(value) ? MissingBin : _bins[k].BinOf(value);
            outside += value < feature.Low || value > feature.High ? 1 : 0;
        }

        bool isOutlier = outside >= OutlyingFeatures;
        _outliers += isOutlier ? 1 : 0;
        Count(bins, 1);
        _rows.Enqueue((bins, isOutlier));
    }

    private void Count(int[] bins, int by)
    {
        for (int k = 0; k < bins.Length; k++)
        {
            if (bins[k] == MissingBin)
            {
                _missing[k] += by;
            }
            else
            {
                _counts[k][bins[k]] += by;
            }
        }
    }
}
