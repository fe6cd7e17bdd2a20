namespace Dms.Predictive.Volatility;

/// <summary>The one check of returns given bar after bar.</summary>
internal static class ReturnRows
{
    /// <summary>Number of rows.</summary>
    /// <exception cref="ArgumentException">The numbers are not whole rows, or one is infinite.</exception>
    public static int Count(ReadOnlySpan<double> returns, int assets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(assets, 1);
        if (returns.Length % assets != 0)
        {
            throw new ArgumentException($"{returns.Length} numbers are not rows of {assets}.", nameof(returns));
        }

        for (int i = 0; i < returns.Length; i++)
        {
            if (double.IsInfinity(returns[i]))
            {
                throw new ArgumentException($"Return {i % assets} of bar {i / assets} is infinite.", nameof(returns));
            }
        }

        return returns.Length / assets;
    }
}
