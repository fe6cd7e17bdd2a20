namespace Dms.Predictive.Margin;

/// <summary>Parameters of the prefunded-pool policy.</summary>
public sealed record PrefundedPoolParameters
{
    /// <summary>Confidence level of the expected shortfall, in (0.5, 1).</summary>
    public required double Confidence { get; init; }

    /// <summary>Horizon in days; &gt; 0.</summary>
    public required double HorizonDays { get; init; }

    /// <summary>Days in a year of the volatility; &gt; 0.</summary>
    public double YearDays { get; init; } = 365;

    /// <summary>Annualized volatility of the exposure's price as a fraction, in (0, 100].</summary>
    public required double Volatility { get; init; }

    /// <summary>Maintenance margin as a fraction of initial margin, [0, 1].</summary>
    public required double MaintenanceRatio { get; init; }

    /// <summary>Largest exposure of one trader as a fraction of all layers; ≥ 0.</summary>
    public required decimal MaximumExposureFactor { get; init; }

    internal void Check()
    {
        const string At = "policy.parameters.";
        Refuse.Unless(Confidence is > 0.5 and < 1, At + "confidence", Confidence, "a level in (0.5, 1)");
        Refuse.Unless(double.IsFinite(HorizonDays) && HorizonDays > 0, At + "horizonDays", HorizonDays, "> 0 days");
        Refuse.Unless(double.IsFinite(YearDays) && YearDays > 0, At + "yearDays", YearDays, "> 0 days");
        Refuse.Unless(Volatility is > 0 and <= 100, At + "volatility", Volatility, "a fraction in (0, 100]");
        Refuse.Unless(
            MaintenanceRatio is >= 0 and <= 1, At + "maintenanceRatio", MaintenanceRatio, "a fraction in [0, 1]");
        Refuse.Unless(
            MaximumExposureFactor >= 0, At + "maximumExposureFactor", MaximumExposureFactor, ">= 0");
    }
}
