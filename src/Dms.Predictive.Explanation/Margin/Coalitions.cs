using System.Numerics;

namespace Dms.Predictive.Explanation;

/// <summary>Exact values of few players from the worth of every coalition; bit i of a mask stands for player
/// i.</summary>
internal static class Coalitions
{
    /// <summary>φ_i = Σ_S |S|!(n−|S|−1)!/n! · [v(S∪i) − v(S)] over the coalitions without i, masks ascending.</summary>
    /// <param name="worth">One number per mask; length 2^n.</param>
    public static double[] Shapley(ReadOnlySpan<double> worth)
    {
        int players = BitOperations.Log2((uint)worth.Length);
        double[] weight = [.. Enumerable.Range(0, players).Select(size => Weight(size, players))];
        double[] values = new double[players];
        for (int i = 0; i < players; i++)
        {
            int bit = 1 << i;
            for (int mask = 0; mask < worth.Length; mask++)
            {
                if ((mask & bit) == 0)
                {
                    values[i] += weight[BitOperations.PopCount((uint)mask)] * (worth[mask | bit] - worth[mask]);
                }
            }
        }

        return values;
    }

    /// <summary>What each player adds when they come one after the other.</summary>
    /// <param name="worth">One number per mask; length 2^n.</param>
    /// <param name="order">All players in the order in which they come.</param>
    public static double[] Waterfall(ReadOnlySpan<double> worth, IEnumerable<int> order)
    {
        double[] values = new double[BitOperations.Log2((uint)worth.Length)];
        int mask = 0;
        foreach (int player in order)
        {
            int next = mask | (1 << player);
            values[player] = worth[next] - worth[mask];
            mask = next;
        }

        return values;
    }

    /// <summary>Owen values of the players within one union, the other unions acting as one each: φ_i = Σ_R Σ_T
    /// |R|!(m−|R|−1)!/m! · |T|!(k−|T|−1)!/k! · [v(R∪T∪i) − v(R∪T)], over sets R of other unions and T of players within.
    /// They sum to the union's Shapley value.</summary>
    /// <param name="others">Number of other unions, m − 1.</param>
    /// <param name="within">Number of players in the union, k.</param>
    /// <param name="worth">Worth by the mask of other unions and the mask of players within.</param>
    public static double[] Owen(int others, int within, Func<int, int, double> worth)
    {
        double[] values = new double[within];
        double[] row = new double[1 << within];
        for (int mask = 0; mask < 1 << others; mask++)
        {
            for (int inner = 0; inner < row.Length; inner++)
            {
                row[inner] = worth(mask, inner);
            }

            double weight = Weight(BitOperations.PopCount((uint)mask), others + 1);
            double[] inside = Shapley(row);
            for (int i = 0; i < within; i++)
            {
                values[i] += weight * inside[i];
            }
        }

        return values;
    }

    private static double Weight(int size, int players) =>
        Factorial(size) * Factorial(players - size - 1) / Factorial(players);

    private static double Factorial(int n) => n <= 1 ? 1 : n * Factorial(n - 1);
}
