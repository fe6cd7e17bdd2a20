using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>
/// The single writer: applies events to the state, one after the other. No clock, no files, no threads, no randomness;
/// the same events give the same state, outputs and hash.
/// </summary>
/// <param name="models">Opens an activated bundle from the state folder.</param>
internal sealed class HostCore(Func<ModelActivated, ForecastModel> models)
{
    private readonly SortedDictionary<string, AccountState> _accounts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unpriced = new(StringComparer.Ordinal);
    private readonly IdempotencyIndex _answers = new();
    private CommandRules? _rules;
    private MarketDesk? _desk;
    private MarketOutlook? _outlook;
    private FeedState _feed = FeedState.None;

    /// <summary>Sequence of the last event; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>What the first start fixed; null before it.</summary>
    public HostStarted? Founding { get; private set; }

    /// <summary>First number of the newest block of outputs.</summary>
    public long OutputBlock { get; private set; }

    /// <summary>Price, quality and time of the feed.</summary>
    public FeedState Feed => _feed;

    /// <summary>Policy and contract of the market; null before the first start.</summary>
    public PipelineSettings? Settings { get; private set; }

    /// <summary>The market and its model; null before the first start.</summary>
    public MarketDesk? Desk => _desk;

    /// <summary>Digest of the activated bundle's manifest; null = baseline only.</summary>
    public string? ActiveManifest { get; private set; }

    /// <summary>Who asked to switch the learned uplift on again and waits for a second person; null = nobody.</summary>
    public string? ResumeAskedBy { get; private set; }

    /// <summary>Number of accounts.</summary>
    public int AccountCount => _accounts.Count;

    /// <summary>Answer given before under this key, if any.</summary>
    public Remembered? Recall(Caller caller) => _answers.Find(caller);

    /// <summary>Whether an account exists.</summary>
    public bool HasAccount(string id) => _accounts.ContainsKey(id);

    /// <summary>Applies the next event.</summary>
    /// <returns>What it changed, with the event as it is journaled.</returns>
    public CoreStep Apply(HostEvent e)
    {
        Sequence++;
        return e switch
        {
            HostStarted s => Start(s),
            BarArrived b => Take(b),
            TimePassed t => Wait(t),
            FeedEnded f => End(f),
            ModelActivated m => Activate(m),
            OutputsReserved o => Reserve(o),
            AccountRequested a => Open(a),
            CommandRequested c => Command(c),
            UpliftSwitchRequested u => Switch(u),
            _ => throw new ArgumentException($"No such event: {e.GetType().Name}.", nameof(e)),
        };
    }

    /// <summary>SHA-256 over the whole state in a fixed order, lower-case hex.</summary>
    public string StateHash() => HostStateHash.Of(new HostStateParts(Sequence, _accounts.Values, _answers, _feed, _outlook, _desk, ActiveManifest, ResumeAskedBy));

    private CoreStep Start(HostStarted s)
    {
        if (Founding is null)
        {
            Founding = s;
            PipelinePolicy policy = PipelinePolicyJson.Read(Encoding.UTF8.GetBytes(s.Policy), "journal");
            Settings = new PipelineSettings(s.Instrument, s.BarMinutes, policy, s.LogId, CanonicalReader.ReadObject(Encoding.UTF8.GetBytes(s.Fingerprint)))
            {
                WarmUpBars = s.WarmUpBars,
            };
            _desk = new MarketDesk(Settings);
            _rules = new CommandRules(InstrumentTerms.Default(s.Instrument), MarginOf);
            _feed = _feed with { At = s.At };
        }

        return Step(s);
    }

    private CoreStep Take(BarArrived e)
    {
        Timestamp known = e.Bar.OpenTime + TimeSpan.FromMinutes(Founding!.BarMinutes);
        _desk!.Append(e.Bar);
        _feed = _feed.Received(e.Bar, known);
        bool isDecisionTime = known.Minutes % Settings!.Policy.StepMinutes == 0;
        return isDecisionTime && (_outlook is not null || _desk.IsWarm(known)) ? Observed(e, _desk.Observe(known))
            : _outlook is not null ? Observed(e, _desk.Reprice(known, _outlook))
            : Step(e) with { Market = Frame() };
    }

    private CoreStep Wait(TimePassed e)
    {
        _feed = _feed.Waited(e.At);
        return _outlook is null ? Step(e) with { Market = Frame() } : Observed(e, _desk!.Hold(e.At, _outlook));
    }

    private CoreStep End(FeedEnded e)
    {
        _feed = _feed with { At = e.At, HasEnded = true };
        return Step(e) with { Market = Frame() };
    }

    private CoreStep Observed(HostEvent e, MarketOutlook outlook)
    {
        _outlook = outlook;
        List<AccountChange> changes =
        [
            .. _accounts.Values.Where(a => a.Holdings.Count > 0 || _unpriced.Contains(a.Id))
                .Select(a => new AccountChange(a, _desk!.Evaluate(a.ToAccount(), _outlook), IsOwn: false)),
        ];
        _unpriced.Clear();
        return Step(e) with { Outlook = _outlook, Market = Frame(), Accounts = changes };
    }

