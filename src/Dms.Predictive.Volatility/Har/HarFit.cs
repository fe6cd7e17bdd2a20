namespace Dms.Predictive.Volatility;

/// <summary>A fitted heterogeneous autoregression.</summary>
public sealed class HarFit
{
    private readonly HarDesign _design;
    private readonly LeastSquares _line;
    private readonly double[] _means;

    private HarFit(HarOptions options, HarDesign design, LeastSquares line, double[] means)
    {
        (Options, _design, _line, _means) = (options, design, line, means);
        Coefficients = [.. design.Names.Zip(line.Coefficients)];
    }

    /// <summary>The model.</summary>
    public HarOptions Options { get; }

    /// <summary>Constant of the line.</summary>
    public double Intercept => _line.Intercept;

    /// <summary>Name and coefficient of each regressor; 0 where it was constant or followed from earlier
    /// ones.</summary>
    public IReadOnlyList<(string Name, double Value)> Coefficients { get; }

    /// <summary>Factor of a log model, mean(Y / exp(fit)) over the last training rows; 1 in levels.</summary>
    public double Scale { get; private init; } = 1;

    /// <summary>Smallest fit allowed: the smallest training target (its logarithm in a log model).</summary>
    public double LowerClip { get; private init; }

    /// <summary>Largest fit allowed.</summary>
    public double UpperClip { get; private init; }

    /// <summary>Fits the rows in order.</summary>
    /// <param name="options">The model.</param>
    /// <param name="design">Its design.</param>
    /// <param name="rows">Raw rows, oldest first.</param>
    /// <param name="targets">Variance over the horizon after each row.</param>
    internal static HarFit To(
        HarOptions options, HarDesign design, IReadOnlyList<double[]> rows, IReadOnlyList<double> targets)
    {
        int columns = design.Columns;
        double[] means = Means(rows, design.RawLength);
        HouseholderTriangle triangle = new(columns + 2);
        double[] row = new double[columns + 2], sums = new double[columns], squares = new double[columns];
        (double lowest, double highest) = (double.PositiveInfinity, double.NegativeInfinity);
        double[] raw = new double[design.RawLength];
        for (int t = 0; t < rows.Count; t++)
        {
            rows[t].CopyTo(raw, 0);
            design.Interact(raw, means);
            raw.AsSpan(0, columns).CopyTo(row.AsSpan(1));
            double target = options.IsLog ? Math.Log(targets[t]) : targets[t];
            (row[0], row[^1]) = (1, target);
            triangle.Append(row);
            (lowest, highest) = (Math.Min(lowest, target), Math.Max(highest, target));
            for (int j = 0; j < columns; j++)
            {
                (sums[j], squares[j]) = (sums[j] + raw[j], squares[j] + (raw[j] * raw[j]));
            }
        }

        Penalize(triangle, options.Ridge, rows.Count, sums, squares);
        HarFit unscaled = new(options, design, LeastSquares.Solve(triangle, columns), means)
        {
            LowerClip = lowest,
            UpperClip = highest,
        };
        return options.IsLog ? unscaled.Scaled(rows, targets) : unscaled;
    }

    /// <summary>Forecast of the variance over the horizon and whether the insanity filter had to clip it.</summary>
    internal (double Variance, bool Clipped) Forecast(ReadOnlySpan<double> raw)
    {
        Span<double> row = stackalloc double[raw.Length];
        raw.CopyTo(row);
        _design.Interact(row, _means);
        double fit = _line.Intercept;
        for (int j = 0; j < _line.Coefficients.Length; j++)
        {
            fit += _line.Coefficients[j] * row[j];
        }

        double sane = Math.Clamp(fit, LowerClip, UpperClip);
        return (Options.IsLog ? Scale * Math.Exp(sane) : sane, sane != fit);
    }

    private HarFit Scaled(IReadOnlyList<double[]> rows, IReadOnlyList<double> targets)
    {
        int first = Math.Max(0, rows.Count - Options.ScaleRows);
        double[] fitted = [.. Enumerable.Range(first, rows.Count - first).Select(t => Forecast(rows[t]).Variance)];
        return new(Options, _design, _line, _means)
        {
            LowerClip = LowerClip,
            UpperClip = UpperClip,
            Scale = QlikeScale.Of([.. targets.Skip(first)], fitted),
        };
    }

    /// <summary>One more row per column, √(λn)·deviation, pulls its coefficient toward 0; the constant is
    /// free.</summary>
    private static void Penalize(HouseholderTriangle triangle, double ridge, int count, double[] sums, double[] squares)
    {
        for (int j = 0; j < sums.Length && ridge > 0; j++)
        {
            double mean = sums[j] / count;
            double[] row = new double[sums.Length + 2];
            row[j + 1] = Math.Sqrt(ridge * count * Math.Max(0, (squares[j] / count) - (mean * mean)));
            triangle.Append(row);
        }
    }

    private static double[] Means(IReadOnlyList<double[]> rows, int length)
    {
        double[] means = new double[length];
        foreach (double[] row in rows)
        {
            for (int j = 0; j < length; j++)
            {
                means[j] += row[j] / rows.Count;
            }
        }

        return means;
    }
}
