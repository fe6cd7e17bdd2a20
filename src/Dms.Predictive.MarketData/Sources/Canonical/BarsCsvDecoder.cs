using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Bars of one step. The step is not written: it is the most frequent difference of the first rows, which are held back
/// until it is known, because a bar is known one step after its open.
/// </summary>
internal sealed class BarsCsvDecoder(MarketSourceOptions options, IMarketEventSink sink, bool coinbase) : CsvDecoder(
    sink,
    new MarketFeed(coinbase ? "coinbase-bars-csv" : "bars-csv", InstrumentOf(options), Eight, ClockAssumed: true),
    hasHeader: true)
{
    private const int Held = 1_000;

    private readonly List<Bar> _held = [];
    private readonly IMarketEventSink _sink = sink;
    private int _extra;
    private TimeSpan? _step;
    private Timestamp _latest = new(long.MinValue);

    /// <inheritdoc/>
    public override void End()
    {
        base.End();
        Release();
    }

    /// <inheritdoc/>
    protected override bool TakeHeader(ReadOnlySpan<byte> line)
    {
        string expected = coinbase ? BarsCsvFormats.CoinbaseHeader : BarCsvParser.Header;
        bool ours = line.StartsWith(Encoding.UTF8.GetBytes(expected))
            && (line.Length == expected.Length || (!coinbase && line[expected.Length] == (byte)','));
        _extra = ours ? line.Count((byte)',') - expected.Count(c => c == ',') : 0;
        return ours;
    }

    /// <inheritdoc/>
    protected override void TakeRow(ReadOnlySpan<byte> line)
    {
        CsvFields fields = new(line);
        Timestamp open = coinbase ? CoinbaseTime(ref fields) : Time(ref fields);
        Bar bar = new(open, fields.Number(), fields.Number(), fields.Number(), fields.Number(), fields.Number());
        for (int k = 0; k < _extra; k++)
        {
            fields.Text();
        }

        if (fields.IsWhole && open <= _latest)
        {
            Refuse(
                open == _latest ? QualityIssue.Duplicate : QualityIssue.OutOfOrder, open,
                "the bar is not after the one before it");
            return;
        }

        if (_step is { } step)
        {
            _latest = BarRow.Send(ref fields, bar, Known(open, step), _sink, Line) ? open : _latest;
        }
        else if (BarRow.Send(ref fields, bar, default, new Keep(_held, _sink), Line))
        {
            _latest = open;
            if (_held.Count == Held)
            {
                Release();
            }
        }
    }

    private void Release()
    {
        if (_step is null && _held.Count > 0)
        {
            long step = _held.Count == 1
                ? Timestamp.NanosecondsPerMinute
                : Enumerable.Range(1, _held.Count - 1)
                    .GroupBy(i => _held[i].OpenTime.Nanoseconds - _held[i - 1].OpenTime.Nanoseconds)
                    .OrderByDescending(g => g.Count()).ThenBy(g => g.Key).First().Key;
            _step = TimeSpan.FromTicks(step / 100);
            foreach (Bar bar in _held)
            {
                _sink.OnBar(bar, Known(bar.OpenTime, _step.Value));
            }

            _held.Clear();
        }
    }

    private Timestamp Known(Timestamp open, TimeSpan step) => open + step + options.AssumedLatency;

    private static Timestamp Time(ref CsvFields fields)
    {
        if (!CsvTime.TryParse(fields.Text(), out Timestamp time))
        {
            fields.Fail();
        }

        return time;
    }

    private static Timestamp CoinbaseTime(ref CsvFields fields)
    {
        const long MostSeconds = 7_258_118_400;
        long seconds = fields.Integer();
        if (seconds is < 0 or > MostSeconds)
        {
            fields.Fail();
            seconds = 0;
        }

        fields.Text();
        fields.Text();
        return new Timestamp(seconds * 1_000_000_000);
    }

    private sealed class Keep(List<Bar> held, IMarketEventSink verdicts) : IMarketEventSink
    {
        public void OnBar(in Bar bar, Timestamp known) => held.Add(bar);

        public void OnVerdict(QualityVerdict verdict) => verdicts.OnVerdict(verdict);

        public void OnFeed(MarketFeed feed)
        {
        }

        public void OnTrade(in Trade trade)
        {
        }

        public void OnTop(in TopOfBook top)
        {
        }

        public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
        {
        }

        public void OnOrder(in OrderEvent order)
        {
        }
    }
}
