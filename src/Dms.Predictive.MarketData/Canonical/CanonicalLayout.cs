using Parquet.Schema;

namespace Dms.Predictive.MarketData;

/// <summary>
/// Columns of one kind of events. All are whole numbers, times in UTC nanoseconds, prices and quantities as mantissas whose decimals
/// stand in the footer, so that nothing is rounded; only the prices of bars are floating point.
/// </summary>
internal sealed class CanonicalLayout
{
    /// <summary>Name of the layout in the footer.</summary>
    public const string Schema = "dms-market/1";

    private CanonicalLayout(string kind, string[] columns, int firstDouble)
    {
        (Kind, FirstDouble) = (kind, firstDouble);
        Fields = [.. columns.Select((c, i) => i < firstDouble ? (DataField)new DataField<long>(c) : new DataField<double>(c))];
    }

    /// <summary>Executions.</summary>
    public static CanonicalLayout Trades { get; } = Whole("trades", "price,quantity,side,trade_id");

    /// <summary>Level changes; rows of one group share its index, a group without changes is a row of side −1.</summary>
    public static CanonicalLayout Book { get; } =
        Whole("book", "group,first_id,last_id,previous_id,is_snapshot,depth_limit,side,price,quantity");

    /// <summary>Best prices.</summary>
    public static CanonicalLayout Tops { get; } = Whole("tops", "bid,bid_quantity,ask,ask_quantity");

    /// <summary>Events of resting orders.</summary>
    public static CanonicalLayout Orders { get; } = Whole("orders", "order_id,action,side,price,remaining");

    /// <summary>Bars.</summary>
    public static CanonicalLayout Bars { get; } = new("bars", ["open_time", "known_time", "open", "high", "low", "close", "volume"], 2);

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<CanonicalLayout> All { get; } = [Trades, Book, Tops, Orders, Bars];

    /// <summary>Name of the kind in paths.</summary>
    public string Kind { get; }

    /// <summary>Index of the first column of doubles.</summary>
    public int FirstDouble { get; }

    /// <summary>Columns in order.</summary>
    public IReadOnlyList<DataField> Fields { get; }

    private static CanonicalLayout Whole(string kind, string columns)
    {
        string[] all = ["event_time", "received_time", "sequence", .. columns.Split(',')];
        return new CanonicalLayout(kind, all, all.Length);
    }
}
