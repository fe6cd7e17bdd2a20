using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Compliant ↔ Called → Liquidating → Compliant | Closed, driven by the account's standing. A forecast alone makes
/// top-up notices, never a liquidation. Pure.
/// </summary>
public static class AccountMachine
{
    /// <summary>Compares equity with the requirement and moves the account and its call on.</summary>
    /// <param name="policy">When calls are made.</param>
    /// <param name="state">The account before.</param>
    /// <param name="standing">Requirement and equity now.</param>
    /// <param name="context">Time, and what the requirement rests on.</param>
    /// <returns>The account afterwards; a second review at the same time with the same standing changes nothing.</returns>
    public static AccountReview Review(
        CallPolicy policy, AccountState state, AccountStanding standing, ReviewContext context)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(standing);
        ArgumentNullException.ThrowIfNull(context);
        standing.Check();
        policy.Check();
        Steps steps = new(policy, standing, context, state);
        if (state.Phase != AccountPhase.Closed)
        {
            steps.Run();
        }

        return new(steps.State, steps.Changed);
    }

    /// <summary>Books a payment on the call in force; without a call it only adds to equity.</summary>
    /// <param name="state">The account before.</param>
    /// <param name="payment">Unique id, time and amount.</param>
    /// <returns>The account afterwards; the same payment again changes nothing.</returns>
    public static AccountState Pay(AccountState state, CallCommand payment)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(payment);
        bool counts = state.Call is { Status: not CallStatus.Liquidating };
        return counts ? state with { Call = CallLifeCycle.Apply(state.Call!, payment) } : state;
    }

    /// <summary>Ends the account after its bankruptcy was settled.</summary>
    /// <param name="state">The account, liquidating.</param>
    /// <param name="asOf">When.</param>
    /// <exception cref="InputRefusedException">It is not liquidating.</exception>
    public static AccountState Close(AccountState state, Timestamp asOf)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (state.Phase != AccountPhase.Liquidating)
        {
            throw new InputRefusedException(
                "TransitionNotAllowed", $"The account is {state.Phase}; only a liquidating one is closed.", state.Id);
        }

        MarginCall? call = state.Call is null
            ? null
            : CallLifeCycle.Apply(state.Call, new(state.Call.Id + "/closed", CallAction.Close, asOf));
        return state with { Phase = AccountPhase.Closed, Call = call };
    }

    /// <summary>What a standing calls for; null = nothing.</summary>
    /// <param name="policy">When calls are made.</param>
    /// <param name="standing">Requirement and equity.</param>
    public static (CallReason Reason, decimal Amount)? NeedOf(CallPolicy policy, AccountStanding standing)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(standing);
        decimal risk = policy.Band.AmountsFor(standing.Maintenance, standing.Equity).CallAmount;
        return risk > 0 ? (CallReason.MaintenanceMargin, risk)
            : standing.Shortfall == 0 || standing.Shortfall < policy.SmallestTopUp * standing.Initial ? null
            : standing.Equity < standing.Baseline ? (CallReason.InitialMargin, standing.Shortfall)
            : (CallReason.ForecastRaise, standing.Shortfall);
    }

    private sealed class Steps(
        CallPolicy policy, AccountStanding standing, ReviewContext context, AccountState before)
    {
        private readonly List<MarginCall> _changed = [];

        public AccountState State { get; private set; } = before;

        public IReadOnlyList<MarginCall> Changed => _changed;

        public void Run()
        {
            if (State.Phase == AccountPhase.Liquidating)
            {
                EndWhenCured();
                return;
            }

            CloseWhenRestored();
            if (State.Call is { IsOpen: true } call && context.AsOf >= call.Due)
            {
                Expire(call, CallAction.Expire);
            }

            if (State.Phase != AccountPhase.Liquidating && NeedOf(policy, standing) is (CallReason, decimal) need)
            {
                Ask(need.Item1, need.Item2);
            }
        }

        private void EndWhenCured()
        {
            if (!standing.IsLiquidatable && standing.Equity >= policy.Band.Initial * standing.Maintenance)
            {
                Move(State.Call!, CallAction.Close);
                State = State with { Phase = AccountPhase.Compliant, Call = null };
            }
        }

        private void CloseWhenRestored()
        {
            if (State.Call is not MarginCall call)
            {
                return;
            }

            decimal wanted = call.Reason == CallReason.MaintenanceMargin
                ? policy.Band.Initial * standing.Maintenance
                : standing.Initial;
            if (standing.Equity < wanted && call.Status != CallStatus.Met)
            {
                return;
            }

            Move(call.IsOpen ? Move(call, CallAction.Restore) : call, CallAction.Close);
            State = State with { Phase = AccountPhase.Compliant, Call = null };
        }

        private void Ask(CallReason reason, decimal amount)
        {
            MarginCall? old = State.Call;
            bool isMore = old is null || (reason == CallReason.MaintenanceMargin && old.Reason != reason)
                || (reason >= old.Reason && amount > old.Remaining * (1 + policy.SupersedeStep));
            if (isMore)
            {
                Timestamp due = DueOf(reason);
                if (old is not null)
                {
                    Move(old, CallAction.Supersede);
                    due = old.Reason == reason && old.IsOpen && old.Due < due ? old.Due : due;
                }

                Issue(reason, amount, due, old?.Id);
            }

            if (standing.IsLiquidatable)
            {
                Expire(State.Call!, CallAction.Breach);
            }
        }

        private void Issue(CallReason reason, decimal amount, Timestamp due, string? supersedes)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{State.Id}/{State.Calls + 1}");
            MarginCall call = new(id, amount, due, reason, context.RequirementHash)
            {
                IssuedAt = context.AsOf,
                Supersedes = supersedes,
            };
            _changed.Add(call);
            State = State with { Phase = AccountPhase.Called, Call = call, Calls = State.Calls + 1 };
        }

        private void Expire(MarginCall call, CallAction action)
        {
            MarginCall expired = Move(call, action);
            bool isRisk = call.Reason == CallReason.MaintenanceMargin;
            State = isRisk
                ? State with { Call = Move(expired, CallAction.Liquidate), Phase = AccountPhase.Liquidating }
                : State with { Call = expired };
        }

        // The clock of a risk call is the grace; that of a top-up notice the announced rise.
        private Timestamp DueOf(CallReason reason) => reason == CallReason.MaintenanceMargin
            ? context.AsOf + TimeSpan.FromMinutes(policy.GraceMinutes)
            : context.NoticeEnds is Timestamp ends && ends > context.AsOf ? ends
            : context.AsOf + TimeSpan.FromMinutes(policy.TopUpMinutes);

        private MarginCall Move(MarginCall call, CallAction action)
        {
            string id = string.Create(CultureInfo.InvariantCulture, $"{call.Id}/{action}/{call.History.Count}");
            MarginCall moved = CallLifeCycle.Apply(call, new(id, action, context.AsOf));
            _changed.RemoveAll(c => c.Id == moved.Id);
            _changed.Add(moved);
            return moved;
        }
    }
}
