using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Lane = System.Runtime.Intrinsics.Vector256<double>;

namespace Dms.Predictive.Explanation;

/// <summary>
/// The quadrature of <see cref="CoverRule"/> for many rows at once: a lane holds a row instead of a node, and the nodes
/// are added up in the same order, so every row gets the bits that it has alone.
/// </summary>
/// <remarks>Every index follows from the leaf's width and the block's height, so the inner loops check none.</remarks>
internal static class CoverRows
{
    private const int NodesPerBlock = 4;

    /// <summary>Adds one leaf's contributions to all rows of a block.</summary>
    /// <param name="leaves">The boxes.</param>
    /// <param name="leaf">Which leaf; it has at least one feature.</param>
    /// <param name="rule">A rule that is exact for it.</param>
    /// <param name="block">Rows whose passes are known.</param>
    public static void Add(LeafBoxes leaves, int leaf, GaussLegendre rule, RowBlock block)
    {
        ReadOnlySpan<double> share = leaves.CoverSharesOf(leaf);
        int d = share.Length;
        Span<Lane> factors = block.Scratch[..(8 * d)];
        Span<Lane> work = block.Scratch.Slice(8 * d, 6 * d);
        for (int b = 0; b < rule.Blocks; b++)
        {
            bool two = rule.Count - (NodesPerBlock * b) <= 2;
            for (int node = 0; node < (two ? 2 : NodesPerBlock); node++)
            {
                Factors(share, rule.Node[b][node], rule.Complement[b][node], factors[(2 * node * d)..]);
            }

            if (two)
            {
                TwoNodes(block, factors, work, rule.Weight[b], isFirst: b == 0);
            }
            else
            {
                FourNodes(block, factors, work, rule.Weight[b], isFirst: b == 0);
            }
        }

        double value = leaves.ValueOf(leaf);
        ReadOnlySpan<int> feature = leaves.FeaturesOf(leaf);
        for (int k = 0; k < d; k++)
        {
            Finish(block.Sums.Slice(k * block.Vectors, block.Vectors), block.Passes(k), block.Phi(feature[k]),
                Vector256.Create(value * (1.0 - share[k])), Vector256.Create(value * (0.0 - share[k])));
        }
    }

    // The factor of a feature that the row passes, then that of one it fails.
    private static void Factors(ReadOnlySpan<double> share, double node, double complement, Span<Lane> factor)
    {
        for (int k = 0; k < share.Length; k++)
        {
            double failed = complement * share[k];
            factor[2 * k] = Vector256.Create(node + failed);
            factor[(2 * k) + 1] = Vector256.Create(failed);
        }
    }

    private static void TwoNodes(RowBlock block, Span<Lane> factors, Span<Lane> work, Lane weight, bool isFirst)
    {
        unchecked
        {
            nuint d = (nuint)(factors.Length / 8);
            nuint height = (nuint)block.Vectors;
            (Lane weightA, Lane weightB) = (Vector256.Create(weight[0]), Vector256.Create(weight[1]));
            ref Lane f = ref MemoryMarshal.GetReference(factors);
            ref Lane w = ref MemoryMarshal.GetReference(work);
            for (nuint r = 0; r < height; r++)
            {
                ref Lane pass = ref Unsafe.Add(ref MemoryMarshal.GetReference(block.AllPasses), r);
                ref Lane sum = ref Unsafe.Add(ref MemoryMarshal.GetReference(block.Sums), r);
                Before(ref pass, height, ref f, ref w, d);
                (Lane a, Lane b) = (weightA, weightB);
                for (nuint k = d; k-- > 0;)
                {
                    ref Lane at = ref Unsafe.Add(ref w, 4 * k);
                    Lane total = (at * a) + (Unsafe.Add(ref at, 1) * b);
                    ref Lane into = ref Unsafe.Add(ref sum, k * height);
                    into = isFirst ? total : into + total;
                    a *= Unsafe.Add(ref at, 2);
                    b *= Unsafe.Add(ref at, 3);
                }
            }
        }
    }

    // (t₀ + t₂) + (t₁ + t₃), as the four lanes of a single row are added up.
    private static void FourNodes(RowBlock block, Span<Lane> factors, Span<Lane> work, Lane weight, bool isFirst)
    {
        unchecked
        {
            nuint d = (nuint)(factors.Length / 8);
            nuint height = (nuint)block.Vectors;
            ref Lane f = ref MemoryMarshal.GetReference(factors);
            ref Lane w = ref MemoryMarshal.GetReference(work);
            ref Lane half = ref Unsafe.Add(ref w, 4 * d);
            for (nuint r = 0; r < height; r++)
            {
                ref Lane pass = ref Unsafe.Add(ref MemoryMarshal.GetReference(block.AllPasses), r);
                ref Lane sum = ref Unsafe.Add(ref MemoryMarshal.GetReference(block.Sums), r);
                Before(ref pass, height, ref f, ref w, d);
                (Lane a, Lane b) = (Vector256.Create(weight[0]), Vector256.Create(weight[1]));
                for (nuint k = d; k-- > 0;)
                {
                    ref Lane at = ref Unsafe.Add(ref w, 4 * k);
                    Unsafe.Add(ref half, 2 * k) = at * a;
                    Unsafe.Add(ref half, (2 * k) + 1) = Unsafe.Add(ref at, 1) * b;
                    a *= Unsafe.Add(ref at, 2);
                    b *= Unsafe.Add(ref at, 3);
                }

                Before(ref pass, height, ref Unsafe.Add(ref f, 4 * d), ref w, d);
                (a, b) = (Vector256.Create(weight[2]), Vector256.Create(weight[3]));
                for (nuint k = d; k-- > 0;)
                {
                    ref Lane at = ref Unsafe.Add(ref w, 4 * k);
                    Lane total = (Unsafe.Add(ref half, 2 * k) + (at * a)) + (Unsafe.Add(ref half, (2 * k) + 1) + (Unsafe.Add(ref at, 1) * b));
                    ref Lane into = ref Unsafe.Add(ref sum, k * height);
                    into = isFirst ? total : into + total;
                    a *= Unsafe.Add(ref at, 2);
                    b *= Unsafe.Add(ref at, 3);
                }
            }
        }
    }

    // Per feature: the products of the factors before it at two nodes, and its own factors there.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Before(ref Lane pass, nuint height, ref Lane factor, ref Lane work, nuint d)
    {
        unchecked
        {
            (Lane a, Lane b) = (Lane.One, Lane.One);
            for (nuint k = 0; k < d; k++)
            {
                Lane passed = Unsafe.Add(ref pass, k * height);
                ref Lane here = ref Unsafe.Add(ref factor, 2 * k);
                ref Lane there = ref Unsafe.Add(ref factor, 2 * (k + d));
                Lane factorA = Vector256.ConditionalSelect(passed, here, Unsafe.Add(ref here, 1));
                Lane factorB = Vector256.ConditionalSelect(passed, there, Unsafe.Add(ref there, 1));
                ref Lane at = ref Unsafe.Add(ref work, 4 * k);
                at = a;
                Unsafe.Add(ref at, 1) = b;
                Unsafe.Add(ref at, 2) = factorA;
                Unsafe.Add(ref at, 3) = factorB;
                a *= factorA;
                b *= factorB;
            }
        }
    }

    private static void Finish(ReadOnlySpan<Lane> sum, ReadOnlySpan<Lane> pass, Span<Lane> phi, Lane passed, Lane failed)
    {
        for (int r = 0; r < phi.Length; r++)
        {
            phi[r] += sum[r] * Vector256.ConditionalSelect(pass[r], passed, failed);
        }
    }
}
