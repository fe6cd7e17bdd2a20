using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>How forecasts become margin: governed, immutable, hashed into every decision.</summary>
public sealed record PipelinePolicy
{
    /// <summary>A week.</summary>
    public const int DefaultLookBackMinutes = 10_080;

    private const string ReferencePrefix = "ln_rv_";

    /// <summary>Id under which the policy is recorded.</summary>
    public string Id { get; init; } = "parametric-es-default";

    /// <summary>Horizon of margin and variance forecast, minutes.</summary>
    public int HorizonMinutes { get; init; } = 60;

    /// <summary>Spacing of decisions, minutes.</summary>
    public int StepMinutes { get; init; } = 5;

    /// <summary>Confidence of the expected shortfall, in (0.5, 1).</summary>
    public double Confidence { get; init; } = 0.99;

    /// <summary>What is measured.</summary>
    public TailMeasure Measure { get; init; } = TailMeasure.ExpectedShortfall;

    /// <summary>Degrees of freedom of the t distribution; null = normal.</summary>
    public double? DegreesOfFreedom { get; init; }

    /// <summary>Maintenance as a fraction of initial margin.</summary>
    public double MaintenanceRatio { get; init; } = 0.75;

    /// <summary>Smallest unit of money.</summary>
    public decimal Quantum { get; init; } = 0.01m;

    /// <summary>The policy's own baseline volatility where it is fixed, annualized fraction; null = from the feature.</summary>
    public double? FixedVolatility { get; init; }

    /// <summary>Feature whose value is the policy's own baseline: ln of mean realized variance, percent² per minute.</summary>
    public string ReferenceFeature { get; init; } = ReferenceOf(DefaultLookBackMinutes);

    /// <summary>Window of the baseline, minutes.</summary>
    public int LookBackMinutes => int.Parse(ReferenceFeature.AsSpan(ReferencePrefix.Length), CultureInfo.InvariantCulture);

    /// <summary>Windows that a baseline may have, minutes: a day, two, three, a week.</summary>
    public static IReadOnlyList<int> LookBacks { get; } = [1440, 2880, 4320, DefaultLookBackMinutes];

    /// <summary>Name of the feature for a window.</summary>
    /// <param name="minutes">One of <see cref="LookBacks"/>.</param>
    public static string ReferenceOf(int minutes) => ReferencePrefix + minutes.ToString(CultureInfo.InvariantCulture);

    /// <summary>Volatility multiple that a spike is taken to mean; ≥ 1.</summary>
    public double SpikeMultiple { get; init; } = 3;

    /// <summary>Forecasts older than this are expired.</summary>
    public TimeSpan ForecastValidity { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Gap, as a fraction, between the multipliers at which a rise of maintenance margin is announced.</summary>
    public double AnnounceAt { get; init; } = 0.05;

    /// <summary>Limits on what a forecast may do. The blend is handed over whole, so its weight is 1.</summary>
    public OverlayRules Overlay { get; init; } = new()
    {
        WeightMl = 1,
        Cap = 4,
        MaxStep = 0.5,
        StepSeconds = 300,
        HalfLifeSeconds = 3600,
        NoticeSeconds = 14_400,
        RampSeconds = 7200,
    };

    /// <summary>Keeps coverage at a target; null = the tail factor alone decides.</summary>
    public CoverageRules? Coverage { get; init; }

    /// <summary>When the learned part is switched off by itself; null = only by an operator.</summary>
    public SafetyRules? Safety { get; init; }

    /// <summary>Initial margin of one unit of notional ÷ its volatility over the horizon.</summary>
    internal double InitialPerDeviation() => TailFactor.Of(At("any", AnnualizedVolatility.FromFraction(1)).Parameters);

    /// <summary>The margin policy at a baseline volatility.</summary>
    /// <param name="underlying">Underlying id.</param>
    /// <param name="reference">The policy's own baseline volatility.</param>
    public ParametricPolicy At(string underlying, AnnualizedVolatility reference) => new(
        new ParametricParameters
        {
            Confidence = Confidence,
            HorizonDays = HorizonMinutes / 1440.0,
            YearDays = 365,
            Measure = Measure,
            DegreesOfFreedom = DegreesOfFreedom,
            MaintenanceRatio = MaintenanceRatio,
            Volatilities = [new UnderlyingVolatility(underlying, reference.Fraction)],
            Correlation = [[1.0]],
        },
        Quantum);
}
