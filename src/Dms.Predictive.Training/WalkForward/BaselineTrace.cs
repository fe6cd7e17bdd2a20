using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>What the return filter read at each decision of a span; made in one pass, oldest first.</summary>
internal sealed class BaselineTrace
{
    private readonly double[] _readings;
    private readonly int _length;

    /// <param name="table">Decisions and returns.</param>
    /// <param name="filter">Fresh filter; it is run forward.</param>
    /// <param name="fromBar">First grid bar that the filter takes.</param>
    /// <param name="decisions">First decision kept, and one past the last.</param>
    public BaselineTrace(DecisionTable table, ReturnFilter filter, int fromBar, (int First, int End) decisions)
    {
        (First, End, _length) = (decisions.First, decisions.End, filter.ReadingLength);
        _readings = new double[Math.Max(0, End - First) * _length];
        int bar = fromBar;
        for (int d = First; d < End; d++)
        {
            for (; bar <= table.LastBar[d]; bar++)
            {
                filter.Append(table.Returns[bar]);
            }

            filter.Read(_readings.AsSpan((d - First) * _length, _length));
        }
    }

    /// <summary>First decision held.</summary>
    public int First { get; }

    /// <summary>One past the last decision held.</summary>
    public int End { get; }

    /// <summary>Reading as of a decision.</summary>
    public ReadOnlySpan<double> this[int decision] => _readings.AsSpan((decision - First) * _length, _length);
}
