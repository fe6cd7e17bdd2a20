using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Judges one bar and sends it.</summary>
internal static class BarRow
{
    private const double PriceLimit = 1e12;
    private const double VolumeLimit = 1e15;

    /// <summary>Sends a bar whose row was read whole and whose prices hang together; else a verdict.</summary>
    public static bool Send(ref CsvFields fields, in Bar bar, Timestamp known, IMarketEventSink sink, long line)
    {
        QualityIssue issue = fields.IsWhole ? Judge(bar) : fields.Fault;
        if (issue == QualityIssue.None)
        {
            sink.OnBar(bar, known);
            return true;
        }

        sink.OnVerdict(new QualityVerdict(issue, QualityAction.Quarantined, bar.OpenTime, line, issue switch
        {
            QualityIssue.NotPositive => "prices must be > 0 and the volume >= 0",
            QualityIssue.InconsistentRange => "low <= open, close <= high must hold",
            QualityIssue.NotFinite => "prices must be below 1e12, volumes below 1e15",
            _ => "a field cannot be read, or there are too few or too many",
        }));
        return false;
    }

    private static QualityIssue Judge(in Bar bar)
    {
        bool positive = bar.Open > 0 && bar.High > 0 && bar.Low > 0 && bar.Close > 0 && bar.VolumeBase >= 0;
        double largest = Math.Max(Math.Max(bar.Open, bar.High), Math.Max(bar.Low, bar.Close));
        return !positive ? QualityIssue.NotPositive
            : largest >= PriceLimit || bar.VolumeBase >= VolumeLimit ? QualityIssue.NotFinite
            : bar.Low > Math.Min(bar.Open, bar.Close) || bar.High < Math.Max(bar.Open, bar.Close)
                ? QualityIssue.InconsistentRange
                : QualityIssue.None;
    }
}
