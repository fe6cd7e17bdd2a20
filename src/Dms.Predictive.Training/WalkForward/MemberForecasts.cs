namespace Dms.Predictive.Training;

/// <summary>ln forecasts of every member for one horizon, one value per decision; NaN where none was made.</summary>
/// <remarks>All were made by models that had not seen the outcome, so blend weights and calibration may learn from them.</remarks>
public sealed class MemberForecasts
{
    /// <summary>Makes empty columns.</summary>
    public MemberForecasts(int decisions)
    {
        LnEwma = Empty(decisions);
        LnGarch = Empty(decisions);
        LnHar = Empty(decisions);
        LnTreesRaw = Empty(decisions);
        LnTrees = Empty(decisions);
        LnBlend = Empty(decisions);
        SpikeProbability = Empty(decisions);
    }

    /// <summary>ln ewma.</summary>
    public double[] LnEwma { get; }

    /// <summary>ln garch.</summary>
    public double[] LnGarch { get; }

    /// <summary>ln har.</summary>
    public double[] LnHar { get; }

    /// <summary>Score of the trees before their scale.</summary>
    public double[] LnTreesRaw { get; }

    /// <summary>ln gbdt as issued.</summary>
    public double[] LnTrees { get; }

    /// <summary>ln blend as issued.</summary>
    public double[] LnBlend { get; }

    /// <summary>Calibrated spike probability as issued.</summary>
    public double[] SpikeProbability { get; }

    /// <summary>Columns of the issued members by model id.</summary>
    public IReadOnlyList<(string Model, double[] Ln)> Issued =>
        [("ewma", LnEwma), ("garch", LnGarch), ("har", LnHar), ("gbdt", LnTrees), ("blend", LnBlend)];

    private static double[] Empty(int n)
    {
        double[] values = new double[n];
        Array.Fill(values, double.NaN);
        return values;
    }
}
