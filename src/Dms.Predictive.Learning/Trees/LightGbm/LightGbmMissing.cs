using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>How each feature of a LightGBM model treats missing values and zeros, gathered from its splits.</summary>
internal sealed class LightGbmMissing(IReadOnlyList<string> names)
{
    private const int ZeroKind = 1;

    private readonly int[] _kind = [.. names.Select(_ => -1)];

    /// <summary>Number of features.</summary>
    public int Features => _kind.Length;

    /// <summary>Notes the kind of one split: 0 none, 1 zero, 2 NaN.</summary>
    public void Note(LightGbmBlock tree, int feature, int kind)
    {
        int known = _kind[feature];
        if (known >= 0 && (known == ZeroKind) != (kind == ZeroKind))
        {
            throw tree.Refusal($"Splits on '{names[feature]}' disagree on whether 0 is missing.", "decision_type", "lightgbm-missing");
        }

        _kind[feature] = kind;
    }

    /// <summary>Whether 0 stands for missing, by feature.</summary>
    public bool[] ZeroIsMissing() => [.. _kind.Select(k => k == ZeroKind)];
}
