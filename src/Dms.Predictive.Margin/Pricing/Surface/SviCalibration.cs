using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Draws an SVI smile through quotes in two steps: shift and curvature by search, level, tilt and wings by least squares
/// within the search, where the smile is linear in them.
/// </summary>
/// <remarks>Zeliade Systems (2009), "Quasi-explicit calibration of Gatheral's SVI model". In y = (k − m)/σ the smile is
/// a + d·y + c·√(y² + 1) with b = c/σ, ρ = d/c. The least squares are repeated with the weights of
/// <see cref="SmileTarget"/>. Start and steps are fixed: the same quotes give the same bits.</remarks>
internal sealed class SviCalibration
{
    private const int Repeats = 8;
    private const int SearchSteps = 90;
    // SSVI without butterflies has wings below √(2θ)·√(1 + |ρ|)/√2; quotes of few strikes would ask for more.
    private const double SteepestPerWidth = 1.5;
    private const double Flattest = 1e-5;                            // well above the rounding of b(1 ± ρ)
    private const double Narrowed = 1 - 1e-6;
    private const double SteepestWing = 1.99;
    private const double DensityPenalty = 1e4;
    private const double LeastDensity = 0.01;
    private readonly double[] _densityPoints;
    private readonly (double Right, double Left) _wings;
    private readonly double _steepest;
    private readonly SmileTarget _target;
    private readonly double[] _variances;
    private readonly NormalEquations _equations = new(3);
    private readonly double _width;

    private SviCalibration(SmileTarget target, (double Right, double Left) wings)
    {
        _target = target;
        _wings = wings;
        _variances = new double[target.Points.Length];
        _width = Math.Sqrt(target.Quotes.MinBy(q => Math.Abs(q.LogStrike)).Middle);
        _densityPoints = Spread(_width);
        _steepest = Math.Min(SteepestWing, SteepestPerWidth * _width);
    }

    /// <summary>Draws a smile.</summary>
    /// <param name="target">Quotes and ceiling.</param>
    /// <param name="wings">Largest slopes of the wings, right and left: those of the expiry after.</param>
    /// <returns>The best smile found; whether it is free of arbitrage is for the caller to check.</returns>
    public static SviSmile Fit(SmileTarget target, (double Right, double Left) wings) =>
        new SviCalibration(target, wings).Search();

    private SviSmile Search()
    {
        double bestLoss = double.PositiveInfinity;
        (double X, double Y) best = (0, PinnedMath.Log(_width));
        foreach (double shift in (double[])[-1, -0.4, 0, 0.4, 1])
        {
            foreach (double curvature in (double[])[0.15, 0.4, 1, 2.5])
            {
                (double X, double Y) start = (shift * _width, PinnedMath.Log(curvature * _width));
                double loss = Loss(start.X, start.Y);
                (bestLoss, best) = loss < bestLoss ? (loss, start) : (bestLoss, best);
            }
        }

        best = PlanarSearch.Least(Loss, best, (0.2 * _width, 0.4), SearchSteps);
        best = PlanarSearch.Least(Loss, best, (-0.05 * _width, -0.1), SearchSteps / 2);
        return Solve(best.X, PinnedMath.Exp(best.Y));
    }

    private double Loss(double shift, double logCurvature)
    {
        if (!(Math.Abs(shift) < 5 && logCurvature is > -12 and < 3))
        {
            return double.PositiveInfinity;
        }

        SviSmile smile = Solve(shift, PinnedMath.Exp(logCurvature));
        double loss = _target.Loss(_variances);
        foreach (double k in _densityPoints)
        {
            loss += DensityPenalty * Math.Max(0, LeastDensity - smile.Density(k));
        }

        return loss;
    }

    private SviSmile Solve(double shift, double curvature)
    {
        double[] points = _target.Points;
        Span<double> x = stackalloc double[3];
        Span<double> row = stackalloc double[3];
        _variances.AsSpan().Fill(double.NaN);
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            _equations.Clear(1e-10);
            for (int i = 0; i < points.Length; i++)
            {
                (double weight, double target) = _target.Step(i, _variances[i]);
                Row(points[i], shift, curvature, row);
                _equations.Add(row, weight, target);
            }

            if (!_equations.Solve(x))
            {
                break;
            }

            Confine(x, curvature);
            for (int i = 0; i < points.Length; i++)
            {
                Row(points[i], shift, curvature, row);
                _variances[i] = x[0] + (x[1] * row[1]) + (x[2] * row[2]);
            }
        }

        return new(x[0], x[2] / curvature, x[2] > 0 ? x[1] / x[2] : 0, shift, curvature);
    }

    private static void Row(double k, double shift, double curvature, Span<double> row)
    {
        double y = (k - shift) / curvature;
        (row[0], row[1], row[2]) = (1, y, Math.Sqrt((y * y) + 1));
    }

    // Wings within those of the expiry after and Lee's bound, tilt below 1, and a minimum above 0.
    private void Confine(Span<double> x, double curvature)
    {
        double right = Between((x[2] + x[1]) / curvature, _wings.Right);
        double left = Between((x[2] - x[1]) / curvature, _wings.Left);
        x[2] = 0.5 * (right + left) * curvature;
        x[1] = 0.5 * (right - left) * curvature;
        x[0] = Math.Max(x[0], 1e-9 - Math.Sqrt((x[2] * x[2]) - (x[1] * x[1])));
    }

    private double Between(double slope, double after) =>
        Math.Min(Math.Max(slope, Flattest), Math.Min(_steepest, after * Narrowed));

    // As fine as the smile is wide around the money, then ever further apart up to the ends of the check.
    private static double[] Spread(double width)
    {
        const int Half = 40;
        double[] side = [.. Enumerable.Range(0, Half + 1).Select(i => (double)i / Half)
            .Select(t => (Math.Min(8 * width, 1) * t) + (Math.Max(0, 3 - (8 * width)) * t * t * t * t * t))];
        return [.. side.Skip(1).Select(k => -k), .. side];
    }
}
