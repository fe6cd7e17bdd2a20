using System.Buffers.Text;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Writes a feed's trades and level changes as Tardis CSV: times in microseconds, prices and amounts as exact decimals.
/// Nothing is kept but one buffer per file.
/// </summary>
public sealed class TardisCsv : IMarketEventSink
{
    private const int Room = 1 << 16;
    private const int LongestRow = 512;

    private readonly Output _trades;
    private readonly Output _levels;
    private FixedScale _scale;
    private byte[] _prefix = [];

    /// <summary>Writes the headers.</summary>
    /// <param name="trades">Takes the trades.</param>
    /// <param name="levels">Takes the level changes.</param>
    public TardisCsv(Stream trades, Stream levels)
    {
        (_trades, _levels) = (new Output(trades), new Output(levels));
        _trades.Text("exchange,symbol,timestamp,local_timestamp,id,side,price,amount\n"u8);
        _levels.Text("exchange,symbol,timestamp,local_timestamp,is_snapshot,side,price,amount\n"u8);
    }

    /// <summary>The bars that came with the feed.</summary>
    public List<Bar> Bars { get; } = [];

    /// <summary>Rows of the trades file.</summary>
    public long Trades { get; private set; }

    /// <summary>Rows of the level file.</summary>
    public long Levels { get; private set; }

    /// <summary>Writes what is still buffered.</summary>
    public void Flush()
    {
        _trades.Flush();
        _levels.Flush();
    }

    /// <inheritdoc/>
    public void OnFeed(MarketFeed feed)
    {
        ArgumentNullException.ThrowIfNull(feed);
        (_scale, _prefix) = (feed.Scale, Encoding.UTF8.GetBytes($"{feed.Source},{feed.Instrument},"));
    }

    /// <inheritdoc/>
    public void OnTrade(in Trade trade)
    {
        Trades++;
        Begin(_trades, trade.Stamp);
        _trades.Number(trade.Id);
        _trades.Text(trade.Aggressor switch
        {
            AggressorSide.Buy => ",buy,"u8,
            AggressorSide.Sell => ",sell,"u8,
            _ => ",unknown,"u8,
        });
        End(_trades, trade.Price, trade.Quantity);
    }

    /// <inheritdoc/>
    public void OnBook(in BookUpdate update, ReadOnlySpan<LevelChange> changes)
    {
        foreach (ref readonly LevelChange change in changes)
        {
            Levels++;
            Begin(_levels, update.Stamp);
            _levels.Text(update.IsSnapshot ? "true,"u8 : "false,"u8);
            _levels.Text(change.Side == BookSide.Bid ? "bid,"u8 : "ask,"u8);
            End(_levels, change.Price, change.Quantity);
        }
    }

    /// <inheritdoc/>
    public void OnBar(in Bar bar, Timestamp known) => Bars.Add(bar);

    /// <inheritdoc/>
    public void OnTop(in TopOfBook top)
    {
    }

    /// <inheritdoc/>
    public void OnOrder(in OrderEvent order)
    {
    }

    /// <inheritdoc/>
    public void OnVerdict(QualityVerdict verdict)
    {
    }

    private void Begin(Output output, in EventStamp stamp)
    {
        output.Reserve(LongestRow + _prefix.Length);
        output.Text(_prefix);
        output.Number(stamp.EventTime.Nanoseconds / 1000);
        output.Text(","u8);
        output.Number(stamp.ReceivedTime.Nanoseconds / 1000);
        output.Text(","u8);
    }

    private void End(Output output, long price, long quantity)
    {
        output.Decimal(price, _scale.PriceDecimals);
        output.Text(","u8);
        output.Decimal(quantity, _scale.QuantityDecimals);
        output.Text("\n"u8);
    }

    private sealed class Output(Stream stream)
    {
        private byte[] _buffer = new byte[Room];
        private int _used;

        public void Reserve(int bytes)
        {
            if (_used + bytes <= _buffer.Length)
            {
                return;
            }

            Flush();
            if (bytes > _buffer.Length)
            {
                _buffer = new byte[bytes];
            }
        }

        public void Flush()
        {
            stream.Write(_buffer, 0, _used);
            _used = 0;
        }

        public void Text(ReadOnlySpan<byte> text)
        {
            text.CopyTo(_buffer.AsSpan(_used));
            _used += text.Length;
        }

        public void Number(long value)
        {
            Utf8Formatter.TryFormat(value, _buffer.AsSpan(_used), out int written);
            _used += written;
        }

        // 6000050 at two decimals is 60000.5: zeros at the end say nothing.
        public void Decimal(long mantissa, int decimals)
        {
            while (decimals > 0 && mantissa % 10 == 0)
            {
                (mantissa, decimals) = (mantissa / 10, decimals - 1);
            }

            long unit = 1;
            for (int i = 0; i < decimals; i++)
            {
                unit *= 10;
            }

            Number(mantissa / unit);
            if (decimals > 0)
            {
                _buffer[_used++] = (byte)'.';
                Utf8Formatter.TryFormat(
                    mantissa % unit, _buffer.AsSpan(_used), out int written, new('D', (byte)decimals));
                _used += written;
            }
        }
    }
}
