namespace Dms.Predictive.Volatility;

/// <summary>Expected shortfall of a sample in rising order.</summary>
internal static class OrderedTail
{
    /// <summary>−mean of the lowest share; the outcome that the share cuts counts in part (Rockafellar and Uryasev
    /// 2002).</summary>
    public static double Mean(ReadOnlySpan<double> rising, double share)
    {
        double wanted = share * rising.Length, sum = 0;
        int whole = Math.Min((int)wanted, rising.Length - 1);
        for (int i = 0; i < whole; i++)
        {
            sum += rising[i];
        }

        return -(sum + ((wanted - whole) * rising[whole])) / wanted;
    }
}
