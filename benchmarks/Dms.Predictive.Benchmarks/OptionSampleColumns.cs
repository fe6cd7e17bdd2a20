using Dms.Predictive.Margin;

namespace Dms.Predictive.Benchmarks;

/// <summary>Options around a forward of 100, and room for their greeks.</summary>
internal sealed class OptionSampleColumns
{
    private readonly double[][] _in = new double[6][];

    /// <summary>Draws a sample.</summary>
    public OptionSampleColumns(int count, int seed)
    {
        Random random = new(seed);
        double Draw(double from, double to) => from + ((to - from) * random.NextDouble());
        double[] Column(Func<double> draw) => [.. Enumerable.Range(0, count).Select(_ => draw())];
        _in[0] = Column(() => Draw(95, 105));
        _in[1] = Column(() => Draw(60, 160));
        _in[2] = Column(() => Draw(0.2, 1.2));
        _in[3] = Column(() => Draw(0.01, 1.5));
        _in[4] = Column(() => Draw(0, 0.08));
        _in[5] = Column(() => random.Next(2) == 0 ? -1 : 1);
        Out = [.. Enumerable.Range(0, 6).Select(_ => new double[count])];
        Quotes = [.. Enumerable.Range(0, count).Select(i => new OptionQuote(
            _in[0][i], _in[1][i], _in[2][i], _in[3][i], _in[5][i] > 0))];
    }

    /// <summary>Out-of-the-money options up to 2.5 deviations from the forward.</summary>
    public static OptionQuote[] Outside(int count, int seed)
    {
        Random random = new(seed);
        OptionQuote One()
        {
            (double volatility, double years) = (0.2 + random.NextDouble(), 0.01 + (1.5 * random.NextDouble()));
            double z = (5 * random.NextDouble()) - 2.5;
            double strike = 100 * Math.Exp(z * volatility * Math.Sqrt(years));
            return new(100, strike, volatility, years, strike > 100);
        }

        return [.. Enumerable.Range(0, count).Select(_ => One())];
    }

    /// <summary>The options, as the scalar code takes them.</summary>
    public OptionQuote[] Quotes { get; }

    /// <summary>Continuous rates per year.</summary>
    public double[] Rates => _in[4];

    /// <summary>Price, delta, gamma, vega, theta, rho.</summary>
    public double[][] Out { get; }

    /// <summary>The options, as the kernel takes them.</summary>
    public OptionColumns Options => new()
    {
        Forwards = _in[0],
        Strikes = _in[1],
        Volatilities = _in[2],
        Years = _in[3],
        Rates = _in[4],
        Rights = _in[5],
    };

    /// <summary>The results, as the kernel takes them.</summary>
    public GreekColumns Greeks => new()
    {
        Prices = Out[0],
        Deltas = Out[1],
        Gammas = Out[2],
        Vegas = Out[3],
        Thetas = Out[4],
        Rhos = Out[5],
    };
}
