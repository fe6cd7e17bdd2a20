using System.Globalization;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <content>Overrides by persons: set, seconded, ended, and expired by the time of the feed.</content>
internal sealed partial class HostCore
{
    private readonly OverrideBook _overrides = new();
    private IReadOnlyList<HeldOverride> _overrideChanges = [];

    /// <summary>Overrides that wait or hold, oldest first.</summary>
    public IReadOnlyList<HeldOverride> Overrides => _overrides.Open;

    private CoreStep Override(OverrideRequested e) => Overridden(e, by =>
    {
        OverrideScope scope = e.Order.Scope;
        bool known = scope.Account is { } account ? HasAccount(account) : scope.Instrument == Founding!.Instrument;
        return known
            ? _overrides.Propose(e.Order, Sequence.ToString(CultureInfo.InvariantCulture), by)
            : throw new InputRefusedException("override-scope", $"There is no account or instrument {scope.What} here.", "override");
    });

    private CoreStep Sign(OverrideSigned e) => Overridden(e, by => e.Ends ? _overrides.Withdraw(e.Id, by) : _overrides.Second(e.Id, by));

    private CoreStep Overridden(Requested e, Func<Approval, HeldOverride> act)
    {
        HeldOverride held;
        try
        {
            held = act(new Approval(e.Caller.Principal, _feed.At, e.Caller.Principal));
        }
        catch (InputRefusedException x)
        {
            return Answered(e, new Answer(422, Answers.Problem(422, x.Code, x.Message)), null);
        }

        Answer answer = new(held.WaitsForSecondPerson ? 202 : 201, Answers.Text(OverrideResource.Of(held, Sequence)));
        if (held.WaitsForSecondPerson)
        {
            return Answered(e, answer, null);
        }

        _overrideChanges = [held];
        CoreStep step = Answered(e, answer, null);
        return _outlook is null ? step : step with { Accounts = Remargined(), Market = Frame() };
    }

    private void ExpireOverrides()
    {
        _overrideChanges = _overrides.ExpireAt(_feed.At);
    }

    // What the outlook told is told once: only the overrides are news.
    private IReadOnlyList<AccountChange> Remargined()
    {
        if (_outlook is null || _outlook.Overrides.SequenceEqual(_overrides.InForce))
        {
            return [];
        }

        _outlook = _outlook with { Overrides = _overrides.InForce, Alerts = [], Issued = null, IssuedSpike = null, SafetyTrip = null };
        return [.. _accounts.Values.Where(a => a.Holdings.Count > 0).Select(a => new AccountChange(a, _desk!.Evaluate(a.ToAccount(), _outlook), IsOwn: false))];
    }
}
