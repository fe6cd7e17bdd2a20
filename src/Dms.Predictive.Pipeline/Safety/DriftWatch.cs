using System.Globalization;
using System.Numerics;
using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>What a monitor found when it switched off.</summary>
/// <param name="Reason">Its name.</param>
/// <param name="Value">What was found, with the features it was found in.</param>
/// <param name="Limit">What is allowed.</param>
public sealed record SafetyFinding(string Reason, string Value, string Limit);

/// <summary>Compares the newest inputs with those of training. One writer.</summary>
internal sealed class DriftWatch(DriftRules rules, DriftReference reference)
{
    /// <summary>One of the largest features moved.</summary>
    public const string TopShift = "psi-top5";

    /// <summary>Many features moved.</summary>
    public const string ManyShifts = "psi-many";

    /// <summary>Rows as training hardly knew them.</summary>
    public const string Outlying = "out-of-distribution";

    private const int Agree = 3;
    private const uint Remembered = 0b11111;

    private readonly DriftWindow _window = new(reference);
    private readonly uint[] _shifted = new uint[reference.Features.Count];
    private uint _outlying;
    private Timestamp? _last;
    private int _rows;

    /// <summary>Evaluations so far.</summary>
    public long Evaluations { get; private set; }

    /// <summary>Takes the row of a decision; rows that follow the last one too closely are let go.</summary>
    /// <returns>What switches off now; null while all is well.</returns>
    public SafetyFinding? Add(Timestamp at, ReadOnlySpan<double> row)
    {
        if (_last is { } last && at - last < TimeSpan.FromMinutes(reference.SpacingMinutes))
        {
            return null;
        }

        _last = at;
        _window.Add(row);
        return ++_rows % DriftReference.EvaluationRows == 0 && _window.IsFull ? Evaluate() : null;
    }

    private SafetyFinding? Evaluate()
    {
        Evaluations++;
        List<int> moved = [];
        double[] shifts = new double[_shifted.Length];
        for (int k = 0; k < shifts.Length; k++)
        {
            shifts[k] = _window.Shift(k);
            if (Persists(ref _shifted[k], shifts[k] > LimitOf(k)))
            {
                moved.Add(k);
            }
        }

        double allowed = Math.Max(rules.OutlierShare, reference.UsualOutliers);
        bool outlying = Persists(ref _outlying, _window.OutlierShare > allowed);
        int[] top = [.. moved.Where(k => reference.Features[k].IsTop)];
        return top.Length > 0 ? Shifted(TopShift, top, shifts)
            : moved.Count >= rules.Features ? Shifted(ManyShifts, [.. moved], shifts)
            : outlying ? new SafetyFinding(Outlying, Text($"{_window.OutlierShare:P1} of rows"), Text($"{allowed:P1} of rows"))
            : null;
    }

    private double LimitOf(int feature) => Math.Max(rules.Shift, reference.Features[feature].UsualShift);

    private SafetyFinding Shifted(string reason, int[] features, double[] shifts) => new(
        reason,
        string.Join(", ", features.Select(k => Text($"{reference.Features[k].Name} {shifts[k]:F2}"))),
        string.Join(", ", features.Select(k => Text($"{LimitOf(k):F2}"))));

    private static bool Persists(ref uint history, bool now)
    {
        history = ((history << 1) | (now ? 1u : 0)) & Remembered;
        return BitOperations.PopCount(history) >= Agree;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
