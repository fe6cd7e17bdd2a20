using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Report;

/// <summary>
/// One change of initial margin with its parts in currency. The parts must sum to the booked change to the unit;
/// the writer refuses one that does not.
/// </summary>
public sealed record MarginRaise
{
    /// <summary>Name in tables: <c>BTC-PERP 13:46</c>, or the case (missed spike, false spike).</summary>
    public required string Name { get; init; }

    /// <summary>Time of the decision explained.</summary>
    public required Timestamp At { get; init; }

    /// <summary>Currency of all amounts: <c>USD</c>.</summary>
    public required string Currency { get; init; }

    /// <summary>What the change is measured from: <c>margin without the forecast</c>, <c>margin at 13:30</c>.</summary>
    public required string From { get; init; }

    /// <summary>Booked margin before, in currency.</summary>
    public required decimal Before { get; init; }

    /// <summary>Booked margin after, in currency.</summary>
    public required decimal After { get; init; }

    /// <summary>Booked parts, in the order of the computation.</summary>
    public required IReadOnlyList<MarginPart> Parts { get; init; }

    /// <summary>(After − Before) − Σ parts, in currency; reads 0.00.</summary>
    public decimal Residual => After - Before - Parts.Sum(part => part.Amount);
}

/// <summary>One part of a margin change.</summary>
/// <param name="Name">Feature name, member or rule, as the reader should see it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Amount">Booked, in currency, signed.</param>
/// <param name="FeatureValue">Value of the feature in its own unit; absent for other kinds.</param>
/// <param name="Score">φ in the unit of the score; absent for other kinds.</param>
public sealed record MarginPart(
    string Name, MarginPartKind Kind, decimal Amount, Measured FeatureValue, Measured Score);

/// <summary>Kind of a part.</summary>
public enum MarginPartKind
{
    /// <summary>What the average forecast alone gives.</summary>
    BaseRate = 0,

    /// <summary>A feature of the explained model.</summary>
    Feature,

    /// <summary>Another member of the blend.</summary>
    Member,

    /// <summary>Cut or raise by a cap, floor, ramp or the raise-only rule.</summary>
    Limit,

    /// <summary>Position, price, policy, add-on … of the margin function.</summary>
    Player,

    /// <summary>Rounding to the quantum.</summary>
    Rounding,
}
