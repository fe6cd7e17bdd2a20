using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Alerts on single observations that the last ones make unlikely. One writer.</summary>
/// <remarks>Kernel p-values, see <see cref="KernelPValue"/>: the density is wider than the scores, so alerts come less
/// often than 1 − confidence/100 promises (about 1 % instead of 5 % on one side of normal scores), and two sides count
/// twice. O(W) per observation, no allocation.</remarks>
public sealed class SpikeDetector
{
    private const string Kind = "DMSSPK";
    private const int Version = 1;

    private readonly RawScore _score;
    private readonly KernelPValue _surprise;
    private readonly (double Confidence, int Length, AnomalySide Side) _rule;

    private SpikeDetector(RawScore score, KernelPValue surprise, (double Confidence, int Length, AnomalySide Side) rule)
    {
        if (rule.Confidence is not (>= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(rule), rule.Confidence, "Expected a confidence in [0, 100] percent.");
        }

        (_score, _surprise, _rule) = (score, surprise, rule);
    }

    /// <summary>For observations that are independent and alike.</summary>
    /// <param name="confidence">Percent in [0, 100]: alert when p ≤ 1 − confidence/100; at 100 never.</param>
    /// <param name="pvalueHistoryLength">W ≥ 1: scores remembered.</param>
    /// <param name="side">Which deviations count.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static SpikeDetector Iid(double confidence, int pvalueHistoryLength, AnomalySide side = AnomalySide.TwoSided) =>
        new(new RawScore(), new KernelPValue(pvalueHistoryLength, side), (confidence, pvalueHistoryLength, side));

    /// <summary>For observations around a trend and cycles, learned by singular-spectrum analysis.</summary>
    /// <param name="series">Training series, oldest first; NaN = missing.</param>
    /// <param name="options">Rule and model.</param>
    /// <exception cref="ArgumentException">Too few observations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static SpikeDetector BySsa(ReadOnlySpan<double> series, DetectSpikeBySsaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new(
            RawScore.Train(series, options.TrainingWindowSize, options.SeasonalityWindowSize, options.ErrorFunction),
            new KernelPValue(options.PvalueHistoryLength, options.Side),
            (options.Confidence, options.PvalueHistoryLength, options.Side));
    }

    /// <summary>Judges the next observation.</summary>
    /// <param name="value">Units of the series; NaN = missing: no alert, scores NaN, nothing changes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is infinite or above 1e75 in size; nothing has changed.</exception>
    public SpikeScore Append(double value)
    {
        double score = _score.Append(value);
        if (double.IsNaN(score))
        {
            return new SpikeScore(false, double.NaN, double.NaN);
        }

        double p = _surprise.Append(score);
        return new SpikeScore(_surprise.IsFull && p <= 1 - (_rule.Confidence / 100), score, p);
    }

    /// <summary>Rule and state as bytes; equal detectors give equal bytes.</summary>
    public byte[] Save()
    {
        using CheckpointWriter writer = new();
        writer.Head(Kind, Version);
        writer.Write(_rule.Confidence);
        writer.Write(_rule.Length);
        writer.Write((int)_rule.Side);
        writer.Write([.. _surprise.Scores]);
        _score.Write(writer);
        return writer.Sealed();
    }

    /// <summary>Continues a detector from its bytes.</summary>
    /// <param name="bytes">What <see cref="Save"/> gave.</param>
    /// <exception cref="InputRefusedException">Another format or version, damaged or inconsistent.</exception>
    public static SpikeDetector Restore(ReadOnlySpan<byte> bytes)
    {
        CheckpointReader reader = new(bytes);
        reader.Head(Kind, Version);
        (double Confidence, int Length, AnomalySide Side) rule = (
            reader.Percent("confidence"), reader.Int(1, CheckpointReader.LongestHistory, "pvalueHistoryLength"),
            (AnomalySide)reader.Int(0, (int)AnomalySide.TwoSided, "side"));
        double[] scores = reader.Finite(0, rule.Length, "scores");
        RawScore score = RawScore.Read(ref reader);
        reader.End();
        return new(score, new KernelPValue(rule.Length, rule.Side, scores), rule);
    }
}
