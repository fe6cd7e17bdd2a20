using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Ridge regression in closed form on standardised features; a missing value counts as the training mean
/// and sets a flag with a coefficient of its own; values beyond the training range count as its ends.</summary>
/// <remarks>Minimises Σ(y − a − Zb)²/n + λ‖b‖² by Cholesky. Columns that do not vary or that others determine get
/// weight 0. Sums run in row order, so equal input gives equal bits. O(n·p²).</remarks>
internal static class RidgeLearner
{
    private const double SmallestPivot = 1e-10;

    /// <summary>Fits.</summary>
    public static FittedMember Fit(TrainingRows rows, double penalty, CancellationToken cancellation)
    {
        ImputedRows imputed = ImputedRows.From(rows);
        (double[] mean, double[] deviation) = Moments(imputed.Rows);
        double target = 0;
        foreach (float y in rows.Target.Span)
        {
            target += y;
        }

        target /= rows.Rows;
        (double[,] gram, double[] moment) = Products(imputed.Rows, mean, deviation, target, cancellation);
        for (int i = 0; i < mean.Length; i++)
        {
            gram[i, i] += penalty;
        }

        return new FittedMember(Model(rows.FeatureNames, imputed, Solve(gram, moment), (mean, deviation, target)));
    }

    private static LinearModel Model(
        IReadOnlyList<string> names, ImputedRows imputed, double[] weights,
        (double[] Mean, double[] Deviation, double Target) scale)
    {
        int columns = names.Count;
        double[] slope = new double[columns];
        double[] present = new double[columns];
        double[] missing = new double[columns];
        for (int c = 0; c < columns; c++)
        {
            slope[c] = scale.Deviation[c] > 0 ? weights[c] / scale.Deviation[c] : 0.0;
            int flag = imputed.FlagOf(c);
            double step = flag >= 0 && scale.Deviation[flag] > 0 ? weights[flag] / scale.Deviation[flag] : 0.0;
            present[c] = flag >= 0 ? -step * scale.Mean[flag] : 0.0;
            missing[c] = (flag >= 0 ? step * (1 - scale.Mean[flag]) : 0.0) + (slope[c] * (imputed.MeanOf(c) - scale.Mean[c]));
        }

        (double[] low, double[] high) = Range(imputed.Rows, columns);
        return new LinearModel
        {
            FeatureNames = names,
            Intercept = scale.Target,
            Center = scale.Mean[..columns],
            Low = low,
            High = high,
            Weight = slope,
            Present = present,
            Missing = missing,
        };
    }

    private static (double[] Low, double[] High) Range(TrainingRows rows, int columns)
    {
        double[] low = new double[columns];
        double[] high = new double[columns];
        ReadOnlySpan<float> values = rows.RowMajor.Span;
        for (int c = 0; c < columns; c++)
        {
            (low[c], high[c]) = (values[c], values[c]);
            for (int i = c; i < values.Length; i += rows.Columns)
            {
                (low[c], high[c]) = (Math.Min(low[c], values[i]), Math.Max(high[c], values[i]));
            }
        }

        return (low, high);
    }

    private static (double[] Mean, double[] Deviation) Moments(TrainingRows rows)
    {
        double[] mean = new double[rows.Columns];
        double[] square = new double[rows.Columns];
        ReadOnlySpan<float> values = rows.RowMajor.Span;
        for (int i = 0; i < values.Length; i++)
        {
            mean[i % mean.Length] += values[i] / (double)rows.Rows;
        }

        for (int i = 0; i < values.Length; i++)
        {
            double away = values[i] - mean[i % mean.Length];
            square[i % mean.Length] += away * away / rows.Rows;
        }

        // A column whose spread is rounding error of its level does not vary.
        return (mean, [.. square.Select((s, c) => Math.Sqrt(s) > 1e-9 * Math.Abs(mean[c]) ? Math.Sqrt(s) : 0.0)]);
    }

    private static (double[,] Gram, double[] Moment) Products(
        TrainingRows rows, double[] mean, double[] deviation, double target, CancellationToken cancellation)
    {
        int n = mean.Length;
        double[,] gram = new double[n, n];
        double[] moment = new double[n];
        double[] z = new double[n];
        ReadOnlySpan<float> values = rows.RowMajor.Span;
        for (int r = 0; r < rows.Rows; r++)
        {
            if (r % 1024 == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            double away = (rows.Target.Span[r] - target) / rows.Rows;
            for (int i = 0; i < n; i++)
            {
                z[i] = deviation[i] > 0 ? (values[(r * n) + i] - mean[i]) / deviation[i] : 0.0;
                double scaled = z[i] / rows.Rows;
                moment[i] += z[i] * away;
                for (int j = 0; j <= i; j++)
                {
                    gram[i, j] += scaled * z[j];
                }
            }
        }

        return (gram, moment);
    }

    // Cholesky, lower triangle in place; a column without a pivot of its own is left out.
    private static double[] Solve(double[,] a, double[] b)
    {
        int n = b.Length;
        bool[] kept = new bool[n];
        double[] y = new double[n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double sum = a[i, j];
                for (int k = 0; k < j; k++)
                {
                    sum -= kept[k] ? a[i, k] * a[j, k] : 0.0;
                }

                if (j < i)
                {
                    a[i, j] = kept[j] ? sum / a[j, j] : 0.0;
                    continue;
                }

                kept[i] = sum > SmallestPivot;
                a[i, i] = kept[i] ? Math.Sqrt(sum) : 1.0;
            }

            double right = b[i];
            for (int k = 0; k < i; k++)
            {
                right -= a[i, k] * y[k];
            }

            y[i] = kept[i] ? right / a[i, i] : 0.0;
        }

        return Backward(a, y, kept);
    }

    private static double[] Backward(double[,] a, double[] y, bool[] kept)
    {
        double[] x = new double[y.Length];
        for (int i = y.Length - 1; i >= 0; i--)
        {
            double sum = y[i];
            for (int k = i + 1; k < y.Length; k++)
            {
                sum -= a[k, i] * x[k];
            }

            x[i] = kept[i] ? sum / a[i, i] : 0.0;
        }

        return x;
    }
}
