using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Judges rows of a time, or of a row number, and finite numbers; an empty number is absent.</summary>
internal sealed class MeasuresDecoder(MarketSourceOptions options, IMarketEventSink sink, string name, bool timed)
    : CsvDecoder(sink, new MarketFeed(name, InstrumentOf(options), Eight, ClockAssumed: true), hasHeader: true)
{
    private int _columns;
    private long _latest = long.MinValue;

    /// <inheritdoc/>
    protected override bool TakeHeader(ReadOnlySpan<byte> line)
    {
        _columns = 1 + line.Count((byte)',');
        return _columns > 1;
    }

    /// <inheritdoc/>
    protected override void TakeRow(ReadOnlySpan<byte> line)
    {
        CsvFields fields = new(line);
        long at = timed ? Time(ref fields) : fields.Quantity(0);
        for (int k = 1; k < _columns; k++)
        {
            if (!fields.Absent())
            {
                fields.Number();
            }
        }

        if (!fields.IsWhole)
        {
            RefuseFields(fields.Fault, new Timestamp(at));
        }
        else if (at <= _latest)
        {
            Refuse(
                at == _latest ? QualityIssue.Duplicate : QualityIssue.OutOfOrder, new Timestamp(at),
                "the row is not after the one before it");
        }
        else
        {
            _latest = at;
        }
    }

    private static long Time(ref CsvFields fields)
    {
        ReadOnlySpan<byte> text = fields.Text();
        if (CsvTime.TryParse(text, out Timestamp time))
        {
            return time.Nanoseconds;
        }

        // 2025-03-11 23:37:01 without zone, which these files mean, or are assumed to mean, as UTC.
        Span<byte> iso = stackalloc byte[20];
        if (text.Length == 19 && text[10] == (byte)' ')
        {
            text.CopyTo(iso);
            (iso[10], iso[19]) = ((byte)'T', (byte)'Z');
            if (CsvTime.TryParse(iso, out time))
            {
                return time.Nanoseconds;
            }
        }

        fields.Fail();
        return 0;
    }
}
