namespace Dms.Predictive.Learning;

/// <summary>Logistic map of a score to a probability, p = 1/(1 + e^−(a + b·s)), never falling in the score.</summary>
/// <param name="Intercept">a.</param>
/// <param name="Slope">b ≥ 0.</param>
public sealed record PlattMap(double Intercept, double Slope)
{
    private const int MostIterations = 100;

    /// <summary>Fits by maximum likelihood with Laplace targets (n₊+1)/(n₊+2) and 1/(n₋+2) (Platt 1999).</summary>
    /// <param name="scores">Finite scores.</param>
    /// <param name="labels">Whether the event came, one per score; both kinds must occur.</param>
    /// <exception cref="ArgumentException">Lengths differ or one kind of label is absent.</exception>
    public static PlattMap Fit(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        int positives = labels.Count(true);
        int negatives = labels.Length - positives;
        if (scores.Length != labels.Length || positives == 0 || negatives == 0)
        {
            throw new ArgumentException($"{scores.Length} scores and {positives} positive, {negatives} negative labels cannot be calibrated.");
        }

        double high = (positives + 1.0) / (positives + 2.0);
        double low = 1.0 / (negatives + 2.0);
        double a = Math.Log((positives + 1.0) / (negatives + 1.0));
        double b = 0;
        for (int iteration = 0; iteration < MostIterations; iteration++)
        {
            (double stepA, double stepB) = NewtonStep(scores, labels, new(a, b), (high, low));
            a -= stepA;
            b = Math.Max(0, b - stepB);
            if (Math.Abs(stepA) + Math.Abs(stepB) < 1e-12)
            {
                break;
            }
        }

        return new PlattMap(a, b);
    }

    /// <summary>Probability of a score, in (0, 1).</summary>
    public double Apply(double score)
    {
        double z = Intercept + (Slope * score);
        return z >= 0 ? 1 / (1 + Math.Exp(-z)) : Math.Exp(z) / (1 + Math.Exp(z));
    }

    private static (double A, double B) NewtonStep(
        ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, PlattMap map, (double High, double Low) targets)
    {
        double ga = 0, gb = 0, haa = 1e-12, hab = 0, hbb = 1e-12;
        for (int i = 0; i < scores.Length; i++)
        {
            double p = map.Apply(scores[i]);
            double d = p - (labels[i] ? targets.High : targets.Low);
            double w = p * (1 - p);
            ga += d;
            gb += d * scores[i];
            haa += w;
            hab += w * scores[i];
            hbb += w * scores[i] * scores[i];
        }

        double det = (haa * hbb) - (hab * hab);
        return ((hbb * ga) - (hab * gb)) / det is var a && ((haa * gb) - (hab * ga)) / det is var b ? (a, b) : default;
    }
}
