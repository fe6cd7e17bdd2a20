using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>A way of setting margin that sees the past of one market.</summary>
public interface IMarginRule
{
    /// <summary>Takes what was seen in the last minute and sets the rates of the next.</summary>
    /// <param name="seen">Observed in the minute just over.</param>
    public RuleQuote Next(MarketObservation seen);
}

/// <summary>What a venue sees at the end of a minute.</summary>
/// <param name="At">End of the minute.</param>
/// <param name="LogReturn">Of the minute.</param>
/// <param name="Depth">Depth as observed, with its error, quote per unit of log price.</param>
/// <param name="OpenInterest">Σ |position| of all accounts, quote.</param>
public readonly record struct MarketObservation(Timestamp At, double LogReturn, double Depth, double OpenInterest);

/// <summary>Margin rates as fractions of notional.</summary>
/// <param name="Baseline">Initial margin without a forecast.</param>
/// <param name="Initial">Initial margin in force.</param>
/// <param name="Maintenance">Maintenance margin of positions without a raise, or before it.</param>
/// <param name="Raise">State of the raise; null = the rule knows no notice and its rates hold for all at once.</param>
public sealed record RuleQuote(double Baseline, double Initial, double Maintenance, RaiseState? Raise = null)
{
    /// <summary>Whether a rise is announced in this minute.</summary>
    public bool Announced { get; init; }

    /// <summary>End of the notice of the oldest announced rise; null = none is on its way.</summary>
    public Timestamp? NoticeEnds { get; init; }

    /// <summary>Maintenance rate of a position; at most the initial one.</summary>
    /// <param name="openedAt">When it was opened.</param>
    public double MaintenanceOf(Timestamp openedAt) => Raise is null
        ? Maintenance
        : Math.Min(Initial, Maintenance * RaiseSchedule.MaintenanceOf(Raise, openedAt));
}
