using System.Runtime.Intrinsics;

namespace Dms.Predictive.Volatility;

/// <summary>Gaussian log-likelihood of GARCH(1,1) with its first and second derivatives, one pass each.</summary>
/// <remarks>θ = (μ, ω, α, β) in the unit of the returns given. Four fixed lanes hold the four derivatives, so the
/// result does not depend on the vector width of the machine. No allocation in any pass.</remarks>
internal sealed class Garch11Likelihood
{
    private const int Block = 16;
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);
    private readonly double[] _y;
    private readonly bool _movingStart;
    private readonly double _presample;
    private readonly double _mean;
    private readonly double _variance;

    /// <summary>Takes the returns and fixes what the start rule needs.</summary>
    public Garch11Likelihood(double[] returns, GarchFitOptions options)
    {
        _y = returns;
        _movingStart = options.Start == GarchStart.Sample;
        _mean = Presample.Mean(returns);
        _variance = Presample.MeanSquare(returns, _mean);
        _presample = Presample.Backcast(returns, options.Mean == GarchMean.Constant ? _mean : 0);
    }

    /// <summary>Passes over the returns so far.</summary>
    public int Passes { get; private set; }

    /// <summary>What stands for e² and h before the first return, at μ.</summary>
    public double PresampleAt(double mu) => _movingStart ? _variance + ((_mean - mu) * (_mean - mu)) : _presample;

    /// <summary>Log-likelihood alone.</summary>
    public double Value(ReadOnlySpan<double> theta)
    {
        Passes++;
        (double mu, double omega, double alpha, double beta) = (theta[0], theta[1], theta[2], theta[3]);
        double h = omega + ((alpha + beta) * PresampleAt(mu));
        LogLikelihoodSum sum = default;
        for (int first = 0; first < _y.Length; first += Block)
        {
            ReadOnlySpan<double> block = _y.AsSpan(first, Math.Min(Block, _y.Length - first));
            double squares = 0;
            double product = 1;
            foreach (double y in block)
            {
                double e2 = (y - mu) * (y - mu);
                squares += e2 / h;
                product *= h;
                h = Garch11Recursion.Next(omega, alpha, beta, e2, h);
            }

            sum.Add(squares + Math.Log(product));
        }

        return sum.Total(_y.Length * LogTwoPi);
    }

    /// <summary>Log-likelihood and gradient; with <paramref name="outer"/>, also S'S of the scores (16,
    /// row-major).</summary>
    public double Gradient(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> outer = default)
    {
        Passes++;
        (double mu, double omega, double alpha, double beta) = (theta[0], theta[1], theta[2], theta[3]);
        (double h, Vector256<double> d) = Begin(theta);
        Vector256<double> g = default, s0 = default, s1 = default, s2 = default, s3 = default;
        bool wantOuter = !outer.IsEmpty;
        LogLikelihoodSum sum = default;
        for (int first = 0; first < _y.Length; first += Block)
        {
            ReadOnlySpan<double> block = _y.AsSpan(first, Math.Min(Block, _y.Length - first));
            double squares = 0;
            double product = 1;
            foreach (double y in block)
            {
                double e = y - mu;
                double e2 = e * e;
                double inverse = 1 / h;
                double q = e2 * inverse;
                squares += q;
                product *= h;
                Vector256<double> s = (d * (0.5 * (q - 1) * inverse)) + Vector256.CreateScalar(e * inverse);
                g += s;
                if (wantOuter)
                {
                    s0 += s * s.GetElement(0);
                    s1 += s * s.GetElement(1);
                    s2 += s * s.GetElement(2);
                    s3 += s * s.GetElement(3);
                }

                d = (d * beta) + Vector256.Create(-2 * alpha * e, 1, e2, h);
                h = Garch11Recursion.Next(omega, alpha, beta, e2, h);
            }

            sum.Add(squares + Math.Log(product));
        }

        g.CopyTo(gradient);
        if (wantOuter)
        {
            Store(outer, s0, s1, s2, s3);
        }

        return sum.Total(_y.Length * LogTwoPi);
    }

    /// <summary>Log-likelihood, gradient and Hessian (16, row-major).</summary>
    public double Curvature(ReadOnlySpan<double> theta, Span<double> gradient, Span<double> hessian)
    {
        Passes++;
        (double mu, double omega, double alpha, double beta) = (theta[0], theta[1], theta[2], theta[3]);
        (double h, Vector256<double> d) = Begin(theta);
        (Vector256<double> ddMu, Vector256<double> ddBeta) = BeginSecond(theta);
        Vector256<double> g = default, sumMu = default, sumBeta = default, cross = default;
        Vector256<double> k0 = default, k1 = default, k2 = default, k3 = default;
        Vector256<double> doubled = Vector256.Create(1.0, 1, 1, 2);
        double inverses = 0;
        LogLikelihoodSum sum = default;
        for (int first = 0; first < _y.Length; first += Block)
        {
            ReadOnlySpan<double> block = _y.AsSpan(first, Math.Min(Block, _y.Length - first));
            double squares = 0;
            double product = 1;
            foreach (double y in block)
            {
                double e = y - mu;
                double e2 = e * e;
                double inverse = 1 / h;
                double q = e2 * inverse;
                double weight = 0.5 * (q - 1) * inverse;
                squares += q;
                product *= h;
                Vector256<double> u = d * inverse;
                g += (d * weight) + Vector256.CreateScalar(e * inverse);
                sumMu += ddMu * weight;
                sumBeta += ddBeta * weight;
                cross += u * (e * inverse);
                inverses += inverse;
                Vector256<double> w = u * (0.5 - q);
                k0 += w * u.GetElement(0);
                k1 += w * u.GetElement(1);
                k2 += w * u.GetElement(2);
                k3 += w * u.GetElement(3);
                ddBeta = (ddBeta * beta) + (d * doubled);
                ddMu = (ddMu * beta) + Vector256.Create(2 * alpha, 0, -2 * e, 0);
                d = (d * beta) + Vector256.Create(-2 * alpha * e, 1, e2, h);
                h = Garch11Recursion.Next(omega, alpha, beta, e2, h);
            }

            sum.Add(squares + Math.Log(product));
        }

        g.CopyTo(gradient);
        Store(hessian, k0, k1, k2, k3);
        AddSecond(hessian, sumMu, sumBeta);
        AddMean(hessian, cross, inverses);
        return sum.Total(_y.Length * LogTwoPi);
    }

    /// <summary>Expected information Σ ½·u·u' + μ-part (16, row-major); positive semidefinite everywhere.</summary>
    public void Information(ReadOnlySpan<double> theta, Span<double> information)
    {
        Passes++;
        (double mu, double omega, double alpha, double beta) = (theta[0], theta[1], theta[2], theta[3]);
        (double h, Vector256<double> d) = Begin(theta);
        Vector256<double> k0 = default, k1 = default, k2 = default, k3 = default;
        double inverses = 0;
        foreach (double y in _y)
        {
            double e = y - mu;
            double inverse = 1 / h;
            Vector256<double> u = d * inverse;
            Vector256<double> w = u * 0.5;
            k0 += w * u.GetElement(0);
            k1 += w * u.GetElement(1);
            k2 += w * u.GetElement(2);
            k3 += w * u.GetElement(3);
            inverses += inverse;
            d = (d * beta) + Vector256.Create(-2 * alpha * e, 1, e * e, h);
            h = Garch11Recursion.Next(omega, alpha, beta, e * e, h);
        }

        Store(information, k0, k1, k2, k3);
        information[0] += inverses;
    }

    /// <summary>h₁ and its derivatives: ω + (α + β)·v, v the presample level.</summary>
    private (double Variance, Vector256<double> Slope) Begin(ReadOnlySpan<double> theta)
    {
        double v = PresampleAt(theta[0]);
        double sum = theta[2] + theta[3];
        double slope = _movingStart ? -2 * (_mean - theta[0]) : 0;
        return (theta[1] + (sum * v), Vector256.Create(sum * slope, 1, v, v));
    }

    /// <summary>Second derivatives of h₁ that are not zero: rows (μμ, 0, μα, –) and (μβ, ωβ, αβ, ββ).</summary>
    private (Vector256<double> Mu, Vector256<double> Beta) BeginSecond(ReadOnlySpan<double> theta)
    {
        if (!_movingStart)
        {
            return (default, default);
        }

        double slope = -2 * (_mean - theta[0]);
        return (Vector256.Create(2 * (theta[2] + theta[3]), 0, slope, 0), Vector256.Create(slope, 0, 0, 0));
    }

    private static void Store(
        Span<double> matrix, Vector256<double> r0, Vector256<double> r1, Vector256<double> r2, Vector256<double> r3)
    {
        r0.CopyTo(matrix);
        r1.CopyTo(matrix[4..]);
        r2.CopyTo(matrix[8..]);
        r3.CopyTo(matrix[12..]);
    }

    private static void AddSecond(Span<double> hessian, Vector256<double> mu, Vector256<double> beta)
    {
        hessian[0] += mu.GetElement(0);
        hessian[2] += mu.GetElement(2);
        hessian[8] += mu.GetElement(2);
        for (int j = 0; j < 4; j++)
        {
            hessian[12 + j] += beta.GetElement(j);
            hessian[(4 * j) + 3] += j < 3 ? beta.GetElement(j) : 0;
        }
    }

    private static void AddMean(Span<double> hessian, Vector256<double> cross, double inverses)
    {
        for (int j = 0; j < 4; j++)
        {
            hessian[j] -= cross.GetElement(j);
            hessian[4 * j] -= cross.GetElement(j);
        }

        hessian[0] -= inverses;
    }
}
