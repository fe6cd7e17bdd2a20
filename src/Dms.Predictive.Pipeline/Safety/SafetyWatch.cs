using System.Globalization;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// Watches what came of the forecasts in service and says when to stop believing them. Only outcomes that are known enter;
/// outcomes do not overlap, so that each is evidence of its own. What it once said stands until it is reset. One writer.
/// </summary>
internal sealed class SafetyWatch
{
    /// <summary>Misses come more often than promised.</summary>
    public const string Coverage = "coverage";

    /// <summary>Features went missing.</summary>
    public const string NanShare = "nan-share";

    /// <summary>GARCH alone forecasts better.</summary>
    public const string WorseThanBaseline = "worse-than-baseline";

    /// <summary>No forecast came for too long.</summary>
    public const string Stale = "stale";

    private const int Reviews = 5;
    private const int ReviewsThatAgree = 3;
    private const int OutcomesPerReview = 24;
    private const int Day = 1440;

    private readonly SafetyRules _rules;
    private readonly int _horizonBars;
    private readonly int _memory;
    private readonly Queue<double> _losses = new();
    private readonly Queue<bool> _worse = new();
    private readonly Queue<double> _missing = new();
    private CoverageProcess _wealth;
    private Pending? _pending;
    private int _sinceReview;
    private double _missingSum;
    private DriftReference? _reference;
    private DriftWatch? _drift;

    /// <summary>Starts without evidence.</summary>
    /// <param name="rules">Limits.</param>
    /// <param name="policy">Horizon and step.</param>
    /// <param name="barMinutes">Bar length, minutes.</param>
    public SafetyWatch(SafetyRules rules, PipelinePolicy policy, int barMinutes)
    {
        _rules = rules;
        _wealth = Fresh();
        _horizonBars = Math.Max(1, policy.HorizonMinutes / barMinutes);
        _memory = Day / policy.StepMinutes;
    }

    /// <summary>Why the learned part must be off; null while all is well.</summary>
    public string? Reason { get; private set; }

    /// <summary>What was found, of a monitor that measures; null of one that counts.</summary>
    public SafetyFinding? Finding { get; private set; }

    /// <summary>Compares inputs with those of a model's training from here on.</summary>
    /// <param name="reference">Of the model in service; null = it has none, and nothing is compared.</param>
    public void Compare(DriftReference? reference)
    {
        _reference = reference;
        _drift = reference is not null && _rules.Drift is { } rules ? new DriftWatch(rules, reference) : null;
    }

    /// <summary>Looks at the row of a forecast.</summary>
    public void Look(IssuedForecast forecast)
    {
        if (_drift?.Add(forecast.AsOf, forecast.Row.Values.Span) is { } finding)
        {
            Trip(finding);
        }
    }

    /// <summary>Looks at the age of the newest forecast.</summary>
    public void Look(TimeSpan age)
    {
        if (_rules.StaleAfter is { } limit && age > limit)
        {
            Trip(new SafetyFinding(
                Stale, string.Create(CultureInfo.InvariantCulture, $"{age.TotalMinutes:F0} min"), string.Create(CultureInfo.InvariantCulture, $"{limit.TotalMinutes:F0} min")));
        }
    }

    /// <summary>Evidence that misses come too often: wealth of the bet, 0 before the first outcome.</summary>
    public double Wealth => _wealth.Value;

    /// <summary>Forgets all evidence: the next verdict rests on what comes.</summary>
    public void Reset()
    {
        (Reason, Finding) = (null, null);
        Compare(_reference);
        _wealth = Fresh();
        _losses.Clear();
        _worse.Clear();
        _missing.Clear();
        (_sinceReview, _missingSum, _pending) = (0, 0, null);
    }

    /// <summary>Takes the next grid bar; the decision whose horizon ends with it is judged.</summary>
    public void Append(in GridBar bar, bool inOutage)
    {
        if (_pending is not { } pending)
        {
            return;
        }

        pending.Take(bar.ReturnPercent, inOutage);
        if (pending.Bars == _horizonBars)
        {
            _pending = null;
            Judge(pending);
        }
    }

    /// <summary>Looks at the features of a decision.</summary>
    public void Look(ReadOnlySpan<double> features)
    {
        int missing = 0;
        foreach (double value in features)
        {
            missing += double.IsNaN(value) ? 1 : 0;
        }

        double share = (double)missing / features.Length;
        if (_missing.Count == _memory)
        {
            Trip(share - (_missingSum / _memory) > _rules.MissingShare, NanShare);
            _missingSum -= _missing.Dequeue();
        }

        _missing.Enqueue(share);
        _missingSum += share;
    }

    /// <summary>Notes a decision, to be judged when its horizon has passed; while one waits, others are let go.</summary>
    /// <param name="coveredPercent">Move either way that the initial margin covers, percent.</param>
    /// <param name="forecast">The forecast behind it; null when none stands.</param>
    public void Issued(double coveredPercent, IssuedForecast? forecast) => _pending ??= new Pending(
        coveredPercent, forecast is null ? double.NaN : forecast.LnBlend, forecast is null ? double.NaN : forecast.LnGarch);

    private void Judge(Pending outcome)
    {
        if (outcome.HasOutage)
        {
            return;
        }

        Trip(_wealth.Add(Math.Abs(outcome.Level) > outcome.CoveredPercent), Coverage);
        if (!double.IsFinite(outcome.LnBlend) || !double.IsFinite(outcome.LnGarch) || outcome.Squares <= 0)
        {
            return;
        }

        _losses.Enqueue(
            ForecastLoss.Qlike(outcome.Squares, Math.Exp(outcome.LnBlend)) - ForecastLoss.Qlike(outcome.Squares, Math.Exp(outcome.LnGarch)));
        while (_losses.Count > _rules.Outcomes)
        {
            _losses.Dequeue();
        }

        if (++_sinceReview >= OutcomesPerReview && _losses.Count == _rules.Outcomes)
        {
            _sinceReview = 0;
            Review();
        }
    }

    private void Review()
    {
        DieboldMarianoResult test = DieboldMariano.Test([.. _losses], overlap: 1);
        _worse.Enqueue(test.MeanDifference > 0 && test.PValue < _rules.PValue);
        while (_worse.Count > Reviews)
        {
            _worse.Dequeue();
        }

        Trip(_worse.Count(w => w) >= ReviewsThatAgree, WorseThanBaseline);
    }

    private void Trip(SafetyFinding finding)
    {
        Finding = Reason is null ? finding : Finding;
        Trip(true, finding.Reason);
    }

    private void Trip(bool now, string reason) => Reason = Reason is null && now ? reason : Reason;

    private CoverageProcess Fresh() => new(_rules.MissRate, _rules.Stake, _rules.Wealth);

    private sealed class Pending(double coveredPercent, double lnBlend, double lnGarch)
    {
        public double CoveredPercent { get; } = coveredPercent;

        public double LnBlend { get; } = lnBlend;

        public double LnGarch { get; } = lnGarch;

        public int Bars { get; private set; }

        public double Level { get; private set; }

        public double Squares { get; private set; }

        public bool HasOutage { get; private set; }

        public void Take(double returnPercent, bool inOutage)
        {
            Bars++;
            Level += returnPercent;
            Squares += returnPercent * returnPercent;
            HasOutage |= inOutage;
        }
    }
}
