using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Hourly and daily bars. The length is not written: rows that begin at midnight a day or more apart are days, anything
/// else is hours, which the first two rows tell.
/// </summary>
internal sealed class LeanBarsDecoder(MarketSourceOptions options, IMarketEventSink sink, bool equity) : CsvDecoder(
    sink,
    new MarketFeed(equity ? "lean-equity-bars" : "lean-crypto-bars", InstrumentOf(options), Eight, ClockAssumed: true),
    hasHeader: false)
{
    private const double EquityScale = 10_000;
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private byte[]? _first;
    private Timestamp _firstLocal;
    private TimeSpan? _length;
    private Timestamp _latest = new(long.MinValue);

    /// <summary>Reads <c>yyyyMMdd HH:mm</c>.</summary>
    public static bool TryTime(ReadOnlySpan<byte> text, out Timestamp local)
    {
        local = default;
        if (text.Length != 14 || text[8] != (byte)' ' || text[11] != (byte)':')
        {
            return false;
        }

        Span<byte> iso = stackalloc byte[20];
        text[..4].CopyTo(iso);
        iso[4] = (byte)'-';
        text[4..6].CopyTo(iso[5..]);
        iso[7] = (byte)'-';
        text[6..8].CopyTo(iso[8..]);
        iso[10] = (byte)'T';
        text[9..].CopyTo(iso[11..]);
        ":00Z"u8.CopyTo(iso[16..]);
        return CsvTime.TryParse(iso, out local);
    }

    /// <inheritdoc/>
    public override void End()
    {
        base.End();
        if (_first is not null && _length is null)
        {
            Send(_first, _firstLocal.MinuteOfDay == 0 ? Day : Hour);
        }
    }

    /// <inheritdoc/>
    protected override void TakeRow(ReadOnlySpan<byte> line)
    {
        CsvFields fields = new(line);
        if (!TryTime(fields.Text(), out Timestamp local))
        {
            Refuse(QualityIssue.Malformed, default, "the row must begin with yyyyMMdd HH:mm");
        }
        else if (_length is { } known)
        {
            Send(line, known);
        }
        else if (_first is null)
        {
            (_first, _firstLocal) = (line.ToArray(), local);
        }
        else
        {
            bool days = _firstLocal.MinuteOfDay == 0 && local.MinuteOfDay == 0 && local - _firstLocal >= Day;
            _length = days ? Day : Hour;
            Send(_first, _length.Value);
            Send(line, _length.Value);
        }
    }

    private void Send(ReadOnlySpan<byte> line, TimeSpan length)
    {
        CsvFields fields = new(line);
        TryTime(fields.Text(), out Timestamp local);
        Timestamp open = local;
        Timestamp close = local + length;
        if (equity && !(NewYorkTime.TryToUtc(local, out open) && NewYorkTime.TryToUtc(local + length, out close)))
        {
            Refuse(QualityIssue.Malformed, local, "New York's clock is known from 1987 on");
            return;
        }

        double scale = equity ? EquityScale : 1;
        Bar bar = new(
            open, fields.Number() / scale, fields.Number() / scale, fields.Number() / scale, fields.Number() / scale,
            fields.Number());
        if (open <= _latest)
        {
            Refuse(QualityIssue.OutOfOrder, open, "the bar is not after the one before it");
        }
        else if (BarRow.Send(ref fields, bar, close + options.AssumedLatency, Sink, Line))
        {
            _latest = open;
        }
    }
}
