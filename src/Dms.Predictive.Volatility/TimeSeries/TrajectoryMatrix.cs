using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>The L × K Hankel matrix of a series, whose column k is the window that starts at k; never stored.</summary>
internal sealed class TrajectoryMatrix(double[] series, int windowSize)
{
    public int WindowSize => windowSize;

    public double[] Series => series;

    /// <summary>K.</summary>
    public int Columns => series.Length - windowSize + 1;

    public ReadOnlySpan<double> Column(int k) => series.AsSpan(k, windowSize);

    /// <summary>Adds one elementary component, averaged along the diagonals, to a signal.</summary>
    /// <param name="vector">Left singular vector u, length L.</param>
    /// <param name="signal">Length of the series; gains the diagonal means of u·uᵀX.</param>
    public void AddComponent(ReadOnlySpan<double> vector, Span<double> signal)
    {
        double[] weights = new double[Columns];
        for (int k = 0; k < weights.Length; k++)
        {
            weights[k] = VectorSums.Dot(vector, Column(k));
        }

        for (int t = 0; t < signal.Length; t++)
        {
            int first = Math.Max(0, t - weights.Length + 1);
            int last = Math.Min(windowSize - 1, t);
            double sum = 0;
            for (int i = first; i <= last; i++)
            {
                sum += vector[i] * weights[t - i];
            }

            signal[t] += sum / (last - first + 1);
        }
    }
}
