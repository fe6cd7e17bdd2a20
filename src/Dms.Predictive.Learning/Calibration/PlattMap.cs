using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Probability = 1 / (1 + e^−(slope·score + offset)); monotone, slope ≥ 0.</summary>
/// <remarks>
/// Platt (1999) with Laplace targets (n₊+1)/(n₊+2) and 1/(n₋+2), fitted by a damped Newton method on the
/// cross-entropy (Lin, Lin and Weng 2007, Machine Learning 68, 267–276). Scores are standardised while fitting.
/// Sums run in row order, so equal inputs give equal bits.
/// </remarks>
public sealed record PlattMap : ICalibrationMap
{
    private const int MostSteps = 100;
    private const int MostHalvings = 40;
    private const double Ridge = 1e-12;

    /// <summary>Takes a map.</summary>
    /// <param name="slope">Log odds per unit of score; finite, ≥ 0.</param>
    /// <param name="offset">Log odds at score 0; finite.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is not allowed.</exception>
    public PlattMap(double slope, double offset)
    {
        Slope = Require.FiniteNonNegative(slope, "log odds per unit of score");
        Offset = double.IsFinite(offset)
            ? offset
            : throw new ArgumentOutOfRangeException(nameof(offset), offset, "Expected a finite number.");
    }

    /// <summary>Log odds per unit of score, ≥ 0.</summary>
    public double Slope { get; }

    /// <summary>Log odds at score 0.</summary>
    public double Offset { get; }

    /// <summary>Fits to known outcomes. Where the best slope is negative, the map is constant: the base rate.</summary>
    /// <param name="scores">Finite, one per outcome.</param>
    /// <param name="outcomes">Whether the event came; at least one of each kind.</param>
    /// <exception cref="ArgumentException">Lengths differ, a kind is missing, or a score is not finite.</exception>
    public static PlattMap Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        int positives = CalibrationSample.Check(scores, outcomes);
        int negatives = scores.Length - positives;
        (double mean, double deviation) = Moments(scores);
        double[] z = new double[scores.Length];
        double[] target = new double[scores.Length];
        for (int i = 0; i < z.Length; i++)
        {
            z[i] = deviation > 0 ? (scores[i] - mean) / deviation : 0.0;
            target[i] = outcomes[i] ? (positives + 1.0) / (positives + 2.0) : 1.0 / (negatives + 2.0);
        }

        (double slope, double offset) = Minimise(z, target, Math.Log((positives + 1.0) / (negatives + 1.0)));
        if (deviation > 0 && slope > 0)
        {
            return new PlattMap(slope / deviation, offset - (slope * mean / deviation));
        }

        double rate = target.Sum() / target.Length;
        return new PlattMap(0.0, Math.Log(rate / (1.0 - rate)));
    }

    /// <summary>Probability of a score, in [0, 1].</summary>
    /// <param name="score">Any number; NaN gives NaN, which no caller may take for calm.</param>
    public double Apply(double score) => Slope == 0.0 ? Logistic(Offset) : Logistic((Slope * score) + Offset);

    private static (double Slope, double Offset) Minimise(double[] z, double[] target, double start)
    {
        (double a, double b) = (0.0, start);
        double loss = Loss(z, target, a, b);
        for (int step = 0; step < MostSteps; step++)
        {
            (double da, double db, double gradient) = NewtonStep(z, target, a, b);
            if (gradient < 1e-12 * z.Length)
            {
                break;
            }

            double length = 1.0;
            int halvings = 0;
            double next = Loss(z, target, a - da, b - db);
            while (!(next < loss) && halvings++ < MostHalvings)
            {
                length /= 2;
                next = Loss(z, target, a - (length * da), b - (length * db));
            }

            if (!(next < loss))
            {
                break;
            }

            (a, b, loss) = (a - (length * da), b - (length * db), next);
        }

        return (a, b);
    }

    private static (double Slope, double Offset, double Gradient) NewtonStep(
        double[] z, double[] target, double a, double b)
    {
        double ga = 0.0, gb = 0.0, haa = Ridge, hab = 0.0, hbb = Ridge;
        for (int i = 0; i < z.Length; i++)
        {
            double p = Logistic((a * z[i]) + b);
            double error = p - target[i];
            double weight = p * (1.0 - p);
            ga += error * z[i];
            gb += error;
            haa += weight * z[i] * z[i];
            hab += weight * z[i];
            hbb += weight;
        }

        double determinant = (haa * hbb) - (hab * hab);
        return (((hbb * ga) - (hab * gb)) / determinant, ((haa * gb) - (hab * ga)) / determinant,
            Math.Max(Math.Abs(ga), Math.Abs(gb)));
    }

    private static double Loss(double[] z, double[] target, double a, double b)
    {
        double sum = 0.0;
        for (int i = 0; i < z.Length; i++)
        {
            double x = (a * z[i]) + b;
            sum += Math.Max(x, 0.0) - (x * target[i]) + Math.Log(1.0 + Math.Exp(-Math.Abs(x)));
        }

        return sum;
    }

    private static double Logistic(double x) =>
        x >= 0 ? 1.0 / (1.0 + Math.Exp(-x)) : Math.Exp(x) / (1.0 + Math.Exp(x));

    private static (double Mean, double Deviation) Moments(ReadOnlySpan<double> values)
    {
        double sum = 0.0;
        foreach (double value in values)
        {
            sum += value;
        }

        double mean = sum / values.Length;
        double squares = 0.0;
        foreach (double value in values)
        {
            squares += (value - mean) * (value - mean);
        }

        return (mean, Math.Sqrt(squares / values.Length));
    }
}
