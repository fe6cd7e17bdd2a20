using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// A small change of total variance within the quoted strikes: cubic splines in u = asinh(k/κ), which end smoothly at both
/// sides, so that the wings stay those of the SVI smile.
/// </summary>
/// <param name="Width">κ: below it u is about straight in k, beyond it about logarithmic; &gt; 0.</param>
/// <param name="First">Center of the first spline, in u.</param>
/// <param name="Step">Distance of the centers, in u; &gt; 0. Each spline covers two steps to both sides.</param>
/// <param name="Weights">Height of each spline, total variance.</param>
public sealed record SmileCorrection(double Width, double First, double Step, IReadOnlyList<double> Weights)
{
    /// <summary>The change and its first two derivatives at ln(K/F).</summary>
    public (double Value, double First, double Second) At(double k)
    {
        double size = (k * k) + (Width * Width);
        double root = Math.Sqrt(size);
        double u = Transform(k, Width);
        (double value, double slope, double bend) = (0, 0, 0);
        for (int j = 0; j < Weights.Count; j++)
        {
            double at = ((u - First) / Step) - j;
            if (Math.Abs(at) < 2)
            {
                (double b, double b1, double b2) = Spline(at);
                value += Weights[j] * b;
                slope += Weights[j] * b1;
                bend += Weights[j] * b2;
            }
        }

        slope /= Step;
        bend /= Step * Step;
        return (value, slope / root, (bend / size) - (slope * k / (size * root)));
    }

    /// <summary>The same change, smaller.</summary>
    /// <param name="share">In [0, 1].</param>
    public SmileCorrection Times(double share) => this with { Weights = [.. Weights.Select(w => share * w)] };

    /// <summary>asinh(k/κ).</summary>
    internal static double Transform(double k, double width)
    {
        double ratio = Math.Abs(k) / width;
        double u = PinnedMath.Log(ratio + Math.Sqrt((ratio * ratio) + 1));
        return k < 0 ? -u : u;
    }

    /// <summary>The cubic B-spline of unit knots at a distance from its center, and its derivatives.</summary>
    internal static (double Value, double First, double Second) Spline(double at)
    {
        double a = Math.Abs(at);
        double sign = at < 0 ? -1 : 1;
        if (a >= 2)
        {
            return (0, 0, 0);
        }

        double rest = 2 - a;
        return a < 1
            ? ((4 - (6 * a * a) + (3 * a * a * a)) / 6, sign * ((1.5 * a * a) - (2 * a)), (3 * a) - 2)
            : (rest * rest * rest / 6, -sign * rest * rest / 2, rest);
    }
}
