using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>A forecast as it would have been with another row before the learned members: they are scored again as they serve,
/// log-HAR and GARCH stand as issued, and a member that falls silent leaves its weight to the others as in service.</summary>
public sealed class DisturbedForecast
{
    private readonly HorizonModel _model;
    private readonly IRowModel[] _fast;

    /// <param name="model">The model of the horizon.</param>
    public DisturbedForecast(HorizonModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        (_model, _fast) = (model, [.. model.Learned.Select(l => FlatForest.Of(l.Model))]);
    }

    /// <summary>The forecast with another row.</summary>
    /// <param name="issued">As it was issued.</param>
    /// <param name="row">The row that the learned members read; NaN = missing.</param>
    public IssuedForecast With(IssuedForecast issued, ReadOnlySpan<double> row)
    {
        ArgumentNullException.ThrowIfNull(issued);
        double[] ln = [.. issued.LnMembers];
        for (int m = 0; m < _fast.Length; m++)
        {
            ln[m + 2] = _model.Learned[m].Ln(row, _fast[m].Score(row), issued.LnMembers[0]);
        }

        bool[] present = [.. ln.Select(double.IsFinite)];
        double[] weights = present.SequenceEqual(issued.LnMembers.Select(double.IsFinite))
            ? [.. issued.PoolWeights]
            : new LogPoolWeights(0, [.. issued.PoolWeights]).Renormalize(present);
        double sum = issued.LnLevel;
        for (int m = 0; m < ln.Length; m++)
        {
            sum += present[m] ? weights[m] * ln[m] : 0;
        }

        return issued with { LnMembers = ln, PoolWeights = weights, LnBlend = sum };
    }
}
