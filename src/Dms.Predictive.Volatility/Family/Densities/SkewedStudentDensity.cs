namespace Dms.Predictive.Volatility;

/// <summary>Skewed t of Hansen (1994), International Economic Review 35(3); shapes k = 1/η and λ in (−1, 1).</summary>
internal sealed class SkewedStudentDensity : InnovationDensity
{
    private const double MostSkew = 0.999;

    /// <inheritdoc/>
    public override string[] Shapes => ["eta", "lambda"];

    /// <inheritdoc/>
    public override LinearConstraint[] Constraints =>
    [
        new("normal-limit", [1, 0], 0),
        new("eta", [-1, 0], -StudentKernel.MostK),
        new("lambda", [0, 1], -MostSkew),
        new("lambda", [0, -1], -MostSkew),
    ];

    /// <inheritdoc/>
    public override double[] Neutral => [0, 0];

    /// <inheritdoc/>
    public override double[][] Starts => [[0.02, 0], [0.2, 0], [0.2, -0.2], [0.2, 0.2], [0.45, 0]];

    /// <inheritdoc/>
    public override bool Symmetric => false;

    /// <inheritdoc/>
    public override void Log(ReadOnlySpan<double> z, ReadOnlySpan<double> shape, Span<double> log)
    {
        Skew s = new(shape[0], shape[1]);
        for (int t = 0; t < z.Length; t++)
        {
            double u = s.U(z[t], out _);
            log[t] = Math.Log(s.B) + s.Kernel.Constant - s.Kernel.Tail(u * u);
        }
    }

    /// <inheritdoc/>
    public override void Scores(
        ReadOnlySpan<double> z,
        ReadOnlySpan<double> shape,
        Span<double> log,
        Span<double> score,
        Span<double> shapeScore)
    {
        Skew s = new(shape[0], shape[1]);
        double logB = Math.Log(s.B);
        for (int t = 0; t < z.Length; t++)
        {
            double u = s.U(z[t], out double side);
            double width = 1 + (side * shape[1]);
            log[t] = logB + s.Kernel.Constant - s.Kernel.Tail(u * u, out double perW, out double perK);
            double perU = 2 * u * perW;
            score[t] = -perU * s.B / width;
            shapeScore[2 * t] = (s.BPerK / s.B) + s.Kernel.ConstantSlope - perK
                - (perU * ((s.BPerK * z[t]) + s.APerK) / width);
            shapeScore[(2 * t) + 1] = (s.BPerSkew / s.B)
                - (perU * ((s.BPerSkew * z[t]) + s.APerSkew - (side * u)) / width);
        }
    }

    /// <inheritdoc/>
    /// <remarks>In closed form below the mode −a/b; the part between the mode and 0 by Simpson's rule.</remarks>
    public override double LowerVariance(ReadOnlySpan<double> shape)
    {
        Skew s = new(shape[0], shape[1]);
        double left = 1 - shape[1], half = s.HalfAbsolute;
        double below = left / (s.B * s.B) * ((left * left * 0.5) + (2 * s.A * left * half) + (s.A * s.A * 0.5));
        const int panels = 400;
        double mode = -s.A / s.B, sum = 0;
        Span<double> point = [0], log = [0];
        for (int i = 0; i <= panels; i++)
        {
            point[0] = mode * (1 - ((double)i / panels));
            Log(point, shape, log);
            double weight = i is 0 or panels ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * point[0] * point[0] * Math.Exp(log[0]);
        }

        return below - (mode * sum / (3 * panels));
    }

    /// <summary>λ, a and b of the law.</summary>
    internal static (double Skew, double A, double B) Constants(double k, double skew)
    {
        Skew s = new(k, skew);
        return (skew, s.A, s.B);
    }

    /// <summary>The constants a and b of the law with their slopes.</summary>
    private readonly struct Skew
    {
        private readonly double _skew;

        public Skew(double k, double skew)
        {
            _skew = skew;
            Kernel = new StudentKernel(k);
            HalfAbsolute = Math.Exp(Kernel.Constant) * (1 - (2 * k)) / (1 - k);
            A = 4 * skew * HalfAbsolute;
            B = Math.Sqrt(1 + (3 * skew * skew) - (A * A));
            APerK = A * (Kernel.ConstantSlope - (2 / (1 - (2 * k))) + (1 / (1 - k)));
            APerSkew = 4 * HalfAbsolute;
            BPerK = -A * APerK / B;
            BPerSkew = ((3 * skew) - (A * APerSkew)) / B;
        }

        public StudentKernel Kernel { get; }

        /// <summary>−E[u·1{u &lt; 0}] of the symmetric law.</summary>
        public double HalfAbsolute { get; }

        public double A { get; }

        public double B { get; }

        public double APerK { get; }

        public double APerSkew { get; }

        public double BPerK { get; }

        public double BPerSkew { get; }

        public double U(double z, out double side)
        {
            double above = (B * z) + A;
            side = above >= 0 ? 1 : -1;
            return above / (1 + (side * _skew));
        }
    }
}
