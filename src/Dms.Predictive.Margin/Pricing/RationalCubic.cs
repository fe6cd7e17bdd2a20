namespace Dms.Predictive.Margin;

/// <summary>A point of a curve with its slope.</summary>
/// <param name="X">Where.</param>
/// <param name="Y">Value.</param>
/// <param name="Slope">dy/dx.</param>
internal readonly record struct CurvePoint(double X, double Y, double Slope);

/// <summary>
/// The rational cubic between two points that keeps both slopes; one parameter r ≥ 0 sets a second derivative.
/// </summary>
/// <remarks>Delbourgo and Gregory (1985), SIAM J. Sci. Stat. Comput. 6(4), 967–976. r = 3 is the cubic of Hermite, r → ∞
/// the chord. Points must rise or fall throughout.</remarks>
internal readonly struct RationalCubic
{
    private const double Most = 1e8;
    private readonly CurvePoint _left;
    private readonly CurvePoint _right;
    private readonly double _r;

    // A curve of monotone points is monotone, and has no pole, from (slopes)/(chord) on.
    private RationalCubic(CurvePoint left, CurvePoint right, double r)
    {
        double least = (left.Slope + right.Slope) * (right.X - left.X) / (right.Y - left.Y);
        _left = left;
        _right = right;
        _r = double.IsNaN(r) || !(least < Most) ? Most : Math.Clamp(r, Math.Max(0, least), Most);
    }

    /// <summary>The curve whose second derivative at the left point is given.</summary>
    public static RationalCubic FromLeft(CurvePoint left, CurvePoint right, double second)
    {
        double width = right.X - left.X;
        double chord = (right.Y - left.Y) / width;
        return new(left, right, ((0.5 * width * second) + (right.Slope - left.Slope)) / (chord - left.Slope));
    }

    /// <summary>The curve whose second derivative at the right point is given.</summary>
    public static RationalCubic FromRight(CurvePoint left, CurvePoint right, double second)
    {
        double width = right.X - left.X;
        double chord = (right.Y - left.Y) / width;
        return new(left, right, ((0.5 * width * second) + (right.Slope - left.Slope)) / (right.Slope - chord));
    }

    /// <summary>Value between the points.</summary>
    public double At(double x)
    {
        double width = _right.X - _left.X;
        if (!(width > 0))
        {
            return 0.5 * (_left.Y + _right.Y);
        }

        double t = (x - _left.X) / width;
        double rest = 1 - t;
        double inner = (((_r * _right.Y) - (width * _right.Slope)) * t * t * rest)
            + (((_r * _left.Y) + (width * _left.Slope)) * t * rest * rest);
        return ((_right.Y * t * t * t) + inner + (_left.Y * rest * rest * rest)) / (1 + ((_r - 3) * t * rest));
    }
}
