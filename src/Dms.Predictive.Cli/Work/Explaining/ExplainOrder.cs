using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>What a model report is asked for.</summary>
internal sealed record ExplainOrder
{
    /// <summary>The verified bundle.</summary>
    public required ModelBundle Bundle { get; init; }

    /// <summary>Bars.</summary>
    public required BarHistory History { get; init; }

    /// <summary>What accompanies the bars.</summary>
    public SideFiles Side { get; init; } = SideFiles.None;

    /// <summary>Horizon, minutes; null = 60 where the model has it, else its longest.</summary>
    public int? HorizonMinutes { get; init; }

    /// <summary>Who answers for the version.</summary>
    public ExplainGovernance Governance { get; init; } = ExplainGovernance.None;

    /// <summary>Learned member; null = the one with the largest weight in the blend.</summary>
    public string? Member { get; init; }

    /// <summary>Whether values are interventional over the bundle's background; otherwise path-dependent.</summary>
    public bool IsInterventional { get; init; } = true;

    /// <summary>Most decisions explained; the latest ones.</summary>
    public int MostRows { get; init; } = 10_000;

    /// <summary>First decision, or null.</summary>
    public Timestamp? From { get; init; }

    /// <summary>End of the decisions, exclusive, or null.</summary>
    public Timestamp? To { get; init; }

    /// <summary>Seed of resampling and of drawn decisions.</summary>
    public int Seed { get; init; } = 17;

    /// <summary>Seeds, and draws of days for each, under which the member is trained again, 0 or ≥ 2; 0 = it is not.</summary>
    public int Retrain { get; init; }

    /// <summary>Rows taken apart at the same time, ≥ 1; the result does not depend on it.</summary>
    public int Threads { get; init; } = 2;
}
