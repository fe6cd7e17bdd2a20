using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Counts verdicts and keeps the first of each issue.</summary>
internal sealed class QualityTally
{
    private readonly long[] _counts = new long[Enum.GetValues<QualityIssue>().Length];
    private readonly List<QualityVerdict> _first = [];

    /// <summary>Counts one; true when it is early enough to be shown.</summary>
    public bool Count(QualityIssue issue) => ++_counts[(int)issue] <= QualityReport.ShownPerIssue;

    /// <summary>Shows a verdict that <see cref="Count"/> let through.</summary>
    public void Show(QualityVerdict verdict) => _first.Add(verdict);

    /// <summary>Adds another report; its verdicts name their file.</summary>
    public void Add(QualityReport report, string file)
    {
        foreach ((QualityIssue issue, long count) in report.Counts)
        {
            long room = QualityReport.ShownPerIssue - _counts[(int)issue];
            _counts[(int)issue] += count;
            _first.AddRange(report.First.Where(v => v.Issue == issue).Take((int)Math.Max(0, room))
                .Select(v => v with { Detail = $"{file}: {v.Detail}" }));
        }
    }

    /// <summary>The result.</summary>
    public QualityReport Report(long rowsRead, GapSummary gaps, bool volumeAbsent) => new(
        rowsRead,
        Enum.GetValues<QualityIssue>().Where(i => i is > QualityIssue.None and <= QualityIssue.Malformed).ToDictionary(i => i, i => _counts[(int)i]),
        gaps,
        volumeAbsent,
        [.. _first.OrderBy(v => v.At).ThenBy(v => v.Line).ThenBy(v => v.Issue)]);
}
