using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What the requirement is measured by.</summary>
public enum TailMeasure
{
    /// <summary>Loss quantile.</summary>
    ValueAtRisk = 0,

    /// <summary>Mean loss beyond the quantile.</summary>
    ExpectedShortfall,
}

/// <summary>Parameters of the parametric policy.</summary>
public sealed record ParametricParameters
{
    /// <summary>Confidence level, in (0.5, 1).</summary>
    public required double Confidence { get; init; }

    /// <summary>Horizon in days; &gt; 0.</summary>
    public required double HorizonDays { get; init; }

    /// <summary>Days in a year of the volatilities; &gt; 0.</summary>
    public double YearDays { get; init; } = 365;

    /// <summary>Quantile or mean beyond it.</summary>
    public TailMeasure Measure { get; init; } = TailMeasure.ExpectedShortfall;

    /// <summary>Degrees of freedom of Student's t scaled to unit variance, in (2, 1e6]; null = normal.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>Maintenance margin as a fraction of initial margin, [0, 1].</summary>
    public required double MaintenanceRatio { get; init; }

    /// <summary>Largest share of the stand-alone requirements that offsets may take off, [0, 1].</summary>
    public double OffsetCap { get; init; } = 1;

    /// <summary>Whether options are margined by their delta; false = they are refused.</summary>
    public bool MarginsOptionsByDelta { get; init; }

    /// <summary>Annualized volatility per underlying as a fraction, in (0, 100]; ids are unique.</summary>
    public required IReadOnlyList<UnderlyingVolatility> Volatilities { get; init; }

    /// <summary>Correlation matrix in the order of <see cref="Volatilities"/>: symmetric, unit diagonal, positive
    /// semidefinite.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> Correlation { get; init; }

    internal void Check()
    {
        const string At = "policy.parameters.";
        Refuse.Unless(Confidence is > 0.5 and < 1, At + "confidence", Confidence, "a level in (0.5, 1)");
        Refuse.Unless(double.IsFinite(HorizonDays) && HorizonDays > 0, At + "horizonDays", HorizonDays, "> 0 days");
        Refuse.Unless(double.IsFinite(YearDays) && YearDays > 0, At + "yearDays", YearDays, "> 0 days");
        Refuse.Unless(Enum.IsDefined(Measure), At + "measure", Measure, "var or es");
        Refuse.Unless(
            DegreesOfFreedom is null or (> 2 and <= PinnedStudent.LargestDegreesOfFreedom),
            At + "degreesOfFreedom", DegreesOfFreedom, "in (2, 1e6]");
        Refuse.Unless(
            MaintenanceRatio is >= 0 and <= 1, At + "maintenanceRatio", MaintenanceRatio, "a fraction in [0, 1]");
        Refuse.Unless(OffsetCap is >= 0 and <= 1, At + "offsetCap", OffsetCap, "a fraction in [0, 1]");
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < Volatilities.Count; i++)
        {
            string row = $"{At}volatilities[{i}].";
            UnderlyingVolatility v = Volatilities[i];
            Refuse.Unless(seen.Add(v.Underlying), row + "underlying", v.Underlying, "one row per underlying");
            Refuse.Unless(v.Annualized is > 0 and <= 100, row + "annualized", v.Annualized, "a fraction in (0, 100]");
        }

        CorrelationRules.Check(Correlation, Volatilities.Count, At + "correlation");
    }
}

/// <summary>Volatility of one underlying.</summary>
/// <param name="Underlying">Underlying id.</param>
/// <param name="Annualized">Annualized volatility as a fraction, in (0, 100].</param>
public sealed record UnderlyingVolatility(string Underlying, double Annualized);