    private CoreStep Activate(ModelActivated e)
    {
        ForecastModel model = models(e);
        _desk!.Activate(model);
        ActiveManifest = e.ManifestSha256;
        return Step(e) with { Model = model, Market = _outlook is null ? null : Frame() };
    }

    private CoreStep Reserve(OutputsReserved e)
    {
        OutputBlock = e.First;
        return Step(e);
    }

    private CoreStep Open(AccountRequested e)
    {
        if (_accounts.TryGetValue(e.Account, out AccountState? existing))
        {
            Answer known = existing.Mode == e.Mode
                ? new Answer(200, Answers.Account(existing, Sequence))
                : new Answer(409, Answers.Problem(409, "account-differs", $"Account {e.Account} exists in mode {Answers.ModeName(existing.Mode)}. Change it with a setMode command."));
            return Answered(e, known, null);
        }

        AccountState opened = AccountState.Open(e.Account, e.Mode);
        return Answered(e, new Answer(201, Answers.Account(opened, Sequence)), opened);
    }

    private CoreStep Command(CommandRequested e)
    {
        try
        {
            AccountState after = _rules!.After(_accounts[e.Account], e.Command);
            return Answered(e, new Answer(201, Answers.Applied(after, Sequence)), after);
        }
        catch (CommandRefusedException x)
        {
            return Answered(e, new Answer(422, Answers.Problem(422, x.Code, x.Message)), null);
        }
        catch (Exception x) when (x is OverflowException or InputRefusedException)
        {
            return Answered(e, new Answer(422, Answers.Problem(422, "amount", $"The account would hold an amount that cannot be margined: {x.Message}")), null);
        }
    }

    // Off by one person at once; on again by two.
    private CoreStep Switch(UpliftSwitchRequested e)
    {
        bool isSecond = ResumeAskedBy is not null && ResumeAskedBy != e.Caller.Principal;
        bool waits = !e.Pause && _desk!.IsUpliftPaused && !isSecond;
        ResumeAskedBy = waits ? ResumeAskedBy ?? e.Caller.Principal : null;
        bool was = _desk!.IsUpliftPaused;
        _desk.IsUpliftPaused = e.Pause || (was && waits);
        Answer answer = new(waits ? 202 : 200, Answers.Uplift(_desk.IsUpliftPaused, waits, Sequence));
        return Answered(e, answer, null) with { UpliftSwitch = was == _desk.IsUpliftPaused ? null : _desk.IsUpliftPaused };
    }

    private CoreStep Answered(Requested e, Answer answer, AccountState? changed)
    {
        Requested final = e with { Answer = answer };
        if (e.Answer is not null && e.Answer != answer)
        {
            throw new InputRefusedException(
                "journal-diverged",
                $"Record {Sequence} was answered {e.Answer.Status} {e.Answer.Body}, and is now {answer.Status} {answer.Body}. "
                + "This program computes differently from the one that wrote the journal; start that version.", "journal");
        }

        _answers.Note(e.Caller, answer);
        if (changed is null)
        {
            return Step(final) with { Answer = answer };
        }

        _accounts[changed.Id] = changed;
        Evidence? evidence = _outlook is null ? null : _desk!.Evaluate(changed.ToAccount(), _outlook);
        if (evidence is null)
        {
            _unpriced.Add(changed.Id);
        }

        return Step(final) with { Answer = answer, Accounts = [new AccountChange(changed, evidence, IsOwn: true)] };
    }

    private MarginRequirement? MarginOf(AccountState account) => _outlook is null
        ? null
        : MarginCalculator.Compute(_desk!.RequestFor(account.ToAccount(), _outlook));

    private MarketFrame Frame() => MarketFrame.Of(Sequence, Founding!.Instrument, _feed, _outlook, _desk!);

    private CoreStep Step(HostEvent e) => new(Sequence, e, _feed.At);
}

/// <summary>What one event changed.</summary>
/// <param name="Sequence">Its place.</param>
/// <param name="Event">The event as journaled, with its answer.</param>
/// <param name="At">Time of the feed.</param>
internal sealed record CoreStep(long Sequence, HostEvent Event, Timestamp At)
{
    /// <summary>Answer to a request; null for other events.</summary>
    public Answer? Answer { get; init; }

    /// <summary>A new outlook; null when the market stood still.</summary>
    public MarketOutlook? Outlook { get; init; }

    /// <summary>The market as it is published; null when nothing of it changed.</summary>
    public MarketFrame? Market { get; init; }

    /// <summary>The model that went into service.</summary>
    public ForecastModel? Model { get; init; }

    /// <summary>Whether the learned uplift was switched off (true) or on (false); null = neither.</summary>
    public bool? UpliftSwitch { get; init; }

    /// <summary>Accounts whose state or margin changed, by id.</summary>
    public IReadOnlyList<AccountChange> Accounts { get; init; } = [];
}

/// <summary>An account after an event.</summary>
/// <param name="Account">Its state.</param>
/// <param name="Evidence">Its margin; null before the first price.</param>
/// <param name="IsOwn">Whether a command of its own changed it, not the market.</param>
internal sealed record AccountChange(AccountState Account, Evidence? Evidence, bool IsOwn);
