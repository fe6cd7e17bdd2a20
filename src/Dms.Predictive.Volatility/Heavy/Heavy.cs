using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>High-frequency-based volatility: the realized measure, not the squared return, drives the
/// variance.</summary>
/// <remarks>h_t = ω + αx_{t−1} + βh_{t−1} and m_t = ω_R + α_R x_{t−1} + β_R m_{t−1}, each by Gaussian quasi-maximum
/// likelihood on its own. Backcast start: the 0.94-weighted means of the first 75 squared returns and measures stand
/// for all before. Shephard and Sheppard (2010), J. Applied Econometrics 25(2), 197–231.</remarks>
public static class Heavy
{
    private const double SmallestOmega = 1e-8;
    private static readonly string[] Names = ["omega", "alpha", "beta"];

    private static readonly (double Alpha, double Beta)[] Starts =
        [(0.4, 0.55), (0.2, 0.75), (0.1, 0.85), (0.6, 0.3), (0.3, 0.3), (0.05, 0.9)];

    /// <summary>Fits both equations.</summary>
    /// <param name="returns">Oldest first, mean zero, any unit, all finite.</param>
    /// <param name="measures">Realized measure of the same periods in squared return units, finite and ≥ 0. It may
    /// leave out a part of the day, such as the night: α and ω make up for it.</param>
    /// <exception cref="ArgumentException">The lengths differ or a number is out of range.</exception>
    public static HeavyFit Fit(ReadOnlySpan<double> returns, ReadOnlySpan<double> measures)
    {
        if (measures.Length != returns.Length)
        {
            throw new ArgumentException(
                $"{measures.Length} realized measures for {returns.Length} returns.", nameof(measures));
        }

        foreach (double x in measures)
        {
            Require.FiniteNonNegative(x, "squared return units", nameof(measures));
        }

        StandardizedReturns s = StandardizedReturns.From(returns, GarchMean.Zero);
        double unit = measures.IsEmpty ? 0 : Presample.Mean(measures);
        if ((s.Fault ?? FaultOf(measures, unit)) is { } fault)
        {
            return Unfitted(fault);
        }

        double[] squares = [.. s.Values.Select(y => y * y)], scaled = [.. measures.ToArray().Select(x => x / unit)];
        (double start, double startMeasure) = (BackcastOf(squares), BackcastOf(scaled));
        double square = s.Scale * s.Scale;
        LinearConstraint growth = new("beta", [0, 0, -1], -1), persistence = new("persistence", [0, -1, -1], -1);
        HeavyEquation variance = Solve(new(squares, scaled, startMeasure, start), growth, (square, unit)) with
        {
            Start = start * square,
        };
        HeavyEquation measure = Solve(new(scaled, scaled, startMeasure, startMeasure), persistence, (unit, unit)) with
        {
            Start = startMeasure * unit,
        };
        return Follow(variance, measure, measures);
    }

    /// <summary>Runs the fitted recursions over the measures, as the live state does.</summary>
    private static HeavyFit Follow(HeavyEquation variance, HeavyEquation measure, ReadOnlySpan<double> measures)
    {
        HeavyState state = new(variance.Parameters, measure.Parameters, variance.Start, measure.Start);
        double[] variances = new double[measures.Length], means = new double[measures.Length];
        for (int t = 0; t < measures.Length; t++)
        {
            (variances[t], means[t]) = (state.NextVariance, state.NextMeasure);
            state = state.Append(measures[t]);
        }

        return new()
        {
            Variance = variance,
            Measure = measure,
            StartMeasure = measure.Start,
            Variances = variances,
            Measures = means,
            State = state,
        };
    }

    private static HeavyEquation Solve(
        HeavyObjective objective, LinearConstraint upper, (double Left, double Measure) units)
    {
        LinearConstraint[] constraints =
        [
            new("omega", [1, 0, 0], SmallestOmega), new("alpha", [0, 1, 0], 0), new("beta", [0, 0, 1], 0), upper,
        ];
        ActiveSetNewton newton = new(objective, constraints, quick: true);
        NewtonEnd? best = null;
        List<double> ends = [];
        int iterations = 0;
        foreach ((double alpha, double beta) in Starts)
        {
            NewtonEnd end = newton.Maximize([1 - alpha - beta, alpha, beta], best);
            iterations += end.Iterations;
            ends.Add(end.Value);
            best = end.Outcome != NewtonOutcome.SameAsKnown && (best is null || end.Value > best.Value + 1e-9)
                ? end
                : best;
        }

        return best is null || !double.IsFinite(best.Value)
            ? Unfitted(GarchStatus.NonFiniteLikelihood, "No start had a finite likelihood.")
            : Answer(objective, constraints, best, units) with { Iterations = iterations, Ends = ends };
    }

    private static HeavyEquation Answer(
        HeavyObjective objective, LinearConstraint[] constraints, NewtonEnd end, (double Left, double Measure) units)
    {
        double[] hessian =
            GradientDifferences.Central(end.Theta, constraints, HeavyObjective.StepOf, objective.Gradient);
        double[] outer = new double[hessian.Length];
        objective.Information(end.Theta, outer);
        FamilyCovariance covariance = new(hessian, outer, end.Active, end.Theta.Length);
        double[] factors = [units.Left, units.Left / units.Measure, 1];
        FittedParameter[] estimates = [.. Names.Select((name, j) =>
        {
            double[] row = new double[Names.Length];
            row[j] = factors[j];
            (double? h, double? o, double? r) = covariance.Of(row);
            string? reason = h is null || o is null ? "bound" : null;
            return new FittedParameter(name, factors[j] * end.Theta[j], h, o, r, reason);
        })];
        (GarchStatus status, string? message) = FamilyEstimator.Judge(end.Outcome, end.GradientNorm);
        double[] p = [.. estimates.Select(e => e.Value!.Value)];
        return new()
        {
            Status = status,
            Message = message,
            Parameters = new(p[0], p[1], p[2]),
            Estimates = estimates,
            LogLikelihood = end.Value - (0.5 * objective.Count * Math.Log(units.Left)),
            ActiveConstraints = [.. end.Active.Select(c => c.Name)],
            GradientNorm = end.GradientNorm,
            Iterations = 0,
            Ends = [],
            Start = double.NaN,
        };
    }

    private static string? FaultOf(ReadOnlySpan<double> measures, double mean)
    {
        double spread = Math.Sqrt(Presample.MeanSquare(measures, mean));
        return double.IsNormal(mean) && spread > 1e-9 * mean ? null : "The realized measures are constant.";
    }

    private static double BackcastOf(double[] values) =>
        Presample.Backcast([.. values.Select(Math.Sqrt)], 0);

    private static HeavyFit Unfitted(string fault)
    {
        HeavyEquation none = Unfitted(GarchStatus.DegenerateData, fault);
        return new()
        {
            Variance = none,
            Measure = none,
            StartMeasure = double.NaN,
            Variances = [],
            Measures = [],
            State = new(none.Parameters, none.Parameters, double.NaN, double.NaN),
        };
    }

    private static HeavyEquation Unfitted(GarchStatus status, string message) => new()
    {
        Status = status,
        Message = message,
        Parameters = new(double.NaN, double.NaN, double.NaN),
        Estimates = [.. Names.Select(n => new FittedParameter(n, null, null, null, null, "degenerate"))],
        LogLikelihood = double.NaN,
        ActiveConstraints = [],
        GradientNorm = double.NaN,
        Iterations = 0,
        Ends = [],
        Start = double.NaN,
    };
}
