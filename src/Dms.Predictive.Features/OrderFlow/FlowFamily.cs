using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;
using Dms.Predictive.Features.Rolling;

namespace Dms.Predictive.Features.OrderFlow;

/// <summary>
/// Features made of flow bars. Each feature is one line: what it is called, what it means and how it is computed from
/// the rings that the family keeps.
/// </summary>
internal abstract class FlowFamily(string family) : IFeatureFamily
{
    /// <summary>Minutes of a day.</summary>
    protected const int Day = 1440;

    /// <summary>Days over which the same minute of day is compared.</summary>
    protected const int ComparedDays = 6;

    private const int DaysCapacity = (ComparedDays * Day) + 62;

    private readonly List<FeatureDefinition> _definitions = [];
    private readonly List<Func<double>> _formulas = [];
    private readonly List<(MaskedRing Ring, Func<double> Value)> _rings = [];
    private readonly double[] _row = new double[FlowSeries.Width];

    /// <inheritdoc/>
    public IReadOnlyList<FeatureDefinition> Definitions => _definitions;

    /// <inheritdoc/>
    public void Append(in GridBar bar)
    {
        // Flow comes by itself, minute by minute, not with bars.
    }

    /// <summary>Takes the next minute; all NaN when it is missing.</summary>
    public void Take(ReadOnlySpan<double> values)
    {
        values.CopyTo(_row);
        Prepare();
        foreach ((MaskedRing ring, Func<double> value) in _rings)
        {
            ring.Append(value());
        }
    }

    /// <inheritdoc/>
    public void Write(Timestamp asOf, Span<double> values)
    {
        for (int i = 0; i < _formulas.Count; i++)
        {
            values[i] = _formulas[i]();
        }
    }

    /// <summary>Called with each minute before the rings take it.</summary>
    protected virtual void Prepare()
    {
    }

    /// <summary>A measure of the newest minute.</summary>
    protected double Now(FlowMeasure measure) => _row[(int)measure];

    /// <summary>Declares a feature; the order of calls is the order of values.</summary>
    protected void Feature(string name, string unit, string formula, int warmUp, Func<double> value)
    {
        _definitions.Add(new FeatureDefinition(name, unit, family, formula, warmUp));
        _formulas.Add(value);
    }

    /// <summary>Keeps a value of each minute of the last day.</summary>
    /// <param name="bits">Binary digits after the point; with <paramref name="largest"/>, a day's sum must fit 63 bits.</param>
    /// <param name="largest">Values beyond are cut.</param>
    /// <param name="value">Value of the newest minute.</param>
    protected MaskedRing Ring(int bits, double largest, Func<double> value) => Keep(new MaskedRing(Day, bits, largest), value);

    /// <summary>Keeps a value of each minute over the days that <see cref="AgainstSameMinutes"/> compares.</summary>
    protected MaskedRing DaysRing(int bits, double largest, Func<double> value) =>
        Keep(new MaskedRing(DaysCapacity, bits, largest), value);

    /// <summary>Mean over a window minus its mean in the same minutes of the days before.</summary>
    protected static double AgainstSameMinutes(MaskedRing ring, int window)
    {
        double usual = 0;
        for (int day = 1; day <= ComparedDays; day++)
        {
            usual += ring.MeanBefore(day * Day, window);
        }

        return ring.Mean(window) - (usual / ComparedDays);
    }

    /// <summary>Natural logarithm; NaN unless the value is greater than 0.</summary>
    protected static double Ln(double value) => value > 0 ? Math.Log(value) : double.NaN;

    private MaskedRing Keep(MaskedRing ring, Func<double> value)
    {
        _rings.Add((ring, value));
        return ring;
    }
}
