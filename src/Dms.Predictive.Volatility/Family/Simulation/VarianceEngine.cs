using System.Runtime.CompilerServices;

namespace Dms.Predictive.Volatility;

/// <summary>A recursion at given parameters, ready to filter, stream and simulate.</summary>
internal abstract class VarianceEngine
{
    /// <summary>Squares that the recursion looks back at; null where the state is all.</summary>
    public virtual SquareMemory? Memory => null;

    /// <summary>State of a variance.</summary>
    public abstract double State(double variance);

    /// <summary>Variance of a state.</summary>
    public abstract double Variance(double state);

    /// <summary>State after a residual.</summary>
    public abstract double Next(double state, double e, double h);

    /// <summary>State after a realized variance with that logarithm.</summary>
    public virtual double Measured(double state, double log) =>
        throw new InvalidOperationException("The model reads no realized variances.");

    /// <summary>E[next state] = drift + factor·state.</summary>
    public abstract (double Drift, double Factor) Expected(InnovationLaw law);

    /// <summary>E[next state] of a bar without news.</summary>
    public virtual double Idle(double state, (double Drift, double Factor) expected) =>
        expected.Drift + (expected.Factor * state);

    /// <summary>An engine that one thread may run so many steps at a time.</summary>
    public virtual VarianceEngine Fork(int steps) => this;

    /// <summary>Back to where the fork was made.</summary>
    public virtual void Rewind()
    {
    }

    /// <summary>Walks one path.</summary>
    /// <param name="draw">Where its innovations come from.</param>
    /// <param name="start">State and mean return at the origin.</param>
    /// <param name="variances">Receives h of every step.</param>
    /// <returns>Sum of the returns.</returns>
    public abstract double Walk<TSource>(
        in PathDraw<TSource> draw, (double State, double Mu) start, Span<double> variances)
        where TSource : struct, IInnovationSource;

    /// <summary>The engine of a model.</summary>
    /// <param name="p">Parameters.</param>
    /// <param name="presample">What stands for e² before the first return; read by figarch.</param>
    public static VarianceEngine Of(GarchModelParameters p, double presample)
    {
        ReadOnlySpan<double> r = p.Recursion;
        return p.Model switch
        {
            GarchModel.Garch => new VarianceEngine<GarchStep>(new(r[0], r[1], 0, r[2])),
            GarchModel.Gjr => new VarianceEngine<GarchStep>(new(r[0], r[1], r[2], r[3])),
            GarchModel.Egarch => new VarianceEngine<EgarchStep>(new(r[0], r[1], r[2], r[3])),
            GarchModel.Tarch => new VarianceEngine<TarchStep>(new(r[0], r[1], r[2], r[3])),
            GarchModel.Aparch => new VarianceEngine<AparchStep>(new(r[0], r[1], r[2], r[3], r[4])),
            GarchModel.Figarch => new FigarchEngine(new(r[0], r[1], r[2], r[3], presample)),
            _ => new RealizedEngine(new(r)),
        };
    }
}

/// <summary>The engine over one kind of step, compiled for it.</summary>
internal class VarianceEngine<TStep>(TStep step) : VarianceEngine
    where TStep : struct, IVarianceStep
{
    /// <summary>The step.</summary>
    protected TStep Step => step;

    /// <inheritdoc/>
    public override double State(double variance) => step.State(variance);

    /// <inheritdoc/>
    public override double Variance(double state) => step.Variance(state);

    /// <inheritdoc/>
    public override double Next(double state, double e, double h) => step.Next(state, e, h, 0);

    /// <inheritdoc/>
    public override (double Drift, double Factor) Expected(InnovationLaw law) => step.Expected(law);

    /// <inheritdoc/>
    public override double Walk<TSource>(
        in PathDraw<TSource> draw, (double State, double Mu) start, Span<double> variances)
    {
        TStep local = step;
        Rewind();
        double state = start.State, sum = 0;
        ulong second = 0;
        for (int j = 0; j < variances.Length; j++)
        {
            double chance = 0;
            ulong bits = second;
            if (TStep.Measures)
            {
                (bits, second) = draw.Block(j);
                chance = draw.Normal(second);
            }
            else if ((j & 1) == 0)
            {
                (bits, second) = draw.Block(j >> 1);
            }

            double h = local.Variance(state);
            double e = Math.Sqrt(h) * draw.Source.Draw(bits);
            variances[j] = h;
            sum += start.Mu + e;
            state = local.Next(state, e, h, chance);
        }

        return sum;
    }
}

/// <summary>Figarch keeps a memory of squares beside its state.</summary>
internal sealed class FigarchEngine(FigarchStep step) : VarianceEngine<FigarchStep>(step)
{
    /// <inheritdoc/>
    public override SquareMemory Memory => Step.Memory;

    /// <inheritdoc/>
    public override double Idle(double state, (double Drift, double Factor) expected) => Step.After(state);

    /// <inheritdoc/>
    public override VarianceEngine Fork(int steps) => new FigarchEngine(Step.Fork(steps));

    /// <inheritdoc/>
    public override void Rewind() => Step.Memory.Rewind();
}

/// <summary>Realized GARCH moves by the realized variance.</summary>
internal sealed class RealizedEngine(RealizedStep step) : VarianceEngine<RealizedStep>(step)
{
    /// <inheritdoc/>
    public override double Measured(double state, double log) => Step.After(state, log);
}

/// <summary>The chances of one path.</summary>
/// <param name="source">Makes innovations of bits.</param>
/// <param name="normal">Makes standard normal numbers of bits.</param>
/// <param name="philox">The generator.</param>
/// <param name="path">Number of the path.</param>
/// <param name="mirror">All ones for the antithetic partner, else 0.</param>
internal readonly struct PathDraw<TSource>(
    TSource source, QuantileTable? normal, Philox philox, ulong path, ulong mirror)
    where TSource : struct, IInnovationSource
{
    private readonly Philox _philox = philox;

    /// <summary>Makes innovations of bits.</summary>
    public TSource Source => source;

    /// <summary>Two words of bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public (ulong First, ulong Second) Block(int index)
    {
        (ulong first, ulong second) = _philox.Block(path, (ulong)index);
        return (first ^ mirror, second ^ mirror);
    }

    /// <summary>A standard normal number.</summary>
    public double Normal(ulong bits)
    {
        double u = UniformBits.Open(bits);
        return u < 0.5 ? -normal!.Upper(u) : normal!.Upper(1 - u);
    }
}
