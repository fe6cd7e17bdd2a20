namespace Dms.Predictive.Margin;

/// <summary>Moves of factors over a horizon.</summary>
internal static class FactorMoves
{
    private const double WholeCount = 1e-9;

    /// <summary>Sums of consecutive daily changes; they overlap by all days but one.</summary>
    public static double[] Over(IReadOnlyList<double> daily, int days)
    {
        double[] moves = new double[daily.Count - days + 1];
        for (int i = 0; i < moves.Length; i++)
        {
            for (int d = 0; d < days; d++)
            {
                moves[i] += daily[i + d];
            }
        }

        return moves;
    }

    /// <summary>The larger of the two tails' quantiles, as a magnitude: of n descending losses the one after
    /// ⌊n(1 − α)⌋.</summary>
    public static double Quantile(double[] moves, double confidence)
    {
        double[] sorted = [.. moves.Order()];
        int beyond = (int)Math.Floor((sorted.Length * (1 - confidence)) + WholeCount);
        return Math.Max(0, Math.Max(-sorted[beyond], sorted[^(beyond + 1)]));
    }

    /// <summary>Sample correlation; 0 when either does not move.</summary>
    public static double Correlation(double[] one, double[] other)
    {
        (double a, double b) = (one.Average(), other.Average());
        double product = 0;
        double first = 0;
        double second = 0;
        for (int t = 0; t < one.Length; t++)
        {
            product += (one[t] - a) * (other[t] - b);
            first += (one[t] - a) * (one[t] - a);
            second += (other[t] - b) * (other[t] - b);
        }

        return first == 0 || second == 0 ? 0 : Math.Clamp(product / Math.Sqrt(first * second), -1, 1);
    }
}
