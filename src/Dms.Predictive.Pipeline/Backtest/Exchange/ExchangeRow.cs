namespace Dms.Predictive.Pipeline;

/// <summary>A run of raises by an exchange.</summary>
/// <param name="First">First day on which a raise of the run held.</param>
/// <param name="Last">Last one.</param>
/// <param name="Rise">Margin after the run ÷ before it, less 1.</param>
public sealed record RaiseRun(DateOnly First, DateOnly Last, double Rise);

/// <summary>How one way of setting margins compares with the exchange's own.</summary>
public sealed record ExchangeRow
{
    /// <summary>What sets the margin.</summary>
    public required string Name { get; init; }

    /// <summary>Average margin, fraction of notional; the same for all rows.</summary>
    public required double AverageRate { get; init; }

    /// <summary>Days whose move to the next close exceeded the margin.</summary>
    public required int Breaches { get; init; }

    /// <summary>Mean of what moves exceeded the margin by, per 10,000 of notional.</summary>
    public required double ShortfallPerTenThousand { get; init; }

    /// <summary>Trading days by which the rate stood 20 % above its 60-day median before the first step of each run of the exchange; null = not by its last step. 0 = the same day.</summary>
    public required IReadOnlyList<int?> LeadDays { get; init; }

    /// <summary>Largest ÷ smallest margin.</summary>
    public required double PeakToTrough { get; init; }

    /// <summary>Largest rise in five days, fraction.</summary>
    public required double LargestFiveDayRise { get; init; }

    /// <summary>Rises to 20 % above the median, a year, not followed within 20 days by a move of half the margin.</summary>
    public required double FalseAlarmsPerYear { get; init; }

    /// <summary>Median lead; null when a run was never met or there is none.</summary>
    public double? MedianLead => LeadDays.Count == 0 || LeadDays.Any(l => l is null)
        ? null
        : Median([.. LeadDays.Select(l => (double)l!.Value).Order()]);

    private static double Median(double[] ordered) => (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
}
