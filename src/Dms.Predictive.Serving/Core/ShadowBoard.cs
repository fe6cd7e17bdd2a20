using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Serving;

/// <summary>
/// Scores the challenger beside the model in service and keeps both losses. It has a market of its own and gives nothing
/// back: no margin can depend on it.
/// </summary>
internal sealed class ShadowBoard
{
    private const int OutageMinutes = 10;
    private readonly PipelineSettings _settings;
    private readonly List<Bar> _bars = [];
    private readonly FlowSeries _flow = new();
    private readonly Queue<Waiting> _waiting = new();
    private MarketDesk? _desk;

    /// <summary>Starts without a challenger.</summary>
    public ShadowBoard(PipelineSettings settings)
    {
        _settings = settings;
        Tally = new ShadowTally(settings.Policy.HorizonMinutes, 0, 0, 0, 0, 0);
    }

    /// <summary>Who is scored in shadow; null = nobody.</summary>
    public ModelIdentity? Challenger { get; private set; }

    /// <summary>Why the challenger was given up; null while it is scored.</summary>
    public string? Fault { get; private set; }

    /// <summary>Losses so far at the policy's horizon.</summary>
    public ShadowTally Tally { get; private set; }

    /// <summary>Scores a challenger from here on; its market begins with the first bar kept.</summary>
    public void Activate(ForecastModel model)
    {
        (Challenger, Fault) = (model.Identity, null);
        Forget();
        _desk = new MarketDesk(_settings);
        Guard(desk =>
        {
            foreach (Bar bar in _bars)
            {
                desk.Append(in bar);
            }

            for (int i = 0; i < _flow.Count; i++)
            {
                desk.AppendFlow(_flow.OpenTime(i), _flow.Values(i));
            }

            desk.Activate(model);
            return true;
        });
    }

    /// <summary>Scores nobody any more.</summary>
    public void Withdraw()
    {
        (_desk, Challenger, Fault) = (null, null, null);
        Forget();
    }

    /// <summary>Begins the comparison anew: another model is in service.</summary>
    public void Forget()
    {
        Tally = new ShadowTally(_settings.Policy.HorizonMinutes, 0, 0, 0, 0, 0);
        _waiting.Clear();
    }

    /// <summary>Takes a bar.</summary>
    public void Take(in Bar bar)
    {
        if (_bars.Count > 0 && (bar.OpenTime - _bars[^1].OpenTime).TotalMinutes > OutageMinutes)
        {
            // An outage lies within the outcome: it is not judged.
            _waiting.Clear();
        }

        _bars.Add(bar);
        Bar taken = bar;
        Guard(desk =>
        {
            desk.Append(in taken);
            return true;
        });
    }

    /// <summary>Takes a minute of trades and book.</summary>
    public void Take(Timestamp openTime, double[] values)
    {
        _flow.Append(openTime, values);
        Guard(desk =>
        {
            desk.AppendFlow(openTime, values);
            return true;
        });
    }

    /// <summary>Issues the challenger's forecasts and judges those that have become known.</summary>
    /// <param name="asOf">Decision time.</param>
    /// <param name="champion">What the model in service says.</param>
    /// <param name="realized">Realized variance of the last minutes, percent².</param>
    /// <returns>The challenger's forecasts, for the record.</returns>
    public IReadOnlyList<IssuedForecast> Observe(Timestamp asOf, MarketOutlook champion, Func<int, double> realized)
    {
        Judge(asOf, realized);
        IssuedForecast[] issued = Guard(desk => desk.IsWarm(asOf) ? desk.Observe(asOf) : null) is { } outlook
            ? [.. new[] { outlook.Issued, outlook.IssuedSpike }.OfType<IssuedForecast>().DistinctBy(f => f.HorizonMinutes)]
            : [];
        int horizon = _settings.Policy.HorizonMinutes;
        double? ours = issued.FirstOrDefault(f => f.HorizonMinutes == horizon)?.LnBlend;
        if (champion.Issued is not null || ours is not null)
        {
            _waiting.Enqueue(new Waiting(asOf + TimeSpan.FromMinutes(horizon), champion.Issued?.LnBlend, ours));
        }

        return issued;
    }

    private void Judge(Timestamp now, Func<int, double> realized)
    {
        while (_waiting.TryPeek(out Waiting? next) && next.Known <= now)
        {
            _waiting.Dequeue();
            int horizon = _settings.Policy.HorizonMinutes;
            double outcome = realized(horizon) + (BaselineModel.FloorPerMinute * horizon);
            if (next.Known == now && double.IsFinite(outcome))
            {
                Tally = Tally.With(Loss(outcome, next.Champion), Loss(outcome, next.Challenger));
            }
        }
    }

    private static double? Loss(double outcome, double? ln) => ln is double l ? ForecastLoss.Qlike(outcome, PinnedMath.Exp(l)) : null;

    // A challenger that fails is given up; the host goes on as if there were none. The same events fail the same way again.
    private T? Guard<T>(Func<MarketDesk, T?> work)
    {
        if (_desk is null)
        {
            return default;
        }

        try
        {
            return work(_desk);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            (_desk, Fault) = (null, e is InputRefusedException refused ? refused.Code : e.GetType().Name);
            return default;
        }
    }

    private sealed record Waiting(Timestamp Known, double? Champion, double? Challenger);
}

/// <summary>Sums of losses at the policy's horizon.</summary>
/// <param name="HorizonMinutes">Horizon, minutes.</param>
/// <param name="Decisions">Judged decisions with a forecast of the model in service.</param>
/// <param name="Loss">Sum of its QLIKE.</param>
/// <param name="Pairs">Judged decisions with forecasts of both.</param>
/// <param name="PairChampion">Sum of QLIKE of the model in service on these.</param>
/// <param name="PairChallenger">Sum of QLIKE of the challenger on these, or on all its own where nothing is in service.</param>
internal sealed record ShadowTally(int HorizonMinutes, long Decisions, double Loss, long Pairs, double PairChampion, double PairChallenger)
{
    /// <summary>Adds one judged decision.</summary>
    public ShadowTally With(double? champion, double? challenger) => this with
    {
        Decisions = Decisions + (champion is null ? 0 : 1),
        Loss = Loss + (champion ?? 0),
        Pairs = Pairs + (challenger is null ? 0 : 1),
        PairChampion = PairChampion + (challenger is null ? 0 : champion ?? 0),
        PairChallenger = PairChallenger + (challenger ?? 0),
    };
}
