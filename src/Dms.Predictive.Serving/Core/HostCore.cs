using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Features;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>
/// The single writer: applies events to the state, one after the other. No clock, no files, no threads, no randomness;
/// the same events give the same state, outputs and hash.
/// </summary>
/// <param name="models">Opens an activated bundle from the state folder.</param>
internal sealed partial class HostCore(Func<ModelActivated, ForecastModel> models)
{
    private readonly SortedDictionary<string, AccountState> _accounts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _unpriced = new(StringComparer.Ordinal);
    private readonly IdempotencyIndex _answers = new();
    private CommandRules? _rules;
    private MarketDesk? _desk;
    private MarketOutlook? _outlook;
    private FeedState _feed = FeedState.None;
    private ShadowBoard? _shadow;
    private Timestamp? _expiresAt;
    private bool _isPaused;
    private string? _withheld;
    private Withholding? _withholding;

    /// <summary>Sequence of the last event; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>What the first start fixed; null before it.</summary>
    public HostStarted? Founding { get; private set; }

    /// <summary>First number of the newest block of outputs.</summary>
    public long OutputBlock { get; private set; }

    /// <summary>Price, quality and time of the feed.</summary>
    public FeedState Feed => _feed;

    /// <summary>Last minute of trades and book, and a digest over all.</summary>
    public FlowState Flow { get; private set; } = FlowState.None;

    /// <summary>Policy and contract of the market; null before the first start.</summary>
    public PipelineSettings? Settings { get; private set; }

    /// <summary>The market and its model; null before the first start.</summary>
    public MarketDesk? Desk => _desk;

    /// <summary>Digest of the activated bundle's manifest; null = baseline only.</summary>
    public string? ActiveManifest { get; private set; }

    /// <summary>Why the model in service counts with weight 0; null when it counts or there is none.</summary>
    public string? Withdrawn { get; private set; }

    /// <summary>Digest of the challenger's manifest; null = nobody is scored in shadow.</summary>
    public string? ChallengerManifest { get; private set; }

