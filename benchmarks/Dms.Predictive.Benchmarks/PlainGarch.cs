namespace Dms.Predictive.Benchmarks;

/// <summary>Gaussian GARCH(1,1) as a textbook has it: the likelihood in a loop, climbed by a simplex.</summary>
internal static class PlainGarch
{
    /// <summary>Log-likelihood with its analytic gradient, one plain scalar loop: the unit E of the targets.</summary>
    public static double Evaluate(double[] y, double[] p, double[] gradient)
    {
        (double mu, double omega, double alpha, double beta) = (p[0], p[1], p[2], p[3]);
        double v = 0;
        foreach (double r in y)
        {
            v += r * r / y.Length;
        }

        double h = omega + ((alpha + beta) * v), sum = 0;
        (double dm, double dw, double da, double db) = (0, 1, v, v);
        Array.Clear(gradient);
        foreach (double r in y)
        {
            double e = r - mu, ratio = e * e / h, weight = 0.5 * (ratio - 1) / h;
            sum -= 0.5 * (Math.Log(2 * Math.PI) + Math.Log(h) + ratio);
            gradient[0] += (weight * dm) + (e / h);
            gradient[1] += weight * dw;
            gradient[2] += weight * da;
            gradient[3] += weight * db;
            dm = (beta * dm) - (2 * alpha * e);
            dw = (beta * dw) + 1;
            da = (beta * da) + (e * e);
            db = (beta * db) + h;
            h = omega + (alpha * e * e) + (beta * h);
        }

        return sum;
    }

    /// <summary>One start, Nelder and Mead (1965), until the simplex is 1e-10 wide in value.</summary>
    public static double Fit(double[] y)
    {
        double[] unused = new double[4];
        double Cost(double[] p) => p[1] <= 0 || p[2] < 0 || p[3] < 0 || p[2] + p[3] >= 1
            ? double.MaxValue
            : -Evaluate(y, p, unused);
        double variance = y.Sum(r => r * r) / y.Length;
        double[][] corners = [.. Enumerable.Range(0, 5).Select(i =>
        {
            double[] p = [0, 0.05 * variance, 0.08, 0.87];
            if (i > 0)
            {
                p[i - 1] += i == 1 ? 0.1 * Math.Sqrt(variance) : i == 2 ? 0.02 * variance : 0.02;
            }

            return p;
        })];
        double[] costs = [.. corners.Select(Cost)];
        for (int step = 0; step < 2000; step++)
        {
            Array.Sort(costs, corners);
            if (costs[4] - costs[0] < 1e-10)
            {
                break;
            }

            double[] centre = [.. Enumerable.Range(0, 4).Select(j => corners.Take(4).Average(c => c[j]))];
            double[] Along(double t) => [.. centre.Zip(corners[4], (c, w) => c + (t * (c - w)))];
            double[] trial = Along(1);
            double cost = Cost(trial);
            double[] second = cost < costs[0] ? Along(2) : cost < costs[3] ? trial : Along(-0.5);
            double secondCost = Cost(second);
            (trial, cost) = secondCost < cost ? (second, secondCost) : (trial, cost);
            if (cost < costs[4])
            {
                (corners[4], costs[4]) = (trial, cost);
                continue;
            }

            for (int i = 1; i < 5; i++)
            {
                corners[i] = [.. corners[0].Zip(corners[i], (a, b) => 0.5 * (a + b))];
                costs[i] = Cost(corners[i]);
            }
        }

        return -costs.Min();
    }
}
