namespace Dms.Predictive.Margin;

/// <summary>Fits what an SVI smile leaves of its quotes by a <see cref="SmileCorrection"/>.</summary>
internal static class CorrectionFit
{
    private const int MostSplines = 16;
    private const int Repeats = 10;
    private const double WidthOfMoney = 0.5;

    /// <summary>Fits.</summary>
    /// <param name="smile">The SVI smile under it.</param>
    /// <param name="target">Quotes and ceiling.</param>
    /// <param name="smoothness">Weight of the squared bends between neighbours; larger is smoother.</param>
    /// <returns>Null where the strikes are too few or too close.</returns>
    public static SmileCorrection? Fit(SviSmile smile, SmileTarget target, double smoothness)
    {
        double[] strikes = [.. target.Quotes.Select(q => q.LogStrike).Distinct()];
        int count = Math.Min(MostSplines, strikes.Length);
        double width = WidthOfMoney * Math.Sqrt(target.Quotes.MinBy(q => Math.Abs(q.LogStrike)).Middle);
        (double from, double to) = (SmileCorrection.Transform(strikes[0], width), SmileCorrection.Transform(strikes[^1], width));
        if (count < 4 || !(to > from))
        {
            return null;
        }

        SmileCorrection shape = new(width, from, (to - from) / (count - 1), new double[count]);
        return Weigh(smile, target, shape, smoothness);
    }

    private static SmileCorrection? Weigh(SviSmile smile, SmileTarget target, SmileCorrection shape, double smoothness)
    {
        int count = shape.Weights.Count;
        double[] points = target.Points;
        double[][] rows = [.. points.Select(k => Row(shape, k))];
        double[] under = [.. points.Select(smile.TotalVariance)];
        double[] now = [.. under];
        double[] x = new double[count];
        double unit = 1 / Square(target.Quotes.Select(q => q.HalfSpread).Order().ElementAt(target.Quotes.Count / 2));
        NormalEquations equations = new(count);
        for (int repeat = 0; repeat < Repeats; repeat++)
        {
            equations.Clear(1e-3 * unit);
            Smooth(equations, count, smoothness * unit);
            for (int i = 0; i < points.Length; i++)
            {
                (double weight, double aim) = target.Step(i, now[i]);
                equations.Add(rows[i], weight, aim - under[i]);
            }

            if (!equations.Solve(x))
            {
                return null;
            }

            for (int i = 0; i < points.Length; i++)
            {
                now[i] = under[i];
                for (int j = 0; j < count; j++)
                {
                    now[i] += rows[i][j] * x[j];
                }
            }
        }

        return shape with { Weights = x };
    }

    private static void Smooth(NormalEquations equations, int count, double weight)
    {
        double[] row = new double[count];
        for (int j = 1; j < count - 1; j++)
        {
            Array.Clear(row);
            (row[j - 1], row[j], row[j + 1]) = (1, -2, 1);
            equations.Add(row, weight, 0);
        }
    }

    private static double[] Row(SmileCorrection shape, double k)
    {
        double u = (SmileCorrection.Transform(k, shape.Width) - shape.First) / shape.Step;
        return [.. Enumerable.Range(0, shape.Weights.Count).Select(j => SmileCorrection.Spline(u - j).Value)];
    }

    private static double Square(double x) => x * x;
}