    /// <summary>The challenger and the losses of both; null before the first start.</summary>
    public ShadowBoard? Shadow => _shadow;

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
            FlowArrived f => Take(f),
            TimePassed t => Wait(t),
            FeedEnded f => End(f),
            ModelActivated m => Activate(m),
            ModelWithdrawn w => Withdraw(w),
            ChallengerActivated c => Challenge(c),
            ChallengerWithdrawn c => Unchallenge(c),
            OutputsReserved o => Reserve(o),
            AccountRequested a => Open(a),
            CommandRequested c => Command(c),
            UpliftSwitchRequested u => Switch(u),
            OverrideRequested o => Override(o),
            OverrideSigned o => Sign(o),
            _ => throw new ArgumentException($"No such event: {e.GetType().Name}.", nameof(e)),
        };
    }

    /// <summary>SHA-256 over the whole state in a fixed order, lower-case hex.</summary>
    public string StateHash() => HostStateHash.Of(new HostStateParts(Sequence, _accounts.Values, _answers, _feed, _outlook, _desk, ActiveManifest, ResumeAskedBy)
    {
        Withdrawn = Withdrawn,
        ChallengerManifest = ChallengerManifest,
        Shadow = _shadow,
        Flow = Flow,
        Overrides = _overrides.Open,
    });

    private CoreStep Start(HostStarted s)
    {
        if (Founding is null)
        {
            Founding = s;
            PipelinePolicy policy = PipelinePolicyJson.Read(Encoding.UTF8.GetBytes(s.Policy), "journal");
            Settings = new PipelineSettings(s.Instrument, s.BarMinutes, policy, s.LogId, CanonicalReader.ReadObject(Encoding.UTF8.GetBytes(s.Fingerprint)))
            {
                WarmUpBars = s.WarmUpBars,
                Inputs = InputsOf(s),
            };
            _desk = new MarketDesk(Settings);
            _shadow = new ShadowBoard(Settings);
            _rules = new CommandRules(InstrumentTerms.Default(s.Instrument), MarginOf);
            _feed = _feed with { At = s.At };
        }

        return Step(s);
    }

    /// <summary>What accompanies the bars of a start.</summary>
    public static EngineInputs? InputsOf(HostStarted start) => start.HasFlow ? new EngineInputs { HasFlow = true } : null;

    private CoreStep Take(FlowArrived e)
    {
        _desk!.AppendFlow(e.OpenTime, e.Values);
        _shadow!.Take(e.OpenTime, e.Values);
        Flow = Flow.With(e);
        return Step(e);
    }

    private CoreStep Take(BarArrived e)
    {
        Timestamp known = e.Bar.OpenTime + TimeSpan.FromMinutes(Founding!.BarMinutes);
        _desk!.Append(e.Bar);
        _shadow!.Take(e.Bar);
        _feed = _feed.Received(e.Bar, known);
        ExpireOverrides();
        HoldBack();
        bool isDecisionTime = known.Minutes % Settings!.Policy.StepMinutes == 0;
        return isDecisionTime && (_outlook is not null || _desk.IsWarm(known)) ? Decided(e, known)
            : _outlook is not null ? Observed(e, _desk.Reprice(known, _outlook))
            : Step(e) with { Market = Frame() };
    }

    private CoreStep Decided(BarArrived e, Timestamp known)
    {
        MarketOutlook outlook = _desk!.Observe(known);
        IReadOnlyList<IssuedForecast> shadow = _shadow!.Observe(known, outlook, _desk.RealizedVariance);
        return Observed(e, outlook) with { Shadow = shadow };
    }

    // Off when an operator says so, when the registry withdrew the model, or when its card has run out.
    private void HoldBack()
    {
        string? before = _withheld;
        _withheld = Withdrawn ?? (_expiresAt is Timestamp end && _feed.At >= end ? "ModelExpired" : null);
        _desk!.IsUpliftPaused = _isPaused || _withheld is not null;
        _withholding = before == _withheld ? null : new Withholding(_withheld is not null, _withheld ?? before!);
    }

    private CoreStep Wait(TimePassed e)
    {
        _feed = _feed.Waited(e.At);
        ExpireOverrides();
        HoldBack();
        return _outlook is null ? Step(e) with { Market = Frame() } : Observed(e, _desk!.Hold(e.At, _outlook));
    }

    private CoreStep End(FeedEnded e)
    {
        _feed = _feed with { At = e.At, HasEnded = true };
        ExpireOverrides();
        return Step(e) with { Market = Frame(), Accounts = Remargined() };
    }

    private CoreStep Observed(HostEvent e, MarketOutlook outlook)
    {
        _outlook = outlook with { Overrides = _overrides.InForce };

        // Switched off by itself, it takes two persons to switch on again, as after an operator.
        _isPaused |= outlook.SafetyTrip is not null;
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
        (ActiveManifest, Withdrawn, _expiresAt) = (e.ManifestSha256, null, e.ExpiresAt);
        _shadow!.Forget();
        HoldBack();
        return Step(e) with { Model = model, Market = _outlook is null ? null : Frame() };
    }

    private CoreStep Withdraw(ModelWithdrawn e)
    {
        Withdrawn = e.Reason;
        HoldBack();
        return Step(e) with { Market = _outlook is null ? null : Frame() };
    }

    private CoreStep Challenge(ChallengerActivated e)
    {
        ForecastModel model = models(new ModelActivated(e.Folder, e.ManifestSha256));
        _shadow!.Activate(model);
        ChallengerManifest = e.ManifestSha256;
        return Step(e) with { Model = model, Market = _outlook is null ? null : Frame() };
    }

    private CoreStep Unchallenge(ChallengerWithdrawn e)
    {
        _shadow!.Withdraw();
        ChallengerManifest = null;
        return Step(e) with { Market = _outlook is null ? null : Frame() };
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
        bool waits = !e.Pause && _isPaused && !isSecond;
        ResumeAskedBy = waits ? ResumeAskedBy ?? e.Caller.Principal : null;
        bool was = _isPaused;
        _isPaused = e.Pause || (was && waits);
        if (was && !_isPaused)
        {
            _desk!.ResumeAfterSafety();
        }

        HoldBack();
        Answer answer = new(waits ? 202 : 200, Answers.Uplift(_isPaused, waits, Sequence));
        return Answered(e, answer, null) with { UpliftSwitch = was == _isPaused ? null : _isPaused };
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

    private MarketFrame Frame() => MarketFrame.Of(
        Sequence, Founding!.Instrument, _feed, _outlook, _desk!, new ModelStanding(_withheld, _shadow!.Challenger, _shadow.Fault, _shadow.Tally));

    private CoreStep Step(HostEvent e)
    {
        CoreStep step = new(Sequence, e, _feed.At) { Withheld = _withholding, Overrides = _overrideChanges };
        (_withholding, _overrideChanges) = (null, []);
        return step;
    }
}
