using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>Coverage and cost in a part of a back-test.</summary>
/// <param name="Name">Quarter or regime.</param>
/// <param name="Outcomes">Outcomes judged.</param>
/// <param name="Coverage">Share of the moves within the margin, in [0, 1].</param>
/// <param name="AverageRate">Average margin, fraction of notional.</param>
public sealed record CoverageSlice(string Name, int Outcomes, double Coverage, double AverageRate);

/// <summary>What one way of setting the margin cost and covered.</summary>
public sealed record MarginRow
{
    /// <summary>What sets the margin.</summary>
    public required string Name { get; init; }

    /// <summary>Whether one multiplier, found in hindsight, brings coverage to the target exactly; else the margin
    /// follows the adaptive conformal multiplier and uses nothing that was not known.</summary>
    public required bool Matched { get; init; }

    /// <summary>Outcomes judged; they overlap when decisions are closer than the horizon.</summary>
    public required int Outcomes { get; init; }

    /// <summary>Share of the moves within the margin, in [0, 1].</summary>
    public required double Coverage { get; init; }

    /// <summary>Average margin, fraction of notional.</summary>
    public required double AverageRate { get; init; }

    /// <summary>Mean of what moves exceeded the margin by, per 10,000 of notional.</summary>
    public required double ShortfallPerTenThousand { get; init; }

    /// <summary>Mean pinball loss at the confidence, fraction of notional; lower is better.</summary>
    public required double Pinball { get; init; }

    /// <summary>Mean FZ0 loss; NaN for conformal rows, whose shortfall is not modelled.</summary>
    public required double Fz0 { get; init; }

    /// <summary>Largest ÷ median margin.</summary>
    public required double PeakToMedian { get; init; }

    /// <summary>Largest rise of the rate within one hour, fraction of notional.</summary>
    public required double LargestHourStep { get; init; }

    /// <summary>Largest rise of the rate within one day, fraction of notional.</summary>
    public required double LargestDayStep { get; init; }

    /// <summary>Kupiec and Christoffersen tests on outcomes that do not overlap; null below two of them.</summary>
    public required CoverageResult? Tests { get; init; }

    /// <summary>Basel traffic light of the same outcomes; null below two of them.</summary>
    public required TrafficLightZone? TrafficLight { get; init; }

    /// <summary>By calendar quarter.</summary>
    public required IReadOnlyList<CoverageSlice> Quarters { get; init; }

    /// <summary>By thirds and the top twentieth of the EWMA variance at the decision.</summary>
    public required IReadOnlyList<CoverageSlice> Regimes { get; init; }
}
