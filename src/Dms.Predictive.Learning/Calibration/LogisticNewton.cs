namespace Dms.Predictive.Learning;

/// <summary>Damped Newton method on the cross-entropy of a linear logit with a ridge on its coefficients.</summary>
internal static class LogisticNewton
{
    private const int MostSteps = 60;
    private const int MostHalvings = 40;

    /// <summary>Finds the minimum.</summary>
    /// <param name="z">Standardised inputs, row after row.</param>
    /// <param name="outcomes">One per row, both kinds present.</param>
    /// <param name="width">Inputs per row.</param>
    /// <param name="ridge">Weight of half the squared coefficients, &gt; 0.</param>
    /// <returns>Coefficients, then the offset.</returns>
    public static double[] Minimise(double[] z, ReadOnlySpan<bool> outcomes, int width, double ridge)
    {
        double rate = outcomes.Count(true) / (double)outcomes.Length;
        double[] theta = new double[width + 1];
        theta[width] = Math.Log(rate / (1 - rate));
        double loss = Loss(z, outcomes, theta, ridge);
        for (int step = 0; step < MostSteps; step++)
        {
            double[] move = Step(z, outcomes, theta, ridge, out double decrement);
            if (decrement < 1e-12 * outcomes.Length)
            {
                break;
            }

            double length = 1.0;
            double[] next = Moved(theta, move, length);
            double trial = Loss(z, outcomes, next, ridge);
            for (int halving = 0; !(trial < loss) && halving < MostHalvings; halving++)
            {
                length /= 2;
                next = Moved(theta, move, length);
                trial = Loss(z, outcomes, next, ridge);
            }

            if (!(trial < loss))
            {
                break;
            }

            (theta, loss) = (next, trial);
        }

        return theta;
    }

    private static double[] Moved(double[] theta, double[] move, double length) =>
        [.. theta.Select((t, j) => t - (length * move[j]))];

    private static double Logit(double[] z, int row, double[] theta)
    {
        int width = theta.Length - 1;
        double sum = theta[width];
        for (int j = 0; j < width; j++)
        {
            sum += theta[j] * z[(row * width) + j];
        }

        return sum;
    }

    private static double Loss(double[] z, ReadOnlySpan<bool> outcomes, double[] theta, double ridge)
    {
        double sum = 0;
        for (int j = 0; j < theta.Length - 1; j++)
        {
            sum += ridge / 2 * theta[j] * theta[j];
        }

        for (int i = 0; i < outcomes.Length; i++)
        {
            double x = Logit(z, i, theta);
            sum += Math.Max(x, 0) - (outcomes[i] ? x : 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
        }

        return sum;
    }

    private static double[] Step(double[] z, ReadOnlySpan<bool> outcomes, double[] theta, double ridge, out double decrement)
    {
        int n = theta.Length;
        double[] gradient = new double[n];
        double[] hessian = new double[n * n];
        double[] x = new double[n];
        for (int i = 0; i < outcomes.Length; i++)
        {
            Array.Copy(z, i * (n - 1), x, 0, n - 1);
            x[n - 1] = 1;
            double p = LogisticRegression.Logistic(Logit(z, i, theta));
            Add(gradient, hessian, x, p - (outcomes[i] ? 1 : 0), p * (1 - p));
        }

        for (int j = 0; j < n; j++)
        {
            gradient[j] += j < n - 1 ? ridge * theta[j] : 0;
            hessian[(j * n) + j] += j < n - 1 ? ridge : 1e-9;
        }

        double[] move = Solve(hessian, [.. gradient]);
        decrement = gradient.Zip(move, (g, m) => g * m).Sum();
        return move;
    }

    private static void Add(double[] gradient, double[] hessian, double[] x, double error, double weight)
    {
        int n = x.Length;
        for (int j = 0; j < n; j++)
        {
            gradient[j] += error * x[j];
            for (int k = 0; k <= j; k++)
            {
                hessian[(j * n) + k] += weight * x[j] * x[k];
            }
        }
    }

    // Cholesky of the lower triangle; the ridge keeps it positive definite.
    private static double[] Solve(double[] a, double[] b)
    {
        int n = b.Length;
        for (int j = 0; j < n; j++)
        {
            for (int i = j; i < n; i++)
            {
                double sum = a[(i * n) + j];
                for (int k = 0; k < j; k++)
                {
                    sum -= a[(i * n) + k] * a[(j * n) + k];
                }

                a[(i * n) + j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-300)) : sum / a[(j * n) + j];
            }

            double x = b[j];
            for (int k = 0; k < j; k++)
            {
                x -= a[(j * n) + k] * b[k];
            }

            b[j] = x / a[(j * n) + j];
        }

        for (int j = n - 1; j >= 0; j--)
        {
            for (int k = j + 1; k < n; k++)
            {
                b[j] -= a[(k * n) + j] * b[k];
            }

            b[j] /= a[(j * n) + j];
        }

        return b;
    }
}
