using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// The overrides of one host: who may set, second and end them, and when they end by themselves. One approver raises at
/// once; whatever lowers a margin, be it a factor below 1 or the early end of a raise, takes two. One writer.
/// </summary>
public sealed class OverrideBook
{
    private readonly List<HeldOverride> _open = [];

    /// <summary>Overrides that wait or hold, oldest first.</summary>
    public IReadOnlyList<HeldOverride> Open => _open;

    /// <summary>Overrides that move margins, oldest first.</summary>
    public IReadOnlyList<HeldOverride> InForce => [.. _open.Where(o => o.State == OverrideState.InForce)];

    /// <summary>Proposes an override: a raise holds from now on, a lowering waits for a second approver.</summary>
    /// <param name="order">What is asked for.</param>
    /// <param name="id">Id that no other override has.</param>
    /// <param name="by">The approver who asks, now.</param>
    /// <exception cref="InputRefusedException"><c>override-factor</c>, <c>override-why</c>, <c>override-until</c>.</exception>
    public HeldOverride Propose(OverrideOrder order, string id, Approval by)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(by);
        order.Refuse(by.At);
        HeldOverride held = new(id, order, order.Raises ? OverrideState.InForce : OverrideState.Waiting, [by]);
        _open.Add(held);
        return held;
    }

    /// <summary>Signs what waits, as the second approver; it holds from now on.</summary>
    /// <exception cref="InputRefusedException"><c>override-unknown</c>, <c>override-state</c>, <c>override-own</c>.</exception>
    public HeldOverride Second(string id, Approval by)
    {
        ArgumentNullException.ThrowIfNull(by);
        int at = Find(id);
        HeldOverride waiting = _open[at];
        if (waiting.State != OverrideState.Waiting)
        {
            throw OverrideOrder.Refused("override-state", $"Override {id} does not wait for a second approver; it holds until {waiting.Order.Until}.");
        }

        RefuseSame(waiting.Approvals, by);
        return _open[at] = waiting with { State = OverrideState.InForce, Approvals = [.. waiting.Approvals, by] };
    }

    /// <summary>Ends an override before its time: at once where that cannot lower a margin, else when a second approver
    /// has signed too.</summary>
    /// <returns>The override: ended, or still in force and waiting.</returns>
    /// <exception cref="InputRefusedException"><c>override-unknown</c>, <c>override-own</c>.</exception>
    public HeldOverride Withdraw(string id, Approval by)
    {
        ArgumentNullException.ThrowIfNull(by);
        int at = Find(id);
        HeldOverride held = _open[at];
        RefuseSame(held.EndedBy, by);
        HeldOverride signed = held with { EndedBy = [.. held.EndedBy, by] };
        if (held.Order.Raises && signed.EndedBy.Count < OverrideSet.ApproversToLower)
        {
            return _open[at] = signed;
        }

        _open.RemoveAt(at);
        return signed with { State = OverrideState.Withdrawn };
    }

    /// <summary>Ends whose time is over.</summary>
    /// <param name="now">Journaled time.</param>
    /// <returns>Those that held, oldest first; what never came into force lapses in silence.</returns>
    public IReadOnlyList<HeldOverride> ExpireAt(Timestamp now)
    {
        HeldOverride[] over = [.. _open.Where(o => o.Order.Until <= now)];
        foreach (HeldOverride held in over)
        {
            _open.Remove(held);
        }

        return [.. over.Where(o => o.State == OverrideState.InForce).Select(o => o with { State = OverrideState.Expired })];
    }

    private int Find(string id)
    {
        int at = _open.FindIndex(o => o.Id == id);
        return at >= 0 ? at : throw OverrideOrder.Refused("override-unknown", $"There is no override {id} that waits or holds.");
    }

    private static void RefuseSame(IReadOnlyList<Approval> signed, Approval by)
    {
        if (signed.Any(a => a.Actor == by.Actor))
        {
            throw OverrideOrder.Refused("override-own", $"{by.Actor} has signed already; lowering a margin takes two different approvers.");
        }
    }
}
