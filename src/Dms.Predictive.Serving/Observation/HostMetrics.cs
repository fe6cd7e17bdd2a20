using System.Diagnostics.Metrics;

namespace Dms.Predictive.Serving;

/// <summary>Every figure the host counts, there from the start at zero. Names are fixed; no account and no key is a label.</summary>
internal sealed class HostMetrics : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "Dms.Predictive";

    private readonly Meter _meter = new(MeterName);
    private readonly Counter<long> _ingested;
    private readonly Histogram<double> _ingestLag;
    private readonly Counter<long> _verdicts;
    private readonly Counter<long> _conflated;
    private readonly Histogram<double> _sweep;
    private readonly Histogram<double> _latency;
    private readonly Counter<long> _marginCalls;
    private readonly Histogram<double> _commit;
    private readonly Counter<long> _journalBytes;
    private readonly Counter<long> _streamEvents;
    private readonly Counter<long> _streamResets;
    private readonly Counter<long> _authFailures;
    private readonly Counter<long> _rateLimited;
    private readonly Counter<long> _commands;
    private readonly string _instrument;
    private readonly TimeProvider _time;
    private MarketFrame? _market;
    private long _marketAt;
    private string _lastVerdict = "Ok";
    private Func<int> _waiting = () => 0;
    private Func<long> _sequence = () => 0;
    private int _accounts;
    private long _durable;
    private long _records;
    private long _verified;
    private int _clients;
    private int _liquidatable;

    /// <summary>Makes all instruments.</summary>
    public HostMetrics(string instrument, TimeProvider time)
    {
        (_instrument, _time) = (instrument, time);
        _ingested = _meter.CreateCounter<long>("dms_ingest_events_total");
        _ingestLag = _meter.CreateHistogram<double>("dms_ingest_lag_seconds");
        _verdicts = _meter.CreateCounter<long>("dms_quality_verdicts_total");
        _conflated = _meter.CreateCounter<long>("dms_core_conflated_total");
        _sweep = _meter.CreateHistogram<double>("dms_core_sweep_seconds");
        _latency = _meter.CreateHistogram<double>("dms_margin_latency_seconds");
        _marginCalls = _meter.CreateCounter<long>("dms_margin_calls_total");
        _commit = _meter.CreateHistogram<double>("dms_journal_commit_seconds");
        _journalBytes = _meter.CreateCounter<long>("dms_journal_bytes_total");
        _streamEvents = _meter.CreateCounter<long>("dms_stream_events_total");
        _streamResets = _meter.CreateCounter<long>("dms_stream_resets_total");
        _authFailures = _meter.CreateCounter<long>("dms_auth_failures_total");
        _rateLimited = _meter.CreateCounter<long>("dms_rate_limited_total");
        _commands = _meter.CreateCounter<long>("dms_commands_total");
        Gauges();
        MarketGauges();
    }

    /// <summary>Puts every counter on the page at zero; call once an exporter listens.</summary>
    public void Zero()
    {
        _ingested.Add(0, new("source", "replay"), new("kind", "bar"));
        _verdicts.Add(0, new("source", "replay"), new("reason", "Gap"));
        _conflated.Add(0);
        _marginCalls.Add(0);
        _journalBytes.Add(0);
        _rateLimited.Add(0);
        foreach (string topic in Topics.All)
        {
            _streamEvents.Add(0, new KeyValuePair<string, object?>("topic", topic));
        }

        _streamResets.Add(0, new KeyValuePair<string, object?>("reason", "future"));
        _authFailures.Add(0, new KeyValuePair<string, object?>("reason", "missing"));
        foreach (string type in (string[])["deposit", "withdraw", "fill", "setMode"])
        {
            _commands.Add(0, new("type", type), new("outcome", "applied"));
        }
    }

    /// <summary>Says where queue length and sequence are read.</summary>
    public void Watch(Func<int> waiting, Func<long> sequence) => (_waiting, _sequence) = (waiting, sequence);

    /// <summary>Notes one event of the feed.</summary>
    public void Ingested(string kind, TimeSpan lag)
    {
        _ingested.Add(1, new("source", "replay"), new("kind", kind));
        _ingestLag.Record(Math.Max(0, lag.TotalSeconds));
    }

    /// <summary>Notes the time of one slice.</summary>
    public void Swept(TimeSpan took) => _sweep.Record(took.TotalSeconds);

    /// <summary>Notes one commit.</summary>
    public void Committed(TimeSpan took, long bytes)
    {
        _commit.Record(took.TotalSeconds);
        _journalBytes.Add(bytes);
        Volatile.Write(ref _durable, _sequence());
    }

    /// <summary>Notes published events and how long the oldest input waited for them.</summary>
    public void Published(IEnumerable<string> topics, TimeSpan latency)
    {
        foreach (string topic in topics)
        {
            _streamEvents.Add(1, new KeyValuePair<string, object?>("topic", topic));
        }

        _latency.Record(latency.TotalSeconds);
    }

    /// <summary>Notes the newest market.</summary>
    public void Saw(MarketFrame market)
    {
        if (market.Feed.Verdict != _lastVerdict)
        {
            _lastVerdict = market.Feed.Verdict;
            _verdicts.Add(_lastVerdict == "Ok" ? 0 : 1, new("source", "replay"), new("reason", _lastVerdict));
        }

        _marketAt = _time.GetTimestamp();
        Volatile.Write(ref _market, market);
    }

    /// <summary>Notes the number of accounts and, where the step was a command, its outcome.</summary>
    public void Accounts(int count, CoreStep step)
    {
        _accounts = count;
        if (step.Event is CommandRequested { Command: var command })
        {
            _commands.Add(1, new("type", command.Type), new("outcome", step.Answer!.Status == 201 ? "applied" : "refused"));
        }
    }

    /// <summary>Notes an account's status before and after a step.</summary>
    public void StatusChanged(string? before, string? after)
    {
        _marginCalls.Add(after == "marginCall" && before != after ? 1 : 0);
        Interlocked.Add(ref _liquidatable, (after == "liquidatable" ? 1 : 0) - (before == "liquidatable" ? 1 : 0));
    }

    /// <summary>Notes the audit log.</summary>
    public void Recorded(long size, long verified) => (_records, _verified) = (size, verified);

    /// <summary>Notes a stream that opened (+1) or closed (−1).</summary>
    public int Client(int change) => Interlocked.Add(ref _clients, change);

    /// <summary>Notes a stream that had to start over.</summary>
    public void Reset(string reason) => _streamResets.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Notes a refused key.</summary>
    public void AuthFailed(string reason) => _authFailures.Add(1, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Notes a request over the limit.</summary>
    public void RateLimited() => _rateLimited.Add(1);

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private void Gauges()
    {
        _meter.CreateObservableGauge("dms_core_sequence", () => _sequence());
        _meter.CreateObservableGauge("dms_core_queue_length", () => _waiting());
        _meter.CreateObservableGauge("dms_accounts", () => _accounts);
        _meter.CreateObservableGauge("dms_journal_durable_sequence", () => Volatile.Read(ref _durable));
        _meter.CreateObservableGauge("dms_stream_clients", () => Volatile.Read(ref _clients));
        _meter.CreateObservableGauge("dms_audit_sequence", () => _records);
        _meter.CreateObservableGauge("dms_audit_verified_sequence", () => _verified);
        _meter.CreateObservableGauge("dms_liquidatable_accounts", () => Volatile.Read(ref _liquidatable));
    }

    private void MarketGauges()
    {
        OfInstrument("dms_margin_uplift_ratio", m => m.Forecast?.Uplift ?? 1);
        OfInstrument("dms_spike_probability_ratio", m => m.Forecast?.SpikeProbability ?? 0);
        OfInstrument("dms_quality_sources_ok", m => m.Feed.Verdict is "Ok" or "Ended" ? 1 : 0);
        _meter.CreateObservableGauge("dms_forecast_age_seconds", () => Of(_market is null ? 0 : _time.GetElapsedTime(_marketAt).TotalSeconds));
        _meter.CreateObservableGauge("dms_forecast_volatility_ratio", () => (Measurement<double>[])
        [
            new(_market?.Forecast?.VolatilityBaseline ?? 0, new("instrument", _instrument), new("kind", "baseline")),
            new(_market?.Forecast?.VolatilityBlend ?? 0, new("instrument", _instrument), new("kind", "blend")),
        ]);
        _meter.CreateObservableGauge("dms_degraded", () => (_market?.Reasons ?? []).DefaultIfEmpty("none")
            .Select(r => new Measurement<int>(r == "none" ? 0 : 1, new KeyValuePair<string, object?>("reason", r))));
        _meter.CreateObservableGauge("dms_model_info", () => _market?.Model is { } m
            ? [new Measurement<int>(1, new("id", m.Id), new("version", m.Version), new("sha256", m.Sha256))]
            : Array.Empty<Measurement<int>>());
    }

    /// <summary>Shows policy and build.</summary>
    public void Describe(PolicyResource policy, string version)
    {
        _meter.CreateObservableGauge("dms_policy_info", () =>
            new Measurement<int>(1, new("version", policy.Version), new("sha256", policy.Sha256)));
        _meter.CreateObservableGauge("dms_build_info", () =>
            new Measurement<int>(1, new("version", version), new("commit", "unknown")));
    }

    private void OfInstrument(string name, Func<MarketFrame, double> value) =>
        _meter.CreateObservableGauge(name, () => Of(_market is { } m ? value(m) : 0));

    private Measurement<double> Of(double value) => new(value, new KeyValuePair<string, object?>("instrument", _instrument));
}
