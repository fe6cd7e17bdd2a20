using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Where a version stands.</summary>
public enum VersionState
{
    /// <summary>Waits for approvals.</summary>
    Proposed = 0,

    /// <summary>Approved; in force from its time on, until the next one is.</summary>
    Approved,

    /// <summary>Somebody disagreed.</summary>
    Rejected,

    /// <summary>A guardian stopped it, or the version that it was made from.</summary>
    Vetoed,

    /// <summary>An emergency came before it was in force.</summary>
    Superseded,
}

/// <summary>A version of the parameters and its story.</summary>
public sealed record ParameterVersion
{
    /// <summary>The parameters.</summary>
    public required ParameterSet Set { get; init; }

    /// <summary>Hash of the version that it was made from; empty for the first.</summary>
    public required string Parent { get; init; }

    /// <summary>What it changes.</summary>
    public required IReadOnlyList<ParameterMove> Moves { get; init; }

    /// <summary>Where it stands.</summary>
    public required VersionState State { get; init; }

    /// <summary>When it is in force, once approved; before that the time asked for.</summary>
    public required Timestamp EffectiveAt { get; init; }

    /// <summary>Who put it forward.</summary>
    public required string Proposer { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>Hash of the back-test that it rests on; null = none was needed.</summary>
    public string? Evidence { get; init; }

    /// <summary>Who agreed, in order.</summary>
    public IReadOnlyList<string> Approvers { get; init; } = [];

    /// <summary>Whether one person put it in force at once.</summary>
    public bool IsEmergency { get; init; }

    /// <summary>Whether margin may fall by it.</summary>
    public bool MayLower => Moves.Any(m => m.MayLower);
}
