using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>All that a <see cref="Garch11State"/> holds; restoring it changes no bit of what follows.</summary>
/// <param name="Parameters">Parameters in use.</param>
/// <param name="NextVariance">Conditional variance of the return not yet seen.</param>
/// <param name="Count">Returns seen.</param>
public sealed record Garch11Snapshot(Garch11Parameters Parameters, double NextVariance, long Count);

/// <summary>GARCH(1,1) filter that takes one return at a time.</summary>
/// <remarks>Equal bit for bit to <see cref="Garch11.Filter"/> with the same parameters and start. O(1), no
/// allocation.</remarks>
public sealed class Garch11State
{
    private double _mu;
    private double _omega;
    private double _alpha;
    private double _beta;

    /// <summary>Starts before the first return.</summary>
    /// <param name="parameters">Parameters in the unit of the returns.</param>
    /// <param name="startVariance">Conditional variance of the first return, squared return units; &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is not finite and &gt; 0.</exception>
    public Garch11State(Garch11Parameters parameters, double startVariance) =>
        Restore(new Garch11Snapshot(parameters, startVariance, 0));

    /// <summary>Parameters in use.</summary>
    public Garch11Parameters Parameters { get; private set; } = null!;

    /// <summary>Conditional variance of the next return, squared return units; &gt; 0.</summary>
    public double NextVariance { get; private set; }

    /// <summary>Number of returns seen.</summary>
    public long Count { get; private set; }

    /// <summary>Takes the return of the bar just closed.</summary>
    /// <param name="value">Finite, in the unit of the parameters.</param>
    /// <exception cref="ArgumentOutOfRangeException">The return is not finite; the state is unchanged.</exception>
    public void Append(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "Expected a finite return.");
        }

        double e = value - _mu;
        NextVariance = Garch11Recursion.Next(_omega, _alpha, _beta, e * e, NextVariance);
        Count++;
    }

    /// <summary>Copies the state.</summary>
    public Garch11Snapshot Snapshot() => new(Parameters, NextVariance, Count);

    /// <summary>Returns to a copied state.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Its variance is not finite and &gt; 0.</exception>
    public void Restore(Garch11Snapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        Garch11Parameters p = snapshot.Parameters;
        ArgumentNullException.ThrowIfNull(p, nameof(snapshot));
        NextVariance = Require.FinitePositive(snapshot.NextVariance, "squared return units", nameof(snapshot));
        (Parameters, Count) = (p, snapshot.Count);
        (_mu, _omega, _alpha, _beta) = (p.Mu, p.Omega, p.Alpha, p.Beta);
    }
}
