namespace Dms.Predictive.Volatility;

/// <summary>Moments that start a recursion. Plain sums, oldest first.</summary>
internal static class Presample
{
    private const double Decay = 0.94;
    private const int Window = 75;

    public static double Mean(ReadOnlySpan<double> returns)
    {
        double sum = 0;
        foreach (double y in returns)
        {
            sum += y;
        }

        return sum / returns.Length;
    }

    public static double MeanSquare(ReadOnlySpan<double> returns, double centre)
    {
        double sum = 0;
        foreach (double y in returns)
        {
            sum += (y - centre) * (y - centre);
        }

        return sum / returns.Length;
    }

    /// <summary>Σ 0.94^t·(y_t − centre)² / Σ 0.94^t over the first min(75, n) returns.</summary>
    public static double Backcast(ReadOnlySpan<double> returns, double centre)
    {
        double weight = 1, weights = 0, sum = 0;
        foreach (double y in returns[..Math.Min(Window, returns.Length)])
        {
            sum += weight * (y - centre) * (y - centre);
            weights += weight;
            weight *= Decay;
        }

        return sum / weights;
    }
}
