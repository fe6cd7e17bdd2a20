using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>The bars that are absent from a grid.</summary>
/// <param name="Count">Number of holes.</param>
/// <param name="MissingBars">Number of absent bars in all holes.</param>
/// <param name="Longest">Length of the longest hole: absent bars times step.</param>
/// <param name="LongestBefore">Open time of the bar after the longest hole; null when there is no hole.</param>
public sealed record GapSummary(long Count, long MissingBars, TimeSpan Longest, Timestamp? LongestBefore)
{
    /// <summary>No hole.</summary>
    public static GapSummary None { get; } = new(0, 0, TimeSpan.Zero, null);

    /// <summary>Both together; the earlier wins when the longest holes are alike.</summary>
    public GapSummary And(GapSummary later)
    {
        ArgumentNullException.ThrowIfNull(later);
        bool longer = later.Longest > Longest;
        return new(
            Count + later.Count,
            MissingBars + later.MissingBars,
            longer ? later.Longest : Longest,
            longer ? later.LongestBefore : LongestBefore);
    }
}

/// <summary>What was found in market data: everything is counted, the first verdicts of each kind are shown.</summary>
/// <param name="RowsRead">Rows read, without header.</param>
/// <param name="Counts">Verdicts by issue, all issues listed; a gap counts once however long it is.</param>
/// <param name="Gaps">Absent bars.</param>
/// <param name="VolumeAbsent">Every volume is 0 (mark or index prices): zero volume is then not judged.</param>
/// <param name="First">The first verdicts, at most <see cref="ShownPerIssue"/> of each issue, in order of time.</param>
public sealed record QualityReport(
    long RowsRead,
    IReadOnlyDictionary<QualityIssue, long> Counts,
    GapSummary Gaps,
    bool VolumeAbsent,
    IReadOnlyList<QualityVerdict> First)
{
    /// <summary>Verdicts shown of each issue; all are counted.</summary>
    public const int ShownPerIssue = 20;

    /// <summary>Rows kept out of the series.</summary>
    public long Quarantined => this[QualityIssue.NotPositive] + this[QualityIssue.InconsistentRange]
        + this[QualityIssue.OffGrid] + this[QualityIssue.Duplicate] + this[QualityIssue.IdenticalDuplicate];

    /// <summary>Number of verdicts on one issue.</summary>
    public long this[QualityIssue issue] => Counts.TryGetValue(issue, out long count) ? count : 0;
}
