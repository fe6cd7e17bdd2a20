using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>The forest that a report explains, and where it stands in the deployed blend.</summary>
internal sealed class ExplainedModel
{
    public const string ScoreUnit = "ln variance";

    private readonly ExplainOrder _order;
    private readonly Lazy<IAttributor> _interventional;
    private readonly Lazy<IAttributor> _path;

    private ExplainedModel(ExplainOrder order, ForecastModel model, HorizonModel horizon, int member)
    {
        (_order, Model, Horizon, Member) = (order, model, horizon, member);
        Forest = (Forest)horizon.Learned[member].Model;
        Fast = FlatForest.Of(Forest);
        _interventional = new(() => new InterventionalAttributor(Forest, Background));
        _path = new(() => new PathDependentAttributor(Forest));
    }

    /// <summary>The deployed model.</summary>
    public ForecastModel Model { get; }

    /// <summary>Its horizon that is explained.</summary>
    public HorizonModel Horizon { get; }

    /// <summary>Position of the learned member.</summary>
    public int Member { get; }

    /// <summary>The member's canonical trees.</summary>
    public Forest Forest { get; }

    /// <summary>The same trees as they serve; the same bits.</summary>
    public IRowModel Fast { get; }

    /// <summary>Name of the member.</summary>
    public string MemberId => Horizon.Learned[Member].Id;

    /// <summary>Weight of the member in the blend when it was trained.</summary>
    public double Weight => Horizon.Pool.Weights[2 + Member];

    /// <summary>Rows that stand for features which are not known: the stored background of the bundle, or its golden rows where
    /// it was made before there was one.</summary>
    public IReadOnlyList<double[]> Background => Horizon.Learned[Member].Background ?? _order.Bundle.GoldenRows;

    /// <summary>Which rows <see cref="Background"/> are, in words.</summary>
    public string BackgroundOrigin => _order.Bundle.Background is { } stored
        ? $"the {ExplainWords.Count(Background.Count)} rows of the background stored in the bundle ({stored.Rule})"
        : $"the {ExplainWords.Count(Background.Count)} golden rows of the bundle, because it was made before a background was stored; train it again for one";

    /// <summary>Opens the model of a bundle.</summary>
    /// <exception cref="UsageException">There is no such horizon or member.</exception>
    /// <exception cref="InputRefusedException"><c>no-forest</c>: no learned member is made of trees.</exception>
    public static ExplainedModel Of(ExplainOrder order)
    {
        ForecastModel model = BundleExport.Read(order.Bundle);
        int[] offered = [.. model.Horizons.Select(h => h.Baselines.HorizonMinutes)];
        int minutes = order.HorizonMinutes ?? (offered.Contains(60) ? 60 : offered[^1]);
        if (!offered.Contains(minutes))
        {
            throw new UsageException(
                $"The model forecasts {string.Join(", ", offered)} min, not {minutes}.", "--horizon");
        }

        HorizonModel horizon = model.For(minutes);
        int[] forests = [.. Enumerable.Range(0, horizon.Learned.Count).Where(m => horizon.Learned[m].Model is Forest)];
        if (forests.Length == 0)
        {
            throw new InputRefusedException(
                "no-forest", "No learned member of this bundle is made of trees: exact attributions need trees.", model.Identity.Id);
        }

        int member = order.Member is null
            ? forests.MaxBy(m => horizon.Pool.Weights[2 + m])
            : forests.Where(m => horizon.Learned[m].Id == order.Member).DefaultIfEmpty(-1).First();
        return member >= 0
            ? new(order, model, horizon, member)
            : throw new UsageException(
                $"There is no tree member '{order.Member}'; choose among {string.Join(", ", forests.Select(m => horizon.Learned[m].Id))}.",
                "--member");
    }

    /// <summary>Exact attributions of the member.</summary>
    public IAttributor Attributor(bool isInterventional) => isInterventional ? _interventional.Value : _path.Value;
}
