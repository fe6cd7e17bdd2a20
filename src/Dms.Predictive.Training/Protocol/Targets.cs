using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>Realized variance that follows each decision, for one horizon. Looks into the future: labels only.</summary>
public sealed class Targets
{
    private readonly double[] _values;
    private readonly bool[] _eligible;

    /// <summary>Sums squared returns over (t, t + h] for every decision and adds the floor.</summary>
    /// <param name="table">Decisions and grid returns.</param>
    /// <param name="horizonMinutes">Horizon; a multiple of the bar.</param>
    public Targets(DecisionTable table, int horizonMinutes)
    {
        ArgumentNullException.ThrowIfNull(table);
        HorizonMinutes = horizonMinutes;
        Floor = BaselineModel.FloorPerMinute * horizonMinutes;
        _values = new double[table.Count];
        _eligible = new bool[table.Count];
        int steps = horizonMinutes / table.BarMinutes;
        for (int i = 0; i < table.Count; i++)
        {
            int last = table.LastBar[i];
            bool complete = last + steps < table.Returns.Length;
            _values[i] = complete ? Sum(table.Returns.AsSpan(last + 1, steps)) + Floor : double.NaN;
            _eligible[i] = complete && last >= 1 && !table.OutagesIn(last, last + steps);
        }
    }

    /// <summary>Horizon in minutes.</summary>
    public int HorizonMinutes { get; }

    /// <summary>Floor in percent².</summary>
    public double Floor { get; }

    /// <summary>Realized variance over the horizon plus the floor, percent²; NaN when the data end before it.</summary>
    public double this[int decision] => _values[decision];

    /// <summary>Whether the target exists and no bar from the last known one to its end lies in an outage.</summary>
    public bool Eligible(int decision) => _eligible[decision];

    private static double Sum(ReadOnlySpan<double> returns)
    {
        double sum = 0;
        foreach (double r in returns)
        {
            sum += r * r;
        }

        return sum;
    }
}
