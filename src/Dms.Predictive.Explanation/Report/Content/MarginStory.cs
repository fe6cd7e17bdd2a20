using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Report;

/// <summary>
/// The path of volatility and margin. All series run beside <see cref="Times"/>, oldest first, and are either empty
/// (not available) or of its length; NaN is a hole. Volatilities are annualized fractions (0.65 is 65 %), rates are
/// fractions of notional (0.021 is 2.1 %).
/// </summary>
public sealed record MarginStory
{
    /// <summary>Instrument id.</summary>
    public required string Instrument { get; init; }

    /// <summary>Times of the points, strictly rising.</summary>
    public required IReadOnlyList<Timestamp> Times { get; init; }

    /// <summary>Realized volatility as known at the time.</summary>
    public IReadOnlyList<double> RealizedVolatility { get; init; } = [];

    /// <summary>The policy's own baseline volatility.</summary>
    public IReadOnlyList<double> BaselineVolatility { get; init; } = [];

    /// <summary>Issued forecast volatility.</summary>
    public IReadOnlyList<double> ForecastVolatility { get; init; } = [];

    /// <summary>Initial margin with the forecast.</summary>
    public required IReadOnlyList<double> InitialRate { get; init; }

    /// <summary>Initial margin of the same policy without the forecast (multiplier 1).</summary>
    public required IReadOnlyList<double> InitialRateWithoutForecast { get; init; }

    /// <summary>Maintenance margin with the forecast.</summary>
    public IReadOnlyList<double> MaintenanceRate { get; init; } = [];

    /// <summary>Calibrated spike probability, in [0, 1].</summary>
    public IReadOnlyList<double> SpikeProbability { get; init; } = [];

    /// <summary>Price, quote currency.</summary>
    public IReadOnlyList<double> Price { get; init; } = [];

    /// <summary>The shock the story is about; absent when the window holds none.</summary>
    public ShockEvent? Shock { get; init; }

    /// <summary>Further shocks in the window.</summary>
    public IReadOnlyList<ShockEvent> OtherShocks { get; init; } = [];
}

/// <summary>A shock, and the alert before it.</summary>
/// <param name="Name">What happened: <c>planted shock</c>, <c>largest hourly move</c>.</param>
/// <param name="At">When it began.</param>
/// <param name="AlertAt">When the forecast first raised margin for it; absent when it did not.</param>
public sealed record ShockEvent(string Name, Timestamp At, Timestamp? AlertAt)
{
    /// <summary>Minutes from alert to shock, negative when the alert came late; absent without an alert.</summary>
    public double? LeadMinutes => AlertAt is { } alert ? (At - alert).TotalMinutes : null;
}
