using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>A decision with the margin records before and at it.</summary>
internal sealed record AskedRaise(MarginDecision Decision, IReadOnlyList<SealedRecord>? Records);

/// <summary>Keeps the decisions in which the learned forecast itself asked for most above GARCH and baseline, one an
/// hour. A margin that only fades from an earlier raise does not count: it has no reasons of its own.</summary>
internal sealed class LargestAsks(int count)
{
    private readonly List<(double Size, AskedRaise Raise)> _kept = [];
    private double _asked;

    /// <summary>Largest first.</summary>
    public IReadOnlyList<AskedRaise> Kept => [.. _kept.Select(k => k.Raise)];

    /// <summary>Whether a decision about to be made is worth taking apart.</summary>
    public bool Wants(MarginRequest request)
    {
        OverlayForecast? forecast = request.Overlay?.Forecast;
        _asked = forecast is { SigmaMl: { } learned, SigmaReference: { } reference }
            ? learned / Math.Max(forecast.SigmaGarch ?? 0, reference)
            : 0;
        return _asked > 1 && (_kept.Count < count || _asked > _kept[^1].Size);
    }

    /// <summary>Takes the decision that was asked about.</summary>
    public void Note(MarginDecision decision, IReadOnlyList<SealedRecord>? records)
    {
        int near = _kept.FindIndex(k => Math.Abs((k.Raise.Decision.AsOf - decision.AsOf).TotalMinutes) < 60);
        if (decision.Reasons is null || (near >= 0 && _kept[near].Size >= _asked))
        {
            return;
        }

        if (near >= 0)
        {
            _kept.RemoveAt(near);
        }

        _kept.Add((_asked, new(decision, records)));
        _kept.Sort((a, b) => b.Size.CompareTo(a.Size));
        if (_kept.Count > count)
        {
            _kept.RemoveAt(count);
        }
    }
}
