using System.Runtime.InteropServices;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Rows of a bars file in file order, each with its line.</summary>
internal sealed class BarRows
{
    private readonly List<Bar> _bars = [];
    private readonly List<int> _lines = [];

    /// <summary>Number of rows.</summary>
    public int Count => _bars.Count;

    /// <summary>The rows.</summary>
    public ReadOnlySpan<Bar> Bars => CollectionsMarshal.AsSpan(_bars);

    /// <summary>Line of each row, from 1; the header is line 1.</summary>
    public ReadOnlySpan<int> Lines => CollectionsMarshal.AsSpan(_lines);

    /// <summary>Appends a row.</summary>
    public void Add(in Bar bar, int line)
    {
        _bars.Add(bar);
        _lines.Add(line);
    }

    /// <summary>Drops the rows that were not kept, in place.</summary>
    public void Keep(ReadOnlySpan<bool> kept)
    {
        Span<Bar> bars = CollectionsMarshal.AsSpan(_bars);
        Span<int> lines = CollectionsMarshal.AsSpan(_lines);
        int to = 0;
        for (int i = 0; i < kept.Length; i++)
        {
            if (kept[i])
            {
                (bars[to], lines[to]) = (bars[i], lines[i]);
                to++;
            }
        }

        CollectionsMarshal.SetCount(_bars, to);
        CollectionsMarshal.SetCount(_lines, to);
    }

    /// <summary>Orders by time, rows of one time in file order.</summary>
    public void Sort()
    {
        (Bar Bar, int Line)[] rows = new (Bar, int)[Count];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (_bars[i], _lines[i]);
        }

        Array.Sort(rows, (a, b) => a.Bar.OpenTime.CompareTo(b.Bar.OpenTime) is var c && c != 0
            ? c
            : a.Line.CompareTo(b.Line));
        for (int i = 0; i < rows.Length; i++)
        {
            (_bars[i], _lines[i]) = rows[i];
        }
    }

    /// <summary>The bars, handed over.</summary>
    public IReadOnlyList<Bar> Release() => _bars;
}
