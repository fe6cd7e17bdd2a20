using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>Rows of the trees, assembled exactly as serving assembles them.</summary>
internal sealed class TreeRows(DecisionTable table)
{
    private readonly FeatureSchema _schema = ScorerRow.Schema(table.Schema);
    private readonly HarRegressors _har = new(table.Schema);

    /// <summary>Columns of a row.</summary>
    public int Width => _schema.Count;

    /// <summary>Place of a feature in the row; −1 when there is none of this name.</summary>
    public int IndexOf(string feature) => Array.FindIndex([.. _schema.Features], f => f.Name == feature);

    /// <summary>Fills the row of one decision.</summary>
    public void Fill(int decision, BaselineModel baselines, ReadOnlySpan<double> reading, Span<double> row) =>
        ScorerRow.Assemble(table.Features(decision), Inputs(decision, baselines, reading), row);

    /// <summary>ln of the log-HAR forecast; NaN while warming up.</summary>
    public double LnHar(int decision, BaselineModel baselines)
    {
        Span<double> regressors = stackalloc double[_har.Count];
        return _har.TryPick(table.Features(decision), regressors) ? baselines.LnHar(regressors) : double.NaN;
    }

    /// <summary>Training rows of one member, in time order, with what it is to learn.</summary>
    public TrainingRows Table(List<int> decisions, Targets target, BaselineModel baselines, BaselineTrace trace, MemberRecipe recipe)
    {
        float[] values = new float[decisions.Count * Width];
        float[] labels = new float[decisions.Count];
        double[] row = new double[Width];
        bool[] hidden = Hidden(recipe);
        for (int i = 0; i < decisions.Count; i++)
        {
            int d = decisions[i];
            Fill(d, baselines, trace[d], row);
            for (int j = 0; j < Width; j++)
            {
                values[(i * Width) + j] = hidden[j] ? float.NaN : (float)row[j];
            }

            double har = recipe.Target == MemberTarget.HarResidual ? LnHar(d, baselines) : 0;
            labels[i] = (float)(Math.Log(target.TreeLabel(d)) - har);
        }

        return new TrainingRows([.. _schema.Features.Select(f => f.Name)], values, labels);
    }

    // A column that is missing in every training row is never split on, so nothing needs hiding when it serves.
    private bool[] Hidden(MemberRecipe recipe) =>
        [.. _schema.Features.Select(f => recipe.Families.Count > 0 && !recipe.Families.Contains(f.Family))];

    private BaselineInputs Inputs(int decision, BaselineModel baselines, ReadOnlySpan<double> reading) => new(
        baselines.LnGarch(reading),
        baselines.LnEwmaAt(reading, BaselineModel.FastEwma),
        baselines.LnEwmaAt(reading, BaselineModel.MiddleEwma),
        baselines.LnEwmaAt(reading, BaselineModel.SlowEwma),
        LnHar(decision, baselines),
        Math.Log(table.Thresholds[decision]));
}
