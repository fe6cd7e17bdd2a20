namespace Dms.Predictive.Volatility;

/// <summary>A model at given parameters: all that filtering, streaming, forecasting and simulation need besides
/// returns. Immutable, in the unit of the returns.</summary>
public sealed class GarchModelParameters
{
    private static readonly string[] RealizedNames = ["omega", "alpha", "beta", "xi", "delta", "eta1", "eta2", "lambda"];
    private readonly double[] _recursion;

    private GarchModelParameters(
        GarchModel model,
        GarchDistribution distribution,
        IReadOnlyDictionary<string, double> named,
        (double[] Recursion, double[] Shapes) values)
    {
        (Model, Distribution, Mu, _recursion) = (model, distribution, named.GetValueOrDefault("mu"), values.Recursion);
        Law = InnovationLaw.Inner(distribution, values.Shapes);
        Named = new Dictionary<string, double>(named);
    }

    /// <summary>Recursion.</summary>
    public GarchModel Model { get; }

    /// <summary>Law of the innovations.</summary>
    public GarchDistribution Distribution { get; }

    /// <summary>Mean of the returns.</summary>
    public double Mu { get; }

    /// <summary>The law at its shapes.</summary>
    public InnovationLaw Law { get; }

    /// <summary>Every value by name.</summary>
    public IReadOnlyDictionary<string, double> Named { get; }

    /// <summary>Values of the recursion, ω first.</summary>
    internal ReadOnlySpan<double> Recursion => _recursion;

    /// <summary>Parameters by name.</summary>
    /// <param name="model">Recursion.</param>
    /// <param name="distribution">Law; normal for realized GARCH.</param>
    /// <param name="named">Every parameter of recursion and law; μ is 0 where absent. ν = infinity is the normal
    /// limit.</param>
    /// <exception cref="ArgumentException">A name is missing or unknown, or a bound is broken.</exception>
    public static GarchModelParameters Create(
        GarchModel model, GarchDistribution distribution, IReadOnlyDictionary<string, double> named)
    {
        ArgumentNullException.ThrowIfNull(named);
        string? fault = FaultOf(model, distribution, named, out (double[] Recursion, double[] Shapes) values);
        return fault is null
            ? new(model, distribution, named, values)
            : throw new ArgumentException(fault, nameof(named));
    }

    /// <summary>As <see cref="Create"/>; null where a bound is broken.</summary>
    internal static GarchModelParameters? TryCreate(
        GarchModel model, GarchDistribution distribution, IReadOnlyDictionary<string, double> named) =>
        FaultOf(model, distribution, named, out (double[] Recursion, double[] Shapes) values) is null
            ? new(model, distribution, named, values)
            : null;

    /// <summary>Parameters of a fit.</summary>
    /// <exception cref="ArgumentException">The fit has none: its returns could not carry a model.</exception>
    public static GarchModelParameters Of(GarchModelFit fit)
    {
        ArgumentNullException.ThrowIfNull(fit);
        return double.IsFinite(fit.LogLikelihood)
            ? Create(fit.Options.Model, fit.Options.Distribution, fit.Parameters.ToDictionary(
                p => p.Name, p => p.Value ?? double.PositiveInfinity))
            : throw new ArgumentException($"The fit has no parameters: {fit.Status}, {fit.Message}", nameof(fit));
    }

    /// <summary>Names of the parameters of a recursion, ω first.</summary>
    internal static string[] RecursionNames(GarchModel model) =>
        model == GarchModel.Realized ? RealizedNames : GarchFamily.Recursion(model).Parameters;

    /// <summary>What is wrong with parameters; null when nothing is.</summary>
    private static string? FaultOf(
        GarchModel model,
        GarchDistribution distribution,
        IReadOnlyDictionary<string, double> named,
        out (double[] Recursion, double[] Shapes) values)
    {
        InnovationDensity density = GarchFamily.Density(distribution);
        string[] names = RecursionNames(model);
        string[] known = ["mu", .. names, .. density.Shapes];
        values = (
            [.. names.Select(n => named.GetValueOrDefault(n, double.NaN))],
            [.. density.Shapes.Select(n => InnovationDensity.Inside(n, named.GetValueOrDefault(n, double.NaN)))]);
        double[] shapes = values.Shapes;
        string? bad = known.FirstOrDefault(n => n == "mu"
            ? !double.IsFinite(named.GetValueOrDefault(n))
            : !named.TryGetValue(n, out double v) || double.IsNaN(v) || (names.Contains(n) && double.IsInfinity(v)));
        return model == GarchModel.Realized && distribution != GarchDistribution.Normal
            ? "Realized GARCH has a normal law."
            : named.Keys.FirstOrDefault(k => !known.Contains(k)) is { } unknown
                ? $"'{unknown}' is none of {string.Join(", ", known)}."
                : bad is not null
                    ? $"The parameter '{bad}' is missing or not finite."
                    : (Broken(model, values.Recursion) ?? density.Constraints
                        .FirstOrDefault(c => !(c.Slack(shapes) >= -1e-12))?.Name) is { } bound
                        ? $"The parameters break the bound '{bound}'."
                        : null;
    }

    /// <summary>Name of a broken bound; null when all hold. ω has no scale here, so it only has to be above 0.</summary>
    private static string? Broken(GarchModel model, double[] r)
    {
        if (model == GarchModel.Realized)
        {
            return r[2] < 0 ? "beta"
                : !(r[7] > 0) ? "lambda"
                : !(Math.Abs(r[2] + (r[1] * r[4])) < 1) ? "persistence"
                : null;
        }

        return GarchFamily.Recursion(model).Constraints
            .FirstOrDefault(c => c.Name == "omega" ? !(r[0] > 0) : !(c.Slack(r) >= -1e-9))?.Name;
    }
}
