namespace Dms.Predictive.Volatility;

/// <summary>Student t with variance 1; shape k = 1/ν in [0, 1/2.05].</summary>
internal sealed class StudentDensity : InnovationDensity
{
    /// <inheritdoc/>
    public override string[] Shapes => ["nu"];

    /// <inheritdoc/>
    public override LinearConstraint[] Constraints =>
        [new("normal-limit", [1], 0), new("nu", [-1], -StudentKernel.MostK)];

    /// <inheritdoc/>
    public override double[] Neutral => [0];

    /// <inheritdoc/>
    public override double[][] Starts => [[0.02], [0.2], [0.45]];

    /// <inheritdoc/>
    public override void Log(ReadOnlySpan<double> z, ReadOnlySpan<double> shape, Span<double> log)
    {
        StudentKernel kernel = new(shape[0]);
        for (int t = 0; t < z.Length; t++)
        {
            log[t] = kernel.Constant - kernel.Tail(z[t] * z[t]);
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
        StudentKernel kernel = new(shape[0]);
        for (int t = 0; t < z.Length; t++)
        {
            log[t] = kernel.Constant - kernel.Tail(z[t] * z[t], out double perW, out double perK);
            score[t] = -2 * z[t] * perW;
            shapeScore[t] = kernel.ConstantSlope - perK;
        }
    }

    /// <inheritdoc/>
    public override bool TryTotal(
        ReadOnlySpan<double> z,
        ReadOnlySpan<double> shape,
        Span<double> scratch,
        Span<double> score,
        Span<double> shapeSums,
        out double total)
    {
        StudentKernel kernel = new(shape[0]);
        total = (z.Length * kernel.Constant) - kernel.Tails(z, scratch, score, out double perK);
        if (!double.IsFinite(total))
        {
            return false;
        }

        if (!shapeSums.IsEmpty)
        {
            shapeSums[0] = (z.Length * kernel.ConstantSlope) - perK;
        }

        return true;
    }
}
