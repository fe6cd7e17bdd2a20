namespace Dms.Predictive.Margin;

/// <summary>Nelder and Mead's simplex in the plane; the same start gives the same steps.</summary>
internal static class PlanarSearch
{
    private readonly record struct Vertex(double X, double Y, double Loss);

    /// <summary>Looks for the least loss.</summary>
    /// <param name="loss">A number at every point; NaN counts as the worst.</param>
    /// <param name="start">Where the simplex starts.</param>
    /// <param name="size">Its legs.</param>
    /// <param name="steps">How many steps at most.</param>
    public static (double X, double Y) Least(
        Func<double, double, double> loss, (double X, double Y) start, (double X, double Y) size, int steps)
    {
        Vertex At(double x, double y) => new(x, y, loss(x, y) is var l && double.IsNaN(l) ? double.PositiveInfinity : l);
        Vertex[] v = [At(start.X, start.Y), At(start.X + size.X, start.Y), At(start.X, start.Y + size.Y)];
        for (int i = 0; i < steps; i++)
        {
            Array.Sort(v, (a, b) => a.Loss.CompareTo(b.Loss));
            if (v[2].Loss - v[0].Loss <= 1e-9 * (1 + v[0].Loss))
            {
                break;
            }

            (double x, double y) = (0.5 * (v[0].X + v[1].X), 0.5 * (v[0].Y + v[1].Y));
            Vertex Along(double by) => At(x + (by * (x - v[2].X)), y + (by * (y - v[2].Y)));
            Vertex tried = Along(1);
            if (tried.Loss < v[0].Loss)
            {
                Vertex further = Along(2);
                tried = further.Loss < tried.Loss ? further : tried;
            }
            else if (!(tried.Loss < v[1].Loss))
            {
                tried = Along(tried.Loss < v[2].Loss ? 0.5 : -0.5);
            }

            if (tried.Loss < v[2].Loss)
            {
                v[2] = tried;
                continue;
            }

            v[1] = At(0.5 * (v[0].X + v[1].X), 0.5 * (v[0].Y + v[1].Y));
            v[2] = At(0.5 * (v[0].X + v[2].X), 0.5 * (v[0].Y + v[2].Y));
        }

        Vertex best = v.MinBy(p => p.Loss);
        return (best.X, best.Y);
    }
}
