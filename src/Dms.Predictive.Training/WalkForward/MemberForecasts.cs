namespace Dms.Predictive.Training;

/// <summary>ln forecasts of every member for one horizon, one value per decision; NaN where none was made.</summary>
/// <remarks>All were made by models that had not seen the outcome, so blend weights and calibration may learn from them.</remarks>
public sealed class MemberForecasts
{
    private readonly IReadOnlyList<string> _learned;

    /// <summary>Makes empty columns.</summary>
    /// <param name="decisions">Number of decisions.</param>
    /// <param name="learned">Ids of the learned members.</param>
    public MemberForecasts(int decisions, IReadOnlyList<string> learned)
    {
        ArgumentNullException.ThrowIfNull(learned);
        _learned = learned;
        LnEwma = Empty(decisions);
        LnGarch = Empty(decisions);
        LnHar = Empty(decisions);
        LnUnscaled = [.. learned.Select(_ => Empty(decisions))];
        LnLearned = [.. learned.Select(_ => Empty(decisions))];
        LnBlend = Empty(decisions);
        SpikeProbability = Empty(decisions);
    }

    /// <summary>ln ewma.</summary>
    public double[] LnEwma { get; }

    /// <summary>ln garch.</summary>
    public double[] LnGarch { get; }

    /// <summary>ln har.</summary>
    public double[] LnHar { get; }

    /// <summary>Forecasts of the learned members before their scale, by member.</summary>
    public IReadOnlyList<double[]> LnUnscaled { get; }

    /// <summary>ln of the learned members as issued, by member.</summary>
    public IReadOnlyList<double[]> LnLearned { get; }

    /// <summary>ln blend as issued.</summary>
    public double[] LnBlend { get; }

    /// <summary>Calibrated spike probability as issued.</summary>
    public double[] SpikeProbability { get; }

    /// <summary>Columns of the issued members by model id.</summary>
    public IReadOnlyList<(string Model, double[] Ln)> Issued =>
    [
        ("ewma", LnEwma), ("garch", LnGarch), ("har", LnHar), .. _learned.Zip(LnLearned), ("blend", LnBlend),
    ];

    private static double[] Empty(int n)
    {
        double[] values = new double[n];
        Array.Fill(values, double.NaN);
        return values;
    }
}
