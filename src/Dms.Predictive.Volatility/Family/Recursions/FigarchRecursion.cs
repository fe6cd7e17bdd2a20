using System.Runtime.Intrinsics;

namespace Dms.Predictive.Volatility;

/// <summary>h_t = ω/(1−β) + Σ_{i≤1000} λ_i·e²_{t−i} (Baillie, Bollerslev, Mikkelsen 1996).</summary>
/// <remarks>λ_1 = φ − β + d, δ_1 = d, δ_{i+1} = δ_i(i−d)/(i+1), λ_{i+1} = βλ_i + δ_{i+1} − φδ_i. O(1000·n) in four
/// fixed lanes, so that the sums have one order on every machine.</remarks>
internal sealed class FigarchRecursion : VarianceRecursion
{
    /// <summary>Lags kept.</summary>
    public const int Lags = 1000;

    /// <inheritdoc/>
    public override string[] Parameters => ["omega", "phi", "d", "beta"];

    /// <inheritdoc/>
    public override LinearConstraint[] Constraints =>
    [
        Keep("omega", SmallestOmega, 1, 0, 0, 0), Keep("phi", 0, 0, 1, 0, 0), Keep("phi", -0.5, 0, -1, -0.5, 0),
        Keep("d", 0, 0, 0, 1, 0), Keep("d", -0.999999, 0, 0, -1, 0), Keep("beta", 0, 0, 0, 0, 1),
        Keep("beta", 0, 0, 1, 1, -1),
    ];

    /// <inheritdoc/>
    public override double[][] Starts =>
    [
        [0.05, 0.2, 0.4, 0.4], [0.02, 0.1, 0.6, 0.6], [0.1, 0.05, 0.3, 0.2], [0.1, 0.3, 0.3, 0.5],
        [0.02, 0.02, 0.9, 0.85], [0.2, 0.45, 0.05, 0.4],
    ];

    /// <inheritdoc/>
    public override void Run(VarianceRun run, ReadOnlySpan<double> p, bool slopes)
    {
        int n = run.Residuals.Length;
        double[][] kernels = Kernels(p, slopes);
        double[] squares = [.. run.Residuals.Select(e => e * e)];
        double[][] tails = [.. kernels.Select(Tail)];
        double omega = p[0], rest = 1 - p[3];
        for (int t = 0; t <= n; t++)
        {
            int m = Math.Min(t, Lags);
            ReadOnlySpan<double> past = squares.AsSpan(t - m, m);
            double h = Level(omega / rest, tails[0][m], run.Square, kernels[0], past);
            run.Variances[t] = h;
            if (slopes && t < n)
            {
                Span<double> row = run.Slopes.AsSpan(5 * t, 5);
                double perMu = (tails[0][m] * run.SquarePerMu) - (2 * Dot(kernels[0], run.Residuals.AsSpan(t - m, m)));
                row[0] = perMu / h;
                row[1] = 1 / (rest * h);
                for (int j = 1; j < 4; j++)
                {
                    row[1 + j] = ((tails[j][m] * run.Square) + Dot(kernels[j], past)) / h;
                }

                row[4] += omega / (rest * rest * h);
            }
        }
    }

    /// <summary>ω/(1−β) + what the missing lags weigh·v₀ + Σ λ_i·e²: the one sum of filter, stream and simulation.</summary>
    internal static double Level(
        double level, double tail, double presample, double[] kernel, ReadOnlySpan<double> past) =>
        level + (tail * presample) + Dot(kernel, past);

    /// <summary>λ and, when asked for, its slopes in φ, d and β; newest lag last.</summary>
    internal static double[][] Kernels(ReadOnlySpan<double> p, bool slopes)
    {
        (double phi, double d, double beta) = (p[1], p[2], p[3]);
        double[][] kernels = [.. Enumerable.Range(0, slopes ? 4 : 1).Select(_ => new double[Lags])];
        (double lambda, double perPhi, double perD, double perBeta) = (phi - beta + d, 1, 1, -1);
        (double delta, double deltaPerD) = (d, 1);
        for (int i = 1; i <= Lags; i++)
        {
            int at = Lags - i;
            kernels[0][at] = lambda;
            if (slopes)
            {
                (kernels[1][at], kernels[2][at], kernels[3][at]) = (perPhi, perD, perBeta);
            }

            double next = delta * (i - d) / (i + 1);
            double nextPerD = ((deltaPerD * (i - d)) - delta) / (i + 1);
            perPhi = (beta * perPhi) - delta;
            perD = (beta * perD) + nextPerD - (phi * deltaPerD);
            perBeta = (beta * perBeta) + lambda;
            lambda = (beta * lambda) + next - (phi * delta);
            (delta, deltaPerD) = (next, nextPerD);
        }

        return kernels;
    }

    /// <summary>Element m is the sum of the weights of lags above m.</summary>
    internal static double[] Tail(double[] kernel)
    {
        double[] tail = new double[Lags + 1];
        for (int m = Lags - 1; m >= 0; m--)
        {
            tail[m] = tail[m + 1] + kernel[Lags - 1 - m];
        }

        return tail;
    }

    /// <summary>Σ of the newest lags against the past that is there.</summary>
    private static double Dot(double[] kernel, ReadOnlySpan<double> past)
    {
        ReadOnlySpan<double> weights = kernel.AsSpan(Lags - past.Length);
        Vector256<double> a = Vector256<double>.Zero, b = Vector256<double>.Zero;
        int i = 0;
        for (; i + 8 <= past.Length; i += 8)
        {
            a += Vector256.Create(weights.Slice(i, 4)) * Vector256.Create(past.Slice(i, 4));
            b += Vector256.Create(weights.Slice(i + 4, 4)) * Vector256.Create(past.Slice(i + 4, 4));
        }

        Vector256<double> lanes = a + b;
        double sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
        for (; i < past.Length; i++)
        {
            sum += weights[i] * past[i];
        }

        return sum;
    }
}
