using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Alerts when the last observations together are unlikely: the distribution has changed. One writer.</summary>
/// <remarks>Two-sided kernel p-values and the product of the last W bets against them, see
/// <see cref="WindowedMartingale"/>. With the power bet, an alert says that the geometric mean of the last W p-values is
/// at most 1 − confidence/100. O(W) per observation, no allocation.</remarks>
public sealed class ChangePointDetector
{
    private const string Kind = "DMSCPD";
    private const int Version = 1;

    private readonly RawScore _score;
    private readonly KernelPValue _surprise;
    private readonly WindowedMartingale _martingale;
    private readonly ChangePointRule _rule;
    private readonly double _threshold;
    private int _silent;

    private ChangePointDetector(
        RawScore score, KernelPValue surprise, WindowedMartingale martingale, ChangePointRule rule, int silent)
    {
        if (rule.Confidence is not (>= 0 and <= 100))
        {
            throw new ArgumentOutOfRangeException(nameof(rule), rule.Confidence, "Expected a confidence in [0, 100] percent.");
        }

        (_score, _surprise, _martingale, _rule, _silent) = (score, surprise, martingale, rule, silent);
        const double NearOne = 1 - 1e-8;
        _threshold = rule.Confidence == 100
            ? double.PositiveInfinity
            : martingale.LogProductAt(Math.Min(1 - (rule.Confidence / 100), NearOne));
    }

    /// <summary>For observations that are independent and alike.</summary>
    /// <param name="rule">When to alert.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static ChangePointDetector Iid(ChangePointRule rule) => Start(new RawScore(), rule);

    /// <summary>For observations around a trend and cycles, learned by singular-spectrum analysis.</summary>
    /// <param name="series">Training series, oldest first; NaN = missing.</param>
    /// <param name="options">Rule and model.</param>
    /// <exception cref="ArgumentException">Too few observations.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public static ChangePointDetector BySsa(ReadOnlySpan<double> series, DetectChangePointBySsaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Start(
            RawScore.Train(series, options.TrainingWindowSize, options.SeasonalityWindowSize, options.ErrorFunction),
            new ChangePointRule(options.Confidence, options.ChangeHistoryLength, options.Martingale, options.Eps));
    }

    /// <summary>ln of the martingale score that alerts.</summary>
    public double LogThreshold => _threshold;

    /// <summary>ln of the martingale score now; 0 before the first observation.</summary>
    public double LogMartingale => _martingale.LogProduct;

    /// <summary>Judges the next observation.</summary>
    /// <param name="value">Units of the series; NaN = missing: no alert, scores NaN, nothing changes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The value is infinite or above 1e75 in size; nothing has changed.</exception>
    public ChangePointScore Append(double value)
    {
        double score = _score.Append(value);
        if (double.IsNaN(score))
        {
            return new ChangePointScore(false, double.NaN, double.NaN, double.NaN);
        }

        double p = _surprise.Append(score);
        _martingale.Append(p);
        bool alert = _surprise.IsFull && _silent == 0 && _martingale.LogProduct >= _threshold;
        _silent = alert ? _rule.ChangeHistoryLength - 1 : Math.Max(0, _silent - 1);
        return new ChangePointScore(alert, score, p, _martingale.Product);
    }

    /// <summary>Rule and state as bytes; equal detectors give equal bytes.</summary>
    public byte[] Save()
    {
        using CheckpointWriter writer = new();
        writer.Head(Kind, Version);
        writer.Write(_rule.Confidence);
        writer.Write(_rule.ChangeHistoryLength);
        writer.Write((int)_rule.Martingale);
        writer.Write(_rule.Eps);
        writer.Write([.. _surprise.Scores]);
        writer.Write([.. _martingale.LogBets]);
        writer.Write(_silent);
        _score.Write(writer);
        return writer.Sealed();
    }

    /// <summary>Continues a detector from its bytes.</summary>
    /// <param name="bytes">What <see cref="Save"/> gave.</param>
    /// <exception cref="InputRefusedException">Another format or version, damaged or inconsistent.</exception>
    public static ChangePointDetector Restore(ReadOnlySpan<byte> bytes)
    {
        CheckpointReader reader = new(bytes);
        reader.Head(Kind, Version);
        ChangePointRule rule = new(
            reader.Percent("confidence"), reader.Int(1, CheckpointReader.LongestHistory, "changeHistoryLength"),
            (MartingaleType)reader.Int(0, (int)MartingaleType.Mixture, "martingale"), reader.Finite("eps"));
        CheckpointReader.Require(rule.Eps is > 0 and < 1, "eps", $"Found {rule.Eps}, expected a power in (0, 1).");
        int length = rule.ChangeHistoryLength;
        double[] scores = reader.Finite(0, length, "scores");
        double[] bets = reader.Finite(0, length, "bets");
        CheckpointReader.Require(bets.Length == (scores.Length == 0 ? 0 : length), "bets", "The bets do not belong to the scores.");
        int silent = reader.Int(0, length - 1, "silent");
        RawScore score = RawScore.Read(ref reader);
        reader.End();
        return new(
            score, new KernelPValue(length, AnomalySide.TwoSided, scores),
            new WindowedMartingale(length, rule.Martingale, rule.Eps, bets), rule, silent);
    }

    private static ChangePointDetector Start(RawScore score, ChangePointRule rule) => new(
        score, new KernelPValue(rule.ChangeHistoryLength, AnomalySide.TwoSided),
        new WindowedMartingale(rule.ChangeHistoryLength, rule.Martingale, rule.Eps), rule, 0);
}
