using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>Turns steps of the core into what readers see and what streams tell.</summary>
internal sealed class Publisher(PublishedState published, HostMetrics metrics)
{
    private PolicyResource? _policy;
    private bool _isAnnounced;

    /// <summary>Shows a step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="places">Places of its margins in the audit log, by account.</param>
    /// <returns>Events for the streams, in order.</returns>
    public IReadOnlyList<(string Topic, string Key, string Value)> Show(CoreStep step, IReadOnlyDictionary<string, RecordPlace> places)
    {
        List<(string, string, string)> events = [];
        if (step.Event is HostStarted start)
        {
            PipelinePolicy policy = PipelinePolicyJson.Read(System.Text.Encoding.UTF8.GetBytes(start.Policy), "journal");
            _policy = new PolicyResource(policy.Id, PipelinePolicyJson.Hash(policy));
        }

        if (step.Market is { } market)
        {
            published.Show(market);
            metrics.Saw(market);
            events.AddRange(OfMarket(market));
        }

        foreach (AccountChange change in step.Accounts)
        {
            AccountView view = ViewOf(step, change, places.GetValueOrDefault(change.Account.Id));
            metrics.StatusChanged(published.Account(change.Account.Id)?.Margin?.Status, view.Margin?.Status);
            published.Show(view);
            if (view.Margin is not null)
            {
                events.Add((Topics.Margin, change.Account.Id, Answers.Text(view.Margin)));
            }

            if (change.IsOwn)
            {
                events.Add((Topics.Account, change.Account.Id, Answers.Text(Answers.Resource(change.Account, step.Sequence))));
            }
        }

        if (step.UpliftSwitch is bool paused)
        {
            events.Add((Topics.Operations, "uplift", Answers.Uplift(paused, false, step.Sequence)));
        }

        metrics.Accounts(published.AccountCount, step);
        return events;
    }

    private IEnumerable<(string, string, string)> OfMarket(MarketFrame market)
    {
        string instrument = market.Forecast?.Instrument ?? "";
        if (market.Rates is not null)
        {
            yield return (Topics.Rates, instrument, Answers.Text(market.Rates));
            yield return (Topics.Forecast, instrument, Answers.Text(market.Forecast));
            yield return (Topics.Quality, instrument, Answers.Text(MarketResources.Quality(instrument, market)));
            foreach (RaisedAlert alert in market.Outlook!.Alerts)
            {
                yield return (Topics.Alerts, instrument, Answers.Text(new
                {
                    instrument,
                    asOf = market.Rates.AsOf,
                    kind = "earlyWarning",
                    level = alert.Level.ToString(),
                    alert.Reading.Score,
                    fromReturns = alert.Reading.FromReturns,
                    fromForecast = alert.Reading.FromForecast,
                    threshold = market.Outlook.Alert.Thresholds!.Of(alert.Level),
                    market.Forecast!.SpikeProbability,
                }));
            }

            bool announced = market.Rates.Announced is not null;
            if (announced && !_isAnnounced)
            {
                yield return (Topics.Alerts, instrument, Answers.Text(new
                {
                    instrument,
                    asOf = market.Rates.AsOf,
                    kind = "maintenanceRise",
                    market.Rates.Announced,
                    market.Forecast!.Uplift,
                    market.Forecast.SpikeProbability,
                    market.Forecast.Attribution,
                    market.Forecast.AttributionMode,
                }));
            }

            _isAnnounced = announced;
        }
    }

    private AccountView ViewOf(CoreStep step, AccountChange change, RecordPlace? place)
    {
        if (change.Evidence is not { } evidence || published.Market is not { } market)
        {
            return new AccountView(change.Account, step.Sequence, null, null);
        }

        MarginContext context = new(
            step.Sequence, evidence.Outlook, market.Feed.Bars, market.Reasons, market.Model, _policy!, place);
        return new AccountView(
            change.Account, step.Sequence, evidence, MarginResources.Of(change.Account, evidence.Margin, evidence.Reasons, evidence.Risk, context));
    }
}
