using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Dms.Predictive.Explanation;

/// <summary>
/// Gauss–Legendre rule on [0, 1]: n nodes integrate polynomials up to degree 2n − 1 exactly. 1 − t is kept beside t,
/// because subtracting later would lose digits near 1.
/// </summary>
internal sealed class GaussLegendre
{
    private GaussLegendre(double[] node, double[] complement, double[] weight) =>
        (Count, Node, Complement, Weight) = (node.Length, InLanes(node), InLanes(complement), InLanes(weight));

    /// <summary>Number of nodes that carry weight.</summary>
    public int Count { get; }

    /// <summary>Nodes t, ascending, four at a time; the last block is filled up with weightless nodes.</summary>
    public Vector256<double>[] Node { get; }

    /// <summary>1 − t.</summary>
    public Vector256<double>[] Complement { get; }

    /// <summary>Weights; they sum to 1.</summary>
    public Vector256<double>[] Weight { get; }

    /// <summary>Number of blocks of four nodes.</summary>
    public int Blocks => Node.Length;

    /// <summary>Rules for 0 … <paramref name="largest"/> nodes, by node count.</summary>
    public static GaussLegendre[] UpTo(int largest) => [.. Enumerable.Range(0, largest + 1).Select(Compute)];

    /// <summary>The rule of <paramref name="nodes"/> nodes.</summary>
    public static GaussLegendre Of(int nodes) => Compute(nodes);

    private static Vector256<double>[] InLanes(double[] numbers)
    {
        double[] padded = new double[(numbers.Length + 3) / 4 * 4];
        numbers.CopyTo(padded, 0);
        return MemoryMarshal.Cast<double, Vector256<double>>(padded).ToArray();
    }

    private static GaussLegendre Compute(int n)
    {
        double[] node = new double[n];
        double[] complement = new double[n];
        double[] weight = new double[n];
        for (int i = 0; i < (n + 1) / 2; i++)
        {
            (double x, double slope) = Root(n, i);
            int mirror = n - 1 - i;
            node[mirror] = complement[i] = 0.5 * (1.0 + x);
            node[i] = complement[mirror] = 0.5 * (1.0 - x);
            weight[i] = weight[mirror] = 1.0 / ((1.0 - x) * (1.0 + x) * slope * slope);
        }

        return new(node, complement, weight);
    }

    private static (double X, double Slope) Root(int n, int i)
    {
        if (2 * i + 1 == n)
        {
            return (0.0, Legendre(n, 0.0).Slope);
        }

        double x = Math.Cos(Math.PI * (i + 0.75) / (n + 0.5));
        double step = 1.0;
        for (int k = 0; k < 100 && Math.Abs(step) > 1e-16; k++)
        {
            (double value, double slope) = Legendre(n, x);
            step = value / slope;
            x -= step;
        }

        return (x, Legendre(n, x).Slope);
    }

    private static (double Value, double Slope) Legendre(int n, double x)
    {
        double previous = 0.0;
        double value = 1.0;
        for (int k = 1; k <= n; k++)
        {
            (previous, value) = (value, ((2.0 * k - 1.0) * x * value - (k - 1.0) * previous) / k);
        }

        return (value, n * (previous - x * value) / ((1.0 - x) * (1.0 + x)));
    }
}
