namespace Dms.Predictive.Volatility;

/// <summary>Who takes part in a blend, and what it falls back to.</summary>
/// <param name="Names">Member ids in the pool's order.</param>
/// <param name="Guard">Position of the GARCH member, which keeps a floor.</param>
/// <param name="LnUnconditional">ln of the unconditional variance over the horizon, percent²; NaN = unknown.</param>
/// <param name="Persistence">Share of the distance to it that remains after one bar without members, in
/// [0, 1].</param>
public sealed record BlendMembers(
    IReadOnlyList<string> Names, int Guard, double LnUnconditional, double Persistence)
{
    /// <summary>The last known forecast after some bars without any member: it moves to the unconditional level.</summary>
    /// <param name="last">ln of the last forecast; NaN = there was none.</param>
    /// <param name="bars">Bars since then.</param>
    internal double Decay(double last, int bars) => double.IsNaN(last) ? LnUnconditional
        : double.IsNaN(LnUnconditional) ? last
        : LnUnconditional + (Math.Pow(Persistence, bars) * (last - LnUnconditional));

    /// <summary>Reason naming the missing members, or null.</summary>
    internal string? Missing(ReadOnlySpan<bool> present)
    {
        List<string> missing = [];
        for (int m = 0; m < present.Length; m++)
        {
            if (!present[m])
            {
                missing.Add(Names[m]);
            }
        }

        return missing.Count == 0 ? null : "member-missing:" + string.Join('+', missing);
    }
}
