using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Messages of a LOBSTER file as order events and trades. The direction is that of the resting order, so the aggressor
/// of an execution is the other side. A message tells how much was taken, not what is left, so the resting size is kept
/// per order.
/// </summary>
internal sealed class LobsterMessageDecoder(MarketSourceOptions options, IMarketEventSink sink) : CsvDecoder(
    sink, new MarketFeed("lobster-messages", InstrumentOf(options), new FixedScale(4, 0), ClockAssumed: true), false)
{
    private const int MostOrders = 4_000_000;
    private const long NanosecondsPerDay = 86_400_000_000_000;

    private readonly Timestamp? _day = DayOf(options.FileName);
    private readonly Dictionary<long, long> _resting = [];

    /// <inheritdoc/>
    protected override void TakeRow(ReadOnlySpan<byte> line)
    {
        CsvFields fields = new(line);
        long nanoseconds = fields.Quantity(9);
        long type = fields.Integer();
        long id = fields.Quantity(0);
        long size = fields.Quantity(0);
        long price = fields.Integer();
        long direction = fields.Integer();
        if (type is < 1 or > 7 || direction is not (1 or -1) || nanoseconds >= NanosecondsPerDay)
        {
            fields.Fail();
        }

        Timestamp at = default;
        if (_day is not { } day || !NewYorkTime.TryToUtc(new Timestamp(day.Nanoseconds + nanoseconds), out at))
        {
            fields.Fail();
        }

        if (!fields.IsWhole || (type != 7 && price <= 0))
        {
            RefuseFields(fields.IsWhole ? QualityIssue.NotPositive : fields.Fault, at);
            return;
        }

        EventStamp stamp = new(at, at + options.AssumedLatency, Line);
        Take(stamp, (int)type, new OrderEvent(
            stamp, id, OrderAction.Created, direction == 1 ? BookSide.Bid : BookSide.Ask, price, size));
    }

    private void Take(EventStamp stamp, int type, OrderEvent order)
    {
        switch (type)
        {
            case 1 when _resting.Count < MostOrders && order.Remaining > 0:
                _resting[order.Id] = order.Remaining;
                Sink.OnOrder(order);
                break;
            case 5 or 6 when order.Remaining > 0:
                SendTrade(stamp, order, type == 6 ? AggressorSide.Unknown : Aggressor(order.Side));
                break;
            case 7:
                Remark(QualityIssue.Gap, stamp.EventTime, order.Price switch
                {
                    -1 => "trading is halted",
                    0 => "quoting resumes",
                    _ => "trading resumes",
                });
                break;
            case 2 or 3 or 4 when _resting.TryGetValue(order.Id, out long left) && order.Remaining <= left:
                Reduce(stamp, type, order, left - order.Remaining);
                break;
            default:
                Refuse(
                    type is 2 or 3 or 4 ? QualityIssue.UnknownOrder : QualityIssue.NotPositive, stamp.EventTime,
                    "the order was not created in this file, or less of it rests than the message takes");
                break;
        }
    }

    private void Reduce(EventStamp stamp, int type, OrderEvent order, long left)
    {
        if (left == 0 || type == 3)
        {
            _resting.Remove(order.Id);
        }
        else
        {
            _resting[order.Id] = left;
        }

        OrderAction action = type switch { 2 => OrderAction.Changed, 3 => OrderAction.Deleted, _ => OrderAction.Executed };
        Sink.OnOrder(order with { Action = action, Remaining = type == 3 ? order.Remaining : left });
        if (type == 4 && order.Remaining > 0)
        {
            SendTrade(stamp, order, Aggressor(order.Side));
        }
    }

    private void SendTrade(EventStamp stamp, OrderEvent order, AggressorSide aggressor) =>
        Sink.OnTrade(new Trade(stamp, order.Price, order.Remaining, aggressor, -1));

    private static AggressorSide Aggressor(BookSide resting) =>
        resting == BookSide.Bid ? AggressorSide.Sell : AggressorSide.Buy;

    // AAPL_2012-06-21_34200000_57600000_message_10.csv
    private static Timestamp? DayOf(string name)
    {
        foreach (string part in name.Split('_'))
        {
            if (part.Length == 10 && DateTime.TryParseExact(
                    part, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime day))
            {
                return Timestamp.FromDate(day.Year, day.Month, day.Day);
            }
        }

        return null;
    }
}
