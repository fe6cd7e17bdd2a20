using Dms.Predictive.Core;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Workbench;

/// <summary>What a scientist may change about a training; all else is the data protocol's.</summary>
public sealed record TrainingPlan
{
    /// <summary>Only outcomes known by this time are used.</summary>
    public required Timestamp TrainEnd { get; init; }

    /// <summary>Horizons in minutes, multiples of the bar.</summary>
    public IReadOnlyList<int> HorizonsMinutes { get; init; } = [10, 60];

    /// <summary>Settings of the trees.</summary>
    public BoostingRecipe Trees { get; init; } = new();

    /// <summary>What models are taught.</summary>
    public LabelRecipe Label { get; init; } = new();

    /// <summary>Seed of every draw, ≥ 0.</summary>
    public int Seed { get; init; } = 17;

    /// <summary>Days between refits of an evaluation; 0 = the first of every month.</summary>
    public int RefitDays { get; init; }

    /// <summary>The plan as a protocol; the protocol's own label is left out, so that equal plans have equal
    /// hashes.</summary>
    internal EvaluationProtocol ToProtocol() => new()
    {
        HorizonMinutes = [.. HorizonsMinutes.Distinct().Order()],
        Trees = Trees,
        Label = Label == new LabelRecipe() ? null : Label,
        Seed = Seed,
        RefitDays = RefitDays,
    };
}
