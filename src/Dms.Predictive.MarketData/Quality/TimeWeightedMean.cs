using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Mean of a price over a sliding window, each value weighted with how long it held.</summary>
/// <param name="window">Length of the window; &gt; 0.</param>
public sealed class TimeWeightedMean(TimeSpan window)
{
    private readonly Queue<(Timestamp From, decimal Price)> _steps = [];
    private (Timestamp From, decimal Price)? _last;

    /// <summary>Takes a price that holds from a time on; times do not fall.</summary>
    public void Take(Timestamp from, decimal price)
    {
        if (_last?.Price != price)
        {
            _steps.Enqueue((from, price));
            _last = (from, price);
        }
    }

    /// <summary>The mean up to a time; null before the first price.</summary>
    public decimal? At(Timestamp asOf)
    {
        Timestamp start = asOf - window;
        while (_steps.Count > 1 && _steps.ElementAt(1).From <= start)
        {
            _steps.Dequeue();
        }

        decimal sum = 0;
        decimal span = 0;
        (Timestamp From, decimal Price)? held = null;
        foreach ((Timestamp From, decimal Price) step in _steps.Append((asOf, 0)))
        {
            if (held is (Timestamp from, decimal price))
            {
                decimal weight = step.From.Nanoseconds - Math.Max(from.Nanoseconds, start.Nanoseconds);
                (sum, span) = (sum + (weight * price), span + weight);
            }

            held = step;
        }

        return span > 0 ? sum / span : _last?.Price;
    }
}
