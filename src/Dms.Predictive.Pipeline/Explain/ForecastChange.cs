using Dms.Predictive.Explanation;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// What moved a blended forecast from one time to another, in ln variance, down to features: members by the symmetric product
/// rule Δ(wℓ) = w̄Δℓ + ℓ̄Δw, trees by their exact attributions, networks by groups of their inputs, log-HAR by its line. The parts sum
/// to the change.
/// </summary>
public static class ForecastChange
{
    /// <summary>Part of the moving weights of the blend.</summary>
    public const string Weights = "blend:weights";

    /// <summary>Part of the blend's level: intercept and online scale.</summary>
    public const string Level = "blend:level";

    /// <summary>Part of a group of features through a network member.</summary>
    /// <param name="member">Name of the member.</param>
    /// <param name="group">Economic group.</param>
    public static string GroupPart(string member, string group) => $"{member}:{group}";

    /// <summary>Splits the change of ln blend between two forecasts of one horizon.</summary>
    /// <param name="model">The model of the earlier forecast.</param>
    /// <param name="before">The earlier forecast.</param>
    /// <param name="later">The model of the later forecast; the same unless it was changed between.</param>
    /// <param name="after">The later forecast.</param>
    /// <returns>Largest first; a feature that several members look at is one part. Names are distinct.</returns>
    /// <exception cref="AdditivityBreachException">The parts do not sum to the change.</exception>
    public static IReadOnlyList<FeatureAttribution> Between(
        HorizonModel model, ForecastParts before, HorizonModel later, ForecastParts after)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(later);
        ArgumentNullException.ThrowIfNull(after);
        Dictionary<string, double> parts = new(StringComparer.Ordinal);
        Dictionary<string, double> pool = LogPoolChange.Split(Present(before), Present(after), before.LnLevel, after.LnLevel)
            .ToDictionary(p => p.Name, p => p.Contribution, StringComparer.Ordinal);
        Add(parts, Level, pool[LogPoolChange.Intercept]);
        foreach (string member in before.Members.Union(after.Members).Where(m => pool.ContainsKey(LogPoolChange.WeightPart(m))))
        {
            Add(parts, Weights, pool[LogPoolChange.WeightPart(member)]);
            double weight = (WeightOf(before, member) + WeightOf(after, member)) / 2;
            double rest = pool[LogPoolAttribution.MemberPart(member)];
            if (FeaturesOf(model, before, member) is { } f0 && FeaturesOf(later, after, member) is { } f1)
            {
                foreach (string feature in f0.Keys.Union(f1.Keys))
                {
                    double part = weight * (f1.GetValueOrDefault(feature) - f0.GetValueOrDefault(feature));
                    Add(parts, feature, part);
                    rest -= part;
                }
            }

            // What features do not say: GARCH, a clipped line, another model's base and scale.
            Add(parts, LogPoolAttribution.MemberPart(member), rest);
        }

        double change = after.LnBlend - before.LnBlend;
        double sum = parts.Values.Sum();
        AdditivityBreachException.ThrowIfApart(change, sum);
        return [.. parts.Where(p => p.Value != 0).OrderByDescending(p => Math.Abs(p.Value)).ThenBy(p => p.Key, StringComparer.Ordinal)
            .Select(p => new FeatureAttribution(p.Key, p.Value))];
    }

    private static PoolMember[] Present(ForecastParts forecast) =>
    [
        .. forecast.Members.Select((name, m) => new PoolMember(name, forecast.PoolWeights[m], forecast.LnMembers[m], 0))
            .Where(m => double.IsFinite(m.LogVariance)),
    ];

    private static double WeightOf(ForecastParts forecast, string member) =>
        PlaceOf(forecast.Members, member) is >= 0 and int m ? forecast.PoolWeights[m] : 0;

    // Contributions in ln variance, up to a constant that a change does not see.
    private static Dictionary<string, double>? FeaturesOf(HorizonModel model, ForecastParts forecast, string member)
    {
        int m = PlaceOf(forecast.Members, member);
        if (m < 0 || !double.IsFinite(forecast.LnMembers[m]) || m == 1)
        {
            return null;
        }

        Dictionary<string, double> parts = new(StringComparer.Ordinal);
        if (m == 0 || model.Learned[m - 2].AddsHar)
        {
            AddHar(parts, model, forecast.Row.Span);
        }

        if (m >= 2 && MemberAttributors.Of(model.Learned[m - 2]) is { } attributor)
        {
            double[] phi = new double[attributor.FeatureNames.Count];
            attributor.Attribute(forecast.Row.Span, phi);
            for (int i = 0; i < phi.Length; i++)
            {
                Add(parts, attributor.FeatureNames[i], phi[i]);
            }
        }

        // Scored thousands of times over: affordable here, where somebody asks for one change, and not with every decision.
        foreach (FeatureAttribution group in m >= 2 ? MemberAttributors.GroupsOf(model.Learned[m - 2])?.Attribute(forecast.Row.Span)?.Parts ?? [] : [])
        {
            Add(parts, GroupPart(member, group.Name), group.Contribution);
        }

        return parts;
    }

    // log-HAR is a straight line: w·x per regressor. Where it was clipped, the member's own part takes the difference.
    private static void AddHar(Dictionary<string, double> parts, HorizonModel model, ReadOnlySpan<double> row)
    {
        double[] coefficients = model.Baselines.Har.Coefficients;
        IReadOnlyList<string>? names = model.Learned.Select(l => l.Model).OfType<Forest>().FirstOrDefault()?.FeatureNames;
        for (int k = 0; names is not null && k < coefficients.Length && k < HarRegressors.Names.Count; k++)
        {
            int at = PlaceOf(names, HarRegressors.Names[k]);
            if (at >= 0 && double.IsFinite(row[at]))
            {
                Add(parts, HarRegressors.Names[k], coefficients[k] * row[at]);
            }
        }
    }

    private static int PlaceOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    private static void Add(Dictionary<string, double> parts, string name, double part)
    {
        if (part != 0)
        {
            parts[name] = parts.GetValueOrDefault(name) + part;
        }
    }
}
