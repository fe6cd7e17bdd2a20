using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>Ways in which a policy of any kind is replayed.</summary>
public enum BookRule
{
    /// <summary>Raised by the whole forecast.</summary>
    WithForecast = 0,

    /// <summary>Raised by the GARCH part of it alone.</summary>
    GarchOnly,

    /// <summary>The policy by itself.</summary>
    WithoutForecast,
}

/// <summary>A book at one decision. Money in quote at the prices of the book's own request.</summary>
/// <param name="AsOf">Decision time.</param>
/// <param name="Loss">What the book loses over the horizon; negative = a profit, NaN when unknown.</param>
/// <param name="Opening">Initial margin of the book opened now, by rule.</param>
/// <param name="Held">The book opened at the first decision of the day, as it stands now, by rule.</param>
public sealed record BookPoint(Timestamp AsOf, double Loss, double[] Opening, BookStand[] Held)
{
    /// <summary>Whether the held book was opened at this decision.</summary>
    public required bool Opens { get; init; }
}

/// <summary>A held book now.</summary>
/// <param name="Profit">Change of its equity since it was opened.</param>
/// <param name="Initial">Initial margin.</param>
/// <param name="Maintenance">Maintenance margin in force.</param>
public readonly record struct BookStand(double Profit, double Initial, double Maintenance);
