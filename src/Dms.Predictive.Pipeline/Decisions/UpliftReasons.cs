using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Learning;
using Dms.Predictive.Margin;
using PoolMember = Dms.Predictive.Explanation.PoolMember;

namespace Dms.Predictive.Pipeline;

/// <summary>Carries a learned uplift down to features, in currency: from the GARCH forecast to the blend.</summary>
internal sealed class UpliftReasons
{
    private const char Through = '/';

    private readonly HorizonModel _model;
    private readonly IAttributor?[] _attributors;
    private readonly string? _mode;
    private IssuedForecast? _explained;
    private FeatureAttribution[] _contributions = [];

    public UpliftReasons(HorizonModel model)
    {
        _model = model;
        _attributors = [.. model.Learned.Select(MemberAttributors.Of)];
        _mode = MemberAttributors.ModeOf(model);
    }

    /// <summary>Splits the component MlUplift; null when it is zero or no forecast was used.</summary>
    public UpliftAttribution? Of(MarginRequest request, MarginRequirement margin, IssuedForecast? forecast)
    {
        decimal booked = margin.Components.First(c => c.Name == MarginComponentName.MlUplift).Initial;
        if (forecast is null || booked == 0 || margin.Overlay!.Blocked.Count > 0)
        {
            return null;
        }

        MarginView view = MarginView.Of(request.Account, request.Market);
        Func<double, double> marginAt = scale => request.Policy.Evaluate(view, scale).Initial;
        OverlayForecast f = request.Overlay!.Forecast;
        double lnReference = forecast.LnGarch - (2 * PinnedMath.Log(f.SigmaGarch!.Value / f.SigmaReference!.Value));
        double without = marginAt(Math.Min(margin.Overlay.GarchMultiplier, margin.Overlay.Multiplier));
        return UpliftAttribution.Split(new UpliftCase
        {
            MarginAt = ln => marginAt(PinnedMath.Exp((ln - lnReference) / 2)),
            ReferenceScore = forecast.LnGarch,
            Score = forecast.LnBlend,
            Contributions = Contributions(forecast),
            MarginWithout = without,
            Cuts = Cuts(request.Overlay, margin.Overlay, marginAt),
            BookedUplift = booked,
            Quantum = request.Policy.Quantum,
            Mode = _mode,
        });
    }

    // One forecast serves all accounts, and the bars until the next one: its score is taken apart once.
    private FeatureAttribution[] Contributions(IssuedForecast forecast)
    {
        if (!ReferenceEquals(forecast, _explained))
        {
            (_contributions, _explained) = (TakeApart(forecast), forecast);
        }

        return _contributions;
    }

    private FeatureAttribution[] TakeApart(IssuedForecast forecast)
    {
        double garch = forecast.LnGarch;
        List<PoolMember> members = [];
        List<MemberExplanation> explained = [];
        double weights = 0;
        for (int m = 0; m < forecast.LnMembers.Count; m++)
        {
            bool used = double.IsFinite(forecast.LnMembers[m]);
            double ln = used ? forecast.LnMembers[m] : garch;
            members.Add(new PoolMember(forecast.Members[m], forecast.PoolWeights[m], ln, garch));
            weights += forecast.PoolWeights[m];
            if (m >= 2 && used && Explain(m - 2, forecast) is MemberExplanation features)
            {
                explained.Add(features);
            }
        }

        FeatureAttribution level = new("blend:level", forecast.LnLevel + ((weights - 1) * garch));
        return [level, .. Together(LogPoolAttribution.Split(members, [.. explained]))];
    }

    // A feature that several members look at is one reason: its parts are added, in the order of the members.
    private static IEnumerable<FeatureAttribution> Together(FeatureAttribution[] parts) => parts
        .GroupBy(p => p.Name[(p.Name.IndexOf(Through, StringComparison.Ordinal) + 1)..])
        .Select(g => new FeatureAttribution(g.Key, g.Aggregate(0.0, (sum, p) => sum + p.Contribution)));

    // A member that corrects log-HAR carries HAR's own forecast in its base, not as a feature's doing. A linear model is its
    // own attribution; a network stays one reason.
    private MemberExplanation? Explain(int index, IssuedForecast forecast)
    {
        LearnedMember member = _model.Learned[index];
        return member.Model switch
        {
            LinearModel linear => Named(linear.FeatureNames, linear.Intercept, phi => linear.Attribute(forecast.Row.Values.Span, phi)),
            Forest when _attributors[index] is { } trees =>
                Named(trees.FeatureNames, trees.ExpectedValue, phi => trees.Attribute(forecast.Row.Values.Span, phi)),
            _ => null,
        };

        MemberExplanation Named(IReadOnlyList<string> names, double expected, Func<double[], double> attribute)
        {
            double[] phi = new double[names.Count];
            attribute(phi);
            return new(member.Id, member.Ln(expected, forecast.LnMembers[0]),
                FeatureAttribution.Pair([.. names.Select(name => member.Id + Through + name)], phi));
        }
    }

    private static List<MarginCut> Cuts(MarginOverlay overlay, OverlayOutcome outcome, Func<double, double> marginAt)
    {
        OverlayForecast f = overlay.Forecast;
        double garch = f.SigmaGarch!.Value / f.SigmaReference!.Value;
        double blend = f.SigmaMl!.Value / f.SigmaReference!.Value;
        double raised = Math.Max(garch, blend);
        double spiked = raised + (f.SpikeProbability * (f.SpikeMultiple - 1));
        double capped = Math.Clamp(spiked, 1, overlay.Rules.Cap);
        return
        [
            new MarginCut("raiseOnly", marginAt(raised)),
            new MarginCut("spikeProbability", marginAt(spiked)),
            new MarginCut("cap", marginAt(capped)),
            new MarginCut("ramp", marginAt(outcome.Multiplier)),
        ];
    }
}
