using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Minutes of one day: trade bars as bars, quote bars as the best prices at their close. Both are known when the minute
/// has ended. Sizes carry the noise of doubles and are rounded to eight decimals; of inverse perpetuals they are
/// contracts or USD, as sent.
/// </summary>
internal sealed class LeanMinuteDecoder(MarketSourceOptions options, IMarketEventSink sink, bool quotes) : CsvDecoder(
    sink,
    new MarketFeed(quotes ? "lean-minute-quotes" : "lean-minute-trades", InstrumentOf(options), Eight, ClockAssumed: true),
    hasHeader: false)
{
    private const long LastMinute = 86_340_000;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly Timestamp? _day = TryDate(options.FileName, out Timestamp day) ? day : null;
    private long _latest = -1;

    /// <summary>The first eight digits of a name that are a date.</summary>
    public static bool TryDate(string name, out Timestamp day)
    {
        day = default;
        for (int i = 0; i + 8 <= name.Length; i++)
        {
            bool alone = (i == 0 || !char.IsAsciiDigit(name[i - 1])) && (i + 8 == name.Length || !char.IsAsciiDigit(name[i + 8]));
            if (alone && Timestamp.TryParse($"{name.AsSpan(i, 4)}-{name.AsSpan(i + 4, 2)}-{name.AsSpan(i + 6, 2)}", out day))
            {
                return true;
            }
        }

        return false;
    }

    /// <inheritdoc/>
    protected override void TakeRow(ReadOnlySpan<byte> line)
    {
        CsvFields fields = new(line);
        long start = fields.Integer();
        if (_day is not { } day || start < 0 || start > LastMinute || start % 60_000 != 0)
        {
            Refuse(QualityIssue.Malformed, default, _day is null
                ? "the day must be in the name of the file as yyyyMMdd"
                : "the row must begin with the milliseconds from midnight to a full minute");
            return;
        }

        Timestamp open = day + TimeSpan.FromMilliseconds(start);
        if (start <= _latest)
        {
            Refuse(QualityIssue.OutOfOrder, open, "the minute is not after the one before it");
        }
        else if (quotes ? TryQuote(fields, open + Minute) : TryBar(fields, open))
        {
            _latest = start;
        }
    }

    private bool TryBar(CsvFields fields, Timestamp open)
    {
        Bar bar = new(open, fields.Number(), fields.Number(), fields.Number(), fields.Number(), fields.Number());
        return BarRow.Send(ref fields, bar, open + Minute + options.AssumedLatency, Sink, Line);
    }

    private bool TryQuote(CsvFields fields, Timestamp close)
    {
        (long bid, long bidQuantity) = Side(ref fields);
        (long ask, long askQuantity) = Side(ref fields);
        if (!fields.IsWhole)
        {
            RefuseFields(fields.Fault, close);
            return false;
        }

        if (bid > ask && ask > 0)
        {
            Remark(QualityIssue.Crossed, close, "the bid is above the ask at the close of the minute");
        }

        EventStamp stamp = new(close, close + options.AssumedLatency, -1);
        Sink.OnTop(new TopOfBook(stamp, bid, bidQuantity, ask, askQuantity));
        return true;
    }

    private static (long Price, long Quantity) Side(ref CsvFields fields)
    {
        if (fields.Absent())
        {
            for (int k = 0; k < 4; k++)
            {
                if (!fields.Absent())
                {
                    fields.Fail();
                }
            }

            return (0, 0);
        }

        long open = fields.Price(8, NumberRule.Rounded);
        long high = fields.Price(8, NumberRule.Rounded);
        long low = fields.Price(8, NumberRule.Rounded);
        long close = fields.Price(8, NumberRule.Rounded);
        if (low > Math.Min(open, close) || high < Math.Max(open, close))
        {
            fields.Fail(QualityIssue.InconsistentRange);
        }

        return (close, fields.Quantity(8, NumberRule.Rounded));
    }
}
