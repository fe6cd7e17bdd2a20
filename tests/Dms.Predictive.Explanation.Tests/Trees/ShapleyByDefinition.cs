using System.Numerics;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation.Tests.Trees;

/// <summary>Shapley values and interactions straight from their definition over all coalitions.</summary>
internal static class ShapleyByDefinition
{
    public static (double Empty, double[] Phi, double[] Matrix) Of(Func<uint, double> value, int players)
    {
        double[] v = [.. Enumerable.Range(0, 1 << players).Select(s => value((uint)s))];
        double[] phi = new double[players];
        double[] matrix = new double[players * players];
        for (int s = 0; s < v.Length; s++)
        {
            int size = BitOperations.PopCount((uint)s);
            foreach (int i in Missing(s, players))
            {
                phi[i] += Weight(size, players) * (v[s | 1 << i] - v[s]);
                foreach (int j in Missing(s, players).Where(j => j != i))
                {
                    double joint = v[s | 1 << i | 1 << j] - v[s | 1 << i] - v[s | 1 << j] + v[s];
                    matrix[i * players + j] += 0.5 * Weight(size, players - 1) * joint;
                }
            }
        }

        for (int i = 0; i < players; i++)
        {
            matrix[i * players + i] = phi[i] - Enumerable.Range(0, players).Sum(j => matrix[i * players + j]);
        }

        return (v[0], phi, matrix);
    }

    public static double PathValue(Forest forest, double[] row, uint known) =>
        forest.BaseScore + forest.Trees.Sum(t => PathValue(t, 0, row, known));

    public static double BackgroundValue(Forest forest, double[] row, double[][] background, uint known) =>
        background.Average(b => forest.Score(row.Select((x, k) => (known >> k & 1) == 1 ? x : b[k]).ToArray()));

    private static double PathValue(Tree tree, int node, double[] row, uint known)
    {
        int feature = tree.Feature[node];
        if (feature < 0)
        {
            return tree.Value[node];
        }

        (int left, int right) = (tree.Left[node], tree.Right[node]);
        if ((known >> feature & 1) == 1)
        {
            bool goesLeft = double.IsNaN(row[feature]) ? tree.DefaultLeft[node] : row[feature] <= tree.Threshold[node];
            return PathValue(tree, goesLeft ? left : right, row, known);
        }

        double total = tree.Cover[left] + tree.Cover[right];
        double share = total == 0 ? 0.5 : tree.Cover[left] / total;
        return share * PathValue(tree, left, row, known) + (1 - share) * PathValue(tree, right, row, known);
    }

    private static IEnumerable<int> Missing(int s, int players) =>
        Enumerable.Range(0, players).Where(i => (s >> i & 1) == 0);

    // |S|! (M − |S| − 1)! / M!
    private static double Weight(int size, int players) =>
        Factorial(size) * Factorial(players - size - 1) / Factorial(players);

    private static double Factorial(int n) => n <= 1 ? 1.0 : n * Factorial(n - 1);
}
