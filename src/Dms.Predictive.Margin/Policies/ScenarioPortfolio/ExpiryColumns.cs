namespace Dms.Predictive.Margin;

/// <summary>The options of one expiry in columns, which are valued together with the bits of one by one.</summary>
/// <remarks>Columns are as long as whole vectors; what follows the last option repeats it and is not read.</remarks>
internal sealed class ExpiryColumns
{
    private const int Width = 8;
    private readonly IReadOnlyList<OptionHolding> _options;
    private readonly double[] _strikes;
    private readonly double[] _rights;
    private readonly double[] _years;
    private readonly double[] _rates;
    private readonly double[] _forwards;
    private readonly double[] _prices;

    /// <summary>Lays the options out; at least one, all of one expiry.</summary>
    public ExpiryColumns(IReadOnlyList<OptionHolding> options)
    {
        _options = options;
        _strikes = Of(o => o.Strike);
        _rights = Of(o => o.IsCall ? 1 : -1);
        _years = Of(o => o.Expiry.Years);
        _rates = Of(o => o.Expiry.Rate);
        _forwards = new double[_strikes.Length];
        _prices = new double[_strikes.Length];
    }

    /// <summary>One number per option.</summary>
    public double[] Of(Func<OptionHolding, double> number)
    {
        double[] column = new double[(_options.Count + Width - 1) / Width * Width];
        for (int i = 0; i < _options.Count; i++)
        {
            column[i] = number(_options[i]);
        }

        column.AsSpan(_options.Count).Fill(column[_options.Count - 1]);
        return column;
    }

    /// <summary>Values of the positions, quote, in the order of the options.</summary>
    /// <param name="forward">Quote.</param>
    /// <param name="volatilities">A column.</param>
    public double[] ValuesAt(double forward, double[] volatilities)
    {
        _forwards.AsSpan().Fill(forward);
        Black76Kernel.Price(
            new()
            {
                Forwards = _forwards,
                Strikes = _strikes,
                Volatilities = volatilities,
                Years = _years,
                Rates = _rates,
                Rights = _rights,
            },
            _prices);
        double[] values = new double[_options.Count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = _options[i].Size * _prices[i];
        }

        return values;
    }
}
