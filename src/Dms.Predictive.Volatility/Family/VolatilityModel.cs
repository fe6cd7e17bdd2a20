using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Mean × volatility × distribution by their names: the short way to a fit.</summary>
/// <remarks><c>VolatilityModel.Create("gjr", distribution: "skewt").Fit(returns)</c>. Immutable.</remarks>
public sealed class VolatilityModel
{
    private static readonly string[] MeanNames = ["constant", "zero"];

    private VolatilityModel(GarchModelOptions options) => Options = options;

    /// <summary>Names of recursions in the order of <see cref="GarchModel"/>.</summary>
    public static IReadOnlyList<string> Volatilities { get; } =
        ["garch", "gjr", "egarch", "tarch", "aparch", "figarch", "realgarch"];

    /// <summary>Names of laws in the order of <see cref="GarchDistribution"/>.</summary>
    public static IReadOnlyList<string> Distributions { get; } = ["normal", "t", "skewt", "ged"];

    /// <summary>Names of means in the order of <see cref="GarchMean"/>.</summary>
    public static IReadOnlyList<string> Means => MeanNames;

    /// <summary>Names of start rules in the order of <see cref="GarchStart"/>.</summary>
    public static IReadOnlyList<string> Starts { get; } = ["backcast", "sample", "aparch-sample", "first", "unconditional", "value"];

    /// <summary>What is fitted and how.</summary>
    public GarchModelOptions Options { get; }

    /// <summary>Composes a model.</summary>
    /// <param name="volatility">One of <see cref="Volatilities"/>.</param>
    /// <param name="distribution">One of <see cref="Distributions"/>.</param>
    /// <param name="mean">One of <see cref="Means"/>.</param>
    /// <param name="start">One of <see cref="Starts"/>.</param>
    /// <exception cref="ArgumentException">A name is unknown, or two parts do not go together.</exception>
    public static VolatilityModel Create(
        string volatility, string distribution = "normal", string mean = "constant", string start = "backcast")
    {
        GarchModelOptions options = new(
            (GarchModel)IndexOf(Volatilities, volatility, nameof(volatility)),
            (GarchDistribution)IndexOf(Distributions, distribution, nameof(distribution)),
            (GarchMean)IndexOf(Means, mean, nameof(mean)),
            (GarchStart)IndexOf(Starts, start, nameof(start)));
        return options switch
        {
            { Start: GarchStart.AparchSample, Model: not GarchModel.Aparch } =>
                throw new ArgumentException("The start rule aparch-sample belongs to aparch.", nameof(start)),
            { Model: GarchModel.Realized, Distribution: not GarchDistribution.Normal } =>
                throw new ArgumentException("realgarch has a normal law.", nameof(distribution)),
            { Model: GarchModel.Realized, Start: not GarchStart.Backcast } =>
                throw new ArgumentException("realgarch starts by backcast.", nameof(start)),
            { Start: GarchStart.Unconditional, Model: not (GarchModel.Garch or GarchModel.Gjr or GarchModel.Egarch) } =>
                throw new ArgumentException("Only garch, gjr and egarch start from their level.", nameof(start)),
            { Start: GarchStart.Value } =>
                throw new ArgumentException("Leave the start out and give its value to StartFrom.", nameof(start)),
            _ => new(options),
        };
    }

    /// <summary>The same model with h of the first return given.</summary>
    /// <param name="variance">Squared return units; &gt; 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The variance is not finite and &gt; 0.</exception>
    public VolatilityModel StartFrom(double variance) => new(Options with
    {
        Start = GarchStart.Value,
        StartVariance = Require.FinitePositive(variance, "squared return units"),
    });

    /// <summary>The same model with some parameters held.</summary>
    /// <param name="values">Values by name, in the unit of the returns.</param>
    public VolatilityModel Hold(IReadOnlyDictionary<string, double> values) => new(Options with { Fixed = values });

    /// <summary>The same model with one more start of the search.</summary>
    /// <param name="values">Every parameter by name, in the unit of the returns.</param>
    public VolatilityModel StartAt(IReadOnlyDictionary<string, double> values) =>
        new(Options with { StartingValues = values });

    /// <summary>Fits the model.</summary>
    /// <param name="returns">Oldest first, any unit, all finite; a slice fits part of a sample.</param>
    /// <returns>Estimates with an honest status.</returns>
    /// <exception cref="ArgumentException">A return is not finite, the options contradict each other, or the model reads
    /// realized variances.</exception>
    public GarchModelFit Fit(ReadOnlySpan<double> returns) => GarchFamily.Fit(returns, Options);

    /// <summary>Fits <c>realgarch</c>.</summary>
    /// <param name="returns">Oldest first, any unit, all finite.</param>
    /// <param name="realized">Realized variances of the same bars in squared return units.</param>
    /// <exception cref="ArgumentException">The model reads no realized variances, or the data are refused.</exception>
    public RealizedGarchFit Fit(ReadOnlySpan<double> returns, ReadOnlySpan<double> realized) =>
        Options.Model == GarchModel.Realized
            ? RealizedGarch.Fit(returns, realized, Options.Mean)
            : throw new ArgumentException("Only realgarch reads realized variances.", nameof(realized));

    private static int IndexOf(IReadOnlyList<string> names, string name, string parameter)
    {
        int index = names.ToList().IndexOf(name);
        return index >= 0
            ? index
            : throw new ArgumentException($"'{name}' is none of {string.Join(", ", names)}.", parameter);
    }
}
