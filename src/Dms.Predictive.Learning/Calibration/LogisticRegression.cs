using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Log odds as a linear function of a few inputs.</summary>
/// <param name="Coefficients">Log odds per unit of each input, finite.</param>
/// <param name="Offset">Log odds where every input is 0, finite.</param>
public sealed record LogisticRegression(IReadOnlyList<double> Coefficients, double Offset)
{
    /// <summary>Pull of standardised coefficients toward 0; only keeps separable samples finite.</summary>
    private const double Ridge = 1.0;

    /// <summary>Maximises the likelihood; chosen coefficients never fall below 0.</summary>
    /// <param name="rows">Inputs row after row, finite.</param>
    /// <param name="outcomes">Whether the event came, one per row; both kinds are needed.</param>
    /// <param name="risesWith">One per input: whether its coefficient must be ≥ 0.</param>
    /// <returns>Coefficients and offset; an input that does not vary gets 0. Deterministic.</returns>
    /// <remarks>Damped Newton on standardised inputs; an input whose best coefficient has the forbidden sign is left
    /// out and the rest fitted again. Sums run in row order.</remarks>
    /// <exception cref="ArgumentException">Shapes disagree, a kind is missing, or an input is not finite.</exception>
    public static LogisticRegression Fit(ReadOnlySpan<double> rows, ReadOnlySpan<bool> outcomes, IReadOnlyList<bool> risesWith)
    {
        ArgumentNullException.ThrowIfNull(risesWith);
        int width = risesWith.Count;
        RefuseShapes(rows, outcomes, width);
        (double[] mean, double[] deviation) = Moments(rows, width);
        bool[] used = [.. deviation.Select(d => d > 0)];
        double[] best;
        do
        {
            best = LogisticNewton.Minimise(Standardised(rows, mean, deviation, used), outcomes, width, Ridge);
        }
        while (Drop(best, used, risesWith));

        double[] coefficients = new double[width];
        double offset = best[width];
        for (int j = 0; j < width; j++)
        {
            coefficients[j] = used[j] ? best[j] / deviation[j] : 0;
            offset -= coefficients[j] * mean[j];
        }

        return new LogisticRegression(coefficients, offset);
    }

    // Leaves out the input that breaks its sign most, so that the others are fitted without it.
    private static bool Drop(double[] best, bool[] used, IReadOnlyList<bool> risesWith)
    {
        int worst = -1;
        for (int j = 0; j < used.Length; j++)
        {
            bool wrong = used[j] && risesWith[j] && best[j] < 0;
            worst = wrong && (worst < 0 || best[j] < best[worst]) ? j : worst;
        }

        if (worst >= 0)
        {
            used[worst] = false;
        }

        return worst >= 0;
    }

    private static double[] Standardised(ReadOnlySpan<double> rows, double[] mean, double[] deviation, bool[] used)
    {
        double[] z = new double[rows.Length];
        for (int i = 0; i < z.Length; i++)
        {
            int j = i % mean.Length;
            z[i] = used[j] ? (rows[i] - mean[j]) / deviation[j] : 0;
        }

        return z;
    }

    private static (double[] Mean, double[] Deviation) Moments(ReadOnlySpan<double> rows, int width)
    {
        int count = rows.Length / width;
        double[] mean = new double[width];
        double[] square = new double[width];
        for (int i = 0; i < rows.Length; i++)
        {
            mean[i % width] += rows[i] / count;
        }

        for (int i = 0; i < rows.Length; i++)
        {
            double gap = rows[i] - mean[i % width];
            square[i % width] += gap * gap;
        }

        return (mean, [.. square.Select((s, j) => s > 1e-24 * count * (1 + (mean[j] * mean[j])) ? Math.Sqrt(s / count) : 0)]);
    }

    private static void RefuseShapes(ReadOnlySpan<double> rows, ReadOnlySpan<bool> outcomes, int width)
    {
        int positives = outcomes.Count(true);
        if (width == 0 || rows.Length != (long)width * outcomes.Length || positives == 0 || positives == outcomes.Length)
        {
            throw new ArgumentException(
                $"Found {rows.Length} values for {outcomes.Length} outcomes of {width} inputs, {positives} of them events; "
                + "expected inputs × outcomes values and both kinds of outcome.", nameof(rows));
        }

        for (int i = 0; i < rows.Length; i++)
        {
            if (!double.IsFinite(rows[i]))
            {
                throw new ArgumentException(
                    $"Input {i % width} of row {i / width} is {rows[i]}; expected a finite number.", nameof(rows));
            }
        }
    }

    /// <summary>1 / (1 + e^−x) without overflow.</summary>
    internal static double Logistic(double x) =>
        x >= 0 ? 1.0 / (1.0 + PinnedMath.Exp(-x)) : PinnedMath.Exp(x) / (1.0 + PinnedMath.Exp(x));
}
