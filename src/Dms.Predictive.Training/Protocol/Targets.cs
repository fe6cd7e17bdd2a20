using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>Realized variance that follows each decision, for one horizon. Looks into the future: labels only.</summary>
public sealed class Targets
{
    private readonly double[] _values;
    private readonly double[] _labels;
    private readonly bool[] _eligible;
    private readonly double[] _thresholds;

    /// <summary>Sums squared returns over (t, t + h] for every decision and adds the floor.</summary>
    /// <param name="table">Decisions and grid returns.</param>
    /// <param name="horizonMinutes">Horizon; a multiple of the bar.</param>
    /// <param name="label">What the trees are taught and what a spike is; null = the protocol's own choice.</param>
    /// <exception cref="ArgumentException">Bipower variation over a single bar.</exception>
    public Targets(DecisionTable table, int horizonMinutes, LabelRecipe? label = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        Label = (label ?? new LabelRecipe()).Checked();
        HorizonMinutes = horizonMinutes;
        Floor = BaselineModel.FloorPerMinute * horizonMinutes;
        SpikesAreDefined = horizonMinutes <= Math.Max(10, table.BarMinutes);
        _thresholds = table.Thresholds;
        _values = new double[table.Count];
        _eligible = new bool[table.Count];
        int steps = horizonMinutes / table.BarMinutes;
        bool bipower = Label.Variance == VarianceLabel.Bipower;
        if (bipower && steps < 2)
        {
            throw new ArgumentException(
                $"Bipower variation needs two bars; {horizonMinutes} min is one bar of {table.BarMinutes} min.", nameof(horizonMinutes));
        }

        _labels = bipower ? new double[table.Count] : _values;
        for (int i = 0; i < table.Count; i++)
        {
            int last = table.LastBar[i];
            bool complete = last + steps < table.Returns.Length;
            _values[i] = complete ? Squares(table.Returns.AsSpan(last + 1, steps)) + Floor : double.NaN;
            _labels[i] = bipower && complete ? Bipower(table.Returns.AsSpan(last + 1, steps)) + Floor : _values[i];
            _eligible[i] = complete && last >= 1 && !table.OutagesIn(last, last + steps);
        }
    }

    /// <summary>Horizon in minutes.</summary>
    public int HorizonMinutes { get; }

    /// <summary>Floor in percent².</summary>
    public double Floor { get; }

    /// <summary>What the trees are taught and what a spike is.</summary>
    public LabelRecipe Label { get; }

    /// <summary>Whether spikes are told at this horizon: ten minutes, or one bar where bars are longer.</summary>
    public bool SpikesAreDefined { get; }

    /// <summary>Realized variance over the horizon plus the floor, percent²; NaN when the data end before it.</summary>
    public double this[int decision] => _values[decision];

    /// <summary>What the trees learn, percent², floor included; NaN when the data end before it.</summary>
    public double TreeLabel(int decision) => _labels[decision];

    /// <summary>Whether the target exists and no bar from the last known one to its end lies in an outage.</summary>
    public bool Eligible(int decision) => _eligible[decision];

    /// <summary>Whether the decision has a threshold, so that a spike can be told from none.</summary>
    public bool HasThreshold(int decision) => !double.IsNaN(_thresholds[decision]);

    /// <summary>Whether the realized variance after the decision exceeds the multiple of its threshold.</summary>
    public bool IsSpike(int decision) => _values[decision] - Floor > Label.SpikeMultiple * _thresholds[decision];

    private static double Squares(ReadOnlySpan<double> returns)
    {
        double sum = 0;
        foreach (double r in returns)
        {
            sum += r * r;
        }

        return sum;
    }

    private static double Bipower(ReadOnlySpan<double> returns)
    {
        double sum = 0;
        for (int i = 1; i < returns.Length; i++)
        {
            sum += Math.Abs(returns[i]) * Math.Abs(returns[i - 1]);
        }

        return Math.PI / 2 * sum * returns.Length / (returns.Length - 1);
    }
}
