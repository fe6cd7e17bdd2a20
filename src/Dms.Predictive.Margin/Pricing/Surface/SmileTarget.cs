namespace Dms.Predictive.Margin;

/// <summary>What a smile is drawn to: inside bid and ask, near the middle if it can, and below the expiry after.</summary>
/// <remarks>Loss of a quote at e half spreads from its middle: 0.02·e² + h(max(0, |e| − 0.9)), h(o) = o² up to 1 and 2o − 1
/// from there, so that a stray quote pulls no harder than a near one. A smile above the ceiling loses with the square.</remarks>
internal sealed class SmileTarget
{
    private const double Pull = 0.02;
    private const double Edge = 0.9;
    private const double CeilingScale = 0.002;
    private const double CeilingMargin = 0.997;
    private static readonly double[] CeilingPoints = MakeCeilingPoints();
    private readonly SmileQuote[] _quotes;
    private readonly double[] _ceiling;

    public SmileTarget(IReadOnlyList<SmileQuote> quotes, Func<double, double>? ceiling)
    {
        _quotes = [.. quotes.OrderBy(q => q.LogStrike).ThenBy(q => q.Middle).ThenBy(q => q.Ask)];
        _ceiling = ceiling is null ? [] : [.. CeilingPoints.Select(k => ceiling(k) * CeilingMargin)];
        Points = [.. _quotes.Select(q => q.LogStrike), .. ceiling is null ? [] : CeilingPoints];
    }

    /// <summary>ln(K/F) of all quotes, then of the ceiling.</summary>
    public double[] Points { get; }

    public IReadOnlyList<SmileQuote> Quotes => _quotes;

    /// <summary>Loss of total variances at <see cref="Points"/>.</summary>
    public double Loss(ReadOnlySpan<double> variances)
    {
        double sum = 0;
        for (int i = 0; i < _quotes.Length; i++)
        {
            double e = (variances[i] - _quotes[i].Middle) / _quotes[i].HalfSpread;
            double outside = Math.Max(0, Math.Abs(e) - Edge);
            sum += (Pull * Math.Min(e * e, 100)) + (outside <= 1 ? outside * outside : (2 * outside) - 1);
        }

        for (int i = 0; i < _ceiling.Length; i++)
        {
            double above = Math.Max(0, variances[_quotes.Length + i] - _ceiling[i]) / (CeilingScale * _ceiling[i]);
            sum += above * above;
        }

        return sum;
    }

    /// <summary>Weight and target of point i in the next least-squares step.</summary>
    /// <param name="i">Index into <see cref="Points"/>.</param>
    /// <param name="variance">Total variance there now; NaN in the first step.</param>
    public (double Weight, double Target) Step(int i, double variance)
    {
        if (i >= _quotes.Length)
        {
            double ceiling = _ceiling[i - _quotes.Length];
            double scale = CeilingScale * ceiling;
            return variance > ceiling ? (1 / (scale * scale), ceiling) : (0, ceiling);
        }

        SmileQuote q = _quotes[i];
        double unit = 1 / (q.HalfSpread * q.HalfSpread);
        if (double.IsNaN(variance))
        {
            return (unit, q.Middle);
        }

        double e = (variance - q.Middle) / q.HalfSpread;
        double outside = Math.Abs(e) - Edge;
        double pull = Pull / Math.Max(1, Math.Abs(e) / 10);
        if (outside <= 0)
        {
            return (pull * unit, q.Middle);
        }

        double push = 1 / Math.Max(1, outside);
        double edge = q.Middle + (Math.Sign(e) * Edge * q.HalfSpread);
        return ((pull + push) * unit, ((pull * q.Middle) + (push * edge)) / (pull + push));
    }

    // Denser at the money, and far out on both sides, where only the slopes of the wings count.
    private static double[] MakeCeilingPoints()
    {
        const int Half = 24;
        double[] side = [.. Enumerable.Range(0, Half + 1).Select(i => 3.0 * i * i / (Half * Half)), 10, 100];
        return [.. side.Skip(1).Reverse().Select(k => -k), .. side];
    }
}
