using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Turns columns of one kind back into events; groups of level changes may span row groups.</summary>
internal sealed class CanonicalRows(CanonicalLayout layout, IMarketEventSink sink)
{
    private readonly List<LevelChange> _changes = [];
    private BookUpdate _update;
    private long _group = -1;

    /// <summary>Events so far.</summary>
    public long Events { get; private set; }

    /// <summary>Takes the columns of a row group.</summary>
    public void Take(long[][] c)
    {
        for (int i = 0; i < c[0].Length; i++)
        {
            if (layout == CanonicalLayout.Book)
            {
                TakeLevel(c, i);
                continue;
            }

            Events++;
            EventStamp stamp = layout == CanonicalLayout.Bars ? default : Stamp(c, i);
            if (layout == CanonicalLayout.Trades)
            {
                sink.OnTrade(new Trade(stamp, c[3][i], c[4][i], (AggressorSide)c[5][i], c[6][i]));
            }
            else if (layout == CanonicalLayout.Tops)
            {
                sink.OnTop(new TopOfBook(stamp, c[3][i], c[4][i], c[5][i], c[6][i]));
            }
            else if (layout == CanonicalLayout.Orders)
            {
                sink.OnOrder(new OrderEvent(stamp, c[3][i], (OrderAction)c[4][i], (BookSide)c[5][i], c[6][i], c[7][i]));
            }
            else
            {
                sink.OnBar(
                    new Bar(new Timestamp(c[0][i]), Double(c[2][i]), Double(c[3][i]), Double(c[4][i]), Double(c[5][i]), Double(c[6][i])),
                    new Timestamp(c[1][i]));
            }
        }
    }

    /// <summary>The file is at its end.</summary>
    public void End()
    {
        if (_group >= 0)
        {
            Events++;
            sink.OnBook(in _update, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_changes));
        }
    }

    private void TakeLevel(long[][] c, int i)
    {
        if (c[3][i] != _group)
        {
            End();
            _changes.Clear();
            _group = c[3][i];
            _update = new BookUpdate(Stamp(c, i), c[4][i], c[5][i], c[6][i], c[7][i] != 0, checked((int)c[8][i]));
        }

        if (c[9][i] >= 0)
        {
            _changes.Add(new LevelChange((BookSide)c[9][i], c[10][i], c[11][i]));
        }
    }

    private static EventStamp Stamp(long[][] c, int i) => new(new Timestamp(c[0][i]), new Timestamp(c[1][i]), c[2][i]);

    private static double Double(long bits) => BitConverter.Int64BitsToDouble(bits);
}
