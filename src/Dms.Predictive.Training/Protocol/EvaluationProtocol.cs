using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>Everything that decides a walk-forward run besides the data; hashed before the test span is opened.</summary>
public sealed record EvaluationProtocol
{
    /// <summary>Horizons in minutes, each at least one bar.</summary>
    public IReadOnlyList<int> HorizonMinutes { get; init; } = [10, 60];

    /// <summary>Spacing of decision times in minutes; a multiple of the bar.</summary>
    public int StepMinutes { get; init; } = 5;

    /// <summary>Trailing days that HAR and the trees train on.</summary>
    public int TrainingDays { get; init; } = 365;

    /// <summary>Trailing days of returns that GARCH is fitted to.</summary>
    public int GarchDays { get; init; } = 180;

    /// <summary>Trailing days that scales and blend weights are fitted on.</summary>
    public int ScaleDays { get; init; } = 90;

    /// <summary>Trailing days that the spike calibration is fitted on.</summary>
    public int CalibrationDays { get; init; } = 365;

    /// <summary>Days of features before the first usable row.</summary>
    public int WarmUpDays { get; init; } = 7;

    /// <summary>Fewest days of rows that a fit accepts.</summary>
    public int MinimumDays { get; init; } = 14;

    /// <summary>Days left out between a training block and the block that judges it.</summary>
    public int EmbargoDays { get; init; } = 1;

    /// <summary>Days between refits, or 0 for the first of every month at 00:00 UTC.</summary>
    public int RefitDays { get; init; }

    /// <summary>Most refits that are rehearsed before the test span, so that blend weights rest on honest forecasts.</summary>
    public int RehearsalRefits { get; init; } = 3;

    /// <summary>Half-lives in minutes among which <c>ewma</c> is tuned; the row's three are the first, third and last.</summary>
    public IReadOnlyList<double> EwmaHalfLivesMinutes { get; init; } = [20, 60, 140, 360, 1440];

    /// <summary>Smallest weight of GARCH in the blend: the guard for extremes, where learned models fail.</summary>
    public double GarchFloor { get; init; } = 0.10;

    /// <summary>Pull of the blend weights toward equality.</summary>
    public double BlendRidge { get; init; } = 0.02;

    /// <summary>What models are taught; null is the protocol's own choice, so that its hash and manifests stay as they were.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LabelRecipe? Label { get; init; }

    /// <summary>Learned members of the blend, at least one; the first scores spikes and attributions open with it.</summary>
    public IReadOnlyList<MemberRecipe> Members { get; init; } = DefaultMembers;

    /// <summary>How the blend learns between refits.</summary>
    public OnlineBlendOptions Online { get; init; } = DefaultOnline;

    /// <summary>Settings of the first member's trees.</summary>
    [JsonIgnore]
    public BoostingRecipe Trees
    {
        get => Members[0].Trees;
        init => Members = [Members[0] with { Trees = value }, .. Members.Skip(1)];
    }

    /// <summary>Seed of every draw.</summary>
    public int Seed { get; init; } = 17;

    /// <summary>Two corrections of log-HAR, a coarse and a fine one: chosen on bitcoin minutes of 2018.</summary>
    internal static IReadOnlyList<MemberRecipe> DefaultMembers { get; } =
    [
        new MemberRecipe { Target = MemberTarget.HarResidual, Trees = new BoostingRecipe { MinimumRowsPerLeaf = 1_500 } },
        new MemberRecipe
        {
            Id = "gbdt-fine",
            Target = MemberTarget.HarResidual,
            Trees = new BoostingRecipe
            {
                Leaves = 15,
                MinimumRowsPerLeaf = 500,
                LearningRate = 0.04,
                Trees = 200,
                FeatureFraction = 0.5,
                L2 = 10,
            },
        },
    ];

    /// <summary>A slow scale; on the same minutes of 2018 learning weights did not pay.</summary>
    internal static OnlineBlendOptions DefaultOnline { get; } = new() { ScaleHalfLifeDays = 14 };

    /// <summary>SHA-256, lower-case hex, over every setting.</summary>
    public string Hash => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical())));

    private string Canonical() => string.Create(CultureInfo.InvariantCulture,
        $"dms-protocol/2 h={string.Join(',', HorizonMinutes)} step={StepMinutes} train={TrainingDays} garch={GarchDays} scale={ScaleDays} calibration={CalibrationDays} warm={WarmUpDays} min={MinimumDays} embargo={EmbargoDays} refit={RefitDays} rehearse={RehearsalRefits} ewma={string.Join(',', EwmaHalfLivesMinutes)} floor={GarchFloor:R} ridge={BlendRidge:R} members={string.Join(";", Members.Select(m => m.Canonical()))} online={Online} seed={Seed}{LabelText()}");

    private string LabelText() => Label is null ? "" : string.Create(CultureInfo.InvariantCulture, $" label={Label.Variance} multiple={Label.SpikeMultiple:R}");
}
