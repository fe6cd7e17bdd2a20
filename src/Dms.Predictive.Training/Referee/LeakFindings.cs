using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>What the same trees seem to be worth under honest and dishonest splits, and whether the tests that guard
/// against leaks would see one.</summary>
public sealed record LeakFindings
{
    /// <summary>Horizon, minutes.</summary>
    public required int HorizonMinutes { get; init; }

    /// <summary>Days before the test span that the folds divide.</summary>
    public required double WindowDays { get; init; }

    /// <summary>From the most flattering split to the only one that counts, which is last.</summary>
    public required IReadOnlyList<SchemeScore> Schemes { get; init; }

    /// <summary>Trees trained on labels shuffled among the training rows, against a constant.</summary>
    public required GainInterval ShuffledLabels { get; init; }

    /// <summary>The same trees on the labels as they are, against the same constant.</summary>
    public required GainInterval TrueLabels { get; init; }

    /// <summary>Trees on current features against trees on features one hour old: what freshness is worth.</summary>
    public required GainInterval Freshness { get; init; }

    /// <summary>Features whose value changed when only the future was changed, the planted leak aside; must be
    /// none.</summary>
    public required IReadOnlyList<string> LookingAhead { get; init; }

    /// <summary>Whether the planted feature that peeks one bar was caught by the same test.</summary>
    public required bool PlantedLeakCaught { get; init; }

    /// <summary>Whether labels without information gained nothing: the interval reaches 0 or below.</summary>
    public bool PlaceboPasses => ShuffledLabels.Low <= 0;
}

/// <summary>Score of one way of splitting.</summary>
/// <param name="Scheme">What was done.</param>
/// <param name="Rows">Rows judged.</param>
/// <param name="LogRSquared">R² of ln variance on them.</param>
/// <param name="PrAuc">Average precision for variance above the 0.99 quantile of the window; NaN without such
/// rows.</param>
/// <param name="BaseRate">Share of such rows.</param>
public sealed record SchemeScore(string Scheme, int Rows, double LogRSquared, double PrAuc, double BaseRate);

/// <summary>Squared error of ln variance saved.</summary>
/// <param name="Percent">100·(1 − error ÷ error of the other).</param>
/// <param name="Low">Lower end of the 95 % interval.</param>
/// <param name="High">Upper end.</param>
public sealed record GainInterval(double Percent, double Low, double High)
{
    internal static GainInterval Of(double[] own, double[] other, double meanBlock, long seed)
    {
        MeanInterval gain = BootstrapMeans.Of([own, other], meanBlock, seed: seed).IntervalOf(m => 100 * (1 - (m[0] / m[1])));
        return new(gain.Mean, gain.Lower, gain.Upper);
    }
}
