using Dms.Predictive.Core;
using Dms.Predictive.Features;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Baselines, trees and blend of one activated model, following the market bar by bar.</summary>
internal sealed class Forecaster
{
    private readonly ForecastModel _model;
    private readonly ReturnFilter _filter;
    private readonly HarRegressors _har;
    private readonly HeadRow _spikeRow;
    private readonly FeatureSchema _rowSchema;
    private readonly int _seen;
    private readonly Dictionary<int, Active> _active;

    /// <summary>Activates a model: runs its return filter over the history kept.</summary>
    /// <exception cref="InputRefusedException">The trees were trained on another row (<c>schema-mismatch</c>).</exception>
    public Forecaster(ForecastModel model, MarketState market, int barMinutes)
    {
        // What accompanies the bars comes last in the schema: a model of bars alone sees the beginning of the row.
        FeatureSchema[] offered = [market.Engine.Schema, FeatureCatalog.Bars];
        FeatureSchema seen = offered.FirstOrDefault(s => ScorerRow.Schema(s).Hash == model.RowSchemaHash) ?? market.Engine.Schema;
        (_seen, _rowSchema) = (seen.Count, ScorerRow.Schema(seen));
        if (model.RowSchemaHash != _rowSchema.Hash)
        {
            throw new InputRefusedException(
                "schema-mismatch",
                $"The model wants feature schema {model.RowSchemaHash[..12]}…, this build computes {_rowSchema.Hash[..12]}…. "
                + "Retrain with this build, or run the build that trained it.",
                model.Identity.Id);
        }

        NeededFeature? lost = model.Horizons.SelectMany(h => h.Learned).Select(l => l.Needs).OfType<NeededFeature>()
            .FirstOrDefault(n => n.Index >= _rowSchema.Count || _rowSchema.Features[n.Index].Name != n.Name);
        if (lost is not null)
        {
            throw new InputRefusedException(
                "schema-mismatch", $"A member needs the feature '{lost.Name}' at place {lost.Index}, where the row has another. Retrain with this build.",
                model.Identity.Id);
        }

        (_model, _har) = (model, new HarRegressors(market.Engine.Schema));
        _spikeRow = HeadRow.OfSpike(market.Engine.Schema);
        _filter = new ReturnFilter(model.Horizons[0].Baselines.Garch, model.GarchStartVariance, model.EwmaHalfLivesBars);
        _active = model.Horizons.ToDictionary(h => h.Baselines.HorizonMinutes, h => Active.Of(h, model.Online));
        long skip = Math.Max(0, (model.FilterFrom.Minutes - market.FirstBar.Minutes) / barMinutes);
        for (int i = (int)Math.Min(skip, market.Returns.Count); i < market.Returns.Count; i++)
        {
            _filter.Append(market.Returns[i]);
        }
    }

    /// <summary>Takes the next grid return; outcomes that end with it are learned from.</summary>
    public void Append(double returnPercent, bool inOutage)
    {
        _filter.Append(returnPercent);
        foreach (Active active in _active.Values)
        {
            active.Blend.Append(returnPercent, inOutage);
        }
    }

    /// <summary>Forecasts one horizon; null while features warm up.</summary>
    public IssuedForecast? Issue(FeatureVector features, double threshold, int horizonMinutes)
    {
        HorizonModel horizon = _model.For(horizonMinutes);
        Active active = _active[horizonMinutes];
        Span<double> regressors = stackalloc double[_har.Count];
        if (!_filter.IsStarted || !_har.TryPick(features.Values.Span, regressors))
        {
            return null;
        }

        Span<double> reading = stackalloc double[_filter.ReadingLength];
        _filter.Read(reading);
        BaselineModel b = horizon.Baselines;
        double[] row = new double[_rowSchema.Count];
        double lnHar = b.LnHar(regressors);
        ScorerRow.Assemble(features.Values.Span[.._seen], Inputs(b, reading, lnHar, threshold), row);
        double[] scores = Array.ConvertAll(active.Models, m => m.Score(row));
        double[] members = [lnHar, b.LnGarch(reading), .. horizon.Learned.Zip(scores, (l, s) => l.Ln(row, s, lnHar))];
        BlendedForecast blend = active.Blend.Issue(members, b.LnEwma(reading));
        return new IssuedForecast
        {
            AsOf = features.AsOf,
            HorizonMinutes = horizonMinutes,
            Model = _model.Identity,
            Row = new FeatureVector(_rowSchema, features.AsOf, row),
            RawScores = scores,
            Members = active.Members,
            LnMembers = blend.LnMembers,
            PoolWeights = blend.Weights,
            LnLevel = blend.Level,
            LnEwma = b.LnEwma(reading),
            LnBlend = blend.Ln,
            BlendReason = blend.Reason,
            Spike = SpikeOf(horizon, members, blend.Ln, threshold, features),
        };
    }

    private static BaselineInputs Inputs(BaselineModel b, ReadOnlySpan<double> reading, double lnHar, double threshold) => new(
        b.LnGarch(reading), b.LnEwmaAt(reading, BaselineModel.FastEwma), b.LnEwmaAt(reading, BaselineModel.MiddleEwma),
        b.LnEwmaAt(reading, BaselineModel.SlowEwma), lnHar, Math.Log(threshold));

    private SpikeForecast? SpikeOf(
        HorizonModel horizon, double[] members, double lnBlend, double threshold, FeatureVector features)
    {
        if ((horizon.Spike is null && horizon.OneScoreSpike is null) || double.IsNaN(threshold))
        {
            return null;
        }

        double[] inputs = new double[_spikeRow.Count];
        _spikeRow.Fill(HeadRow.LnForecast(lnBlend, members[2]), threshold, features.Values.Span, inputs);
        double probability = horizon.Spike is LogitHead head
            ? head.Probability(inputs)
            : horizon.OneScoreSpike!.Apply(
                SpikeScoring.Score(members[2], members[1], threshold, _model.OneScoreWeight ?? 1));
        return new SpikeForecast(
            features.AsOf, TimeSpan.FromMinutes(horizon.Baselines.HorizonMinutes), probability, threshold);
    }

    // What one horizon runs on: names, trees in their flat layout (the same bits, in a fraction of the time), the blend.
    private sealed record Active(IReadOnlyList<string> Members, IRowModel[] Models, OnlineBlend Blend)
    {
        public static Active Of(HorizonModel h, OnlineBlendOptions online)
        {
            BlendMembers members = h.Blend;
            return new Active(
                members.Names, [.. h.Learned.Select(l => FlatForest.Of(l.Model))],
                new OnlineBlend(members, h.Pool, online, h.Baselines));
        }
    }
}
