using System.Runtime.Intrinsics;

namespace Dms.Predictive.Volatility;

/// <summary>Σ ln x by the logarithms of products of sixteen.</summary>
internal static class LogSum
{
    private const int Block = 32;
    private const double Smallest = 1e-280;
    private const double Largest = 1e280;

    /// <summary>Σ ln x of positive numbers, compensated; one by one where a product would leave the range of a
    /// double.</summary>
    public static double Of(ReadOnlySpan<double> x)
    {
        LogLikelihoodSum sum = default;
        int t = 0;
        for (; t + Block <= x.Length; t += Block)
        {
            ReadOnlySpan<double> block = x.Slice(t, Block);
            Vector256<double> product = Vector256.Create(block);
            for (int i = 4; i < Block; i += 4)
            {
                product *= Vector256.Create(block[i..]);
            }

            double low = product[0] * product[1], high = product[2] * product[3];
            if (low > Smallest && low < Largest && high > Smallest && high < Largest)
            {
                sum.Add(Math.Log(low) + Math.Log(high));
            }
            else
            {
                AddEach(ref sum, block);
            }
        }

        AddEach(ref sum, x[t..]);
        return -2 * sum.Total(0);
    }

    private static void AddEach(ref LogLikelihoodSum sum, ReadOnlySpan<double> x)
    {
        foreach (double each in x)
        {
            sum.Add(Math.Log(each));
        }
    }
}
