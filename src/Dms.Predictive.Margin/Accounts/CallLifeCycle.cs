using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Issued → Met | PartlyMet | Disputed | Expired → Liquidating → Closed. Only a call for
/// <see cref="CallReason.MaintenanceMargin"/> goes from Expired to Liquidating. Pure.
/// </summary>
public static class CallLifeCycle
{
    /// <summary>Applies a command.</summary>
    /// <param name="call">The call before it.</param>
    /// <param name="command">What happened.</param>
    /// <returns>The call after it; the same call when the command was applied before.</returns>
    /// <exception cref="InputRefusedException">
    /// <c>TransitionNotAllowed</c>: the status or the reason forbids it. <c>DuplicateId</c>: another command has this
    /// id. <c>OutOfRange</c>: time runs backwards, expiry before the due time, or a payment that is not &gt; 0.
    /// </exception>
    public static MarginCall Apply(MarginCall call, CallCommand command)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(command);
        if (call.History.FirstOrDefault(t => t.Command.Id == command.Id)?.Command is CallCommand earlier)
        {
            return earlier == command ? call : throw new InputRefusedException(
                "DuplicateId",
                $"Command '{command.Id}' was applied as {earlier.Action} at {earlier.AsOf}. Give this one its own id.",
                $"call '{call.Id}'");
        }

        Check(call, command);
        decimal paid = call.Paid + command.Amount;
        CallStatus to = Next(call, command, paid >= call.Amount) ?? throw new InputRefusedException(
            "TransitionNotAllowed",
            $"{command.Action} is not possible for a call for {call.Reason} that is {call.Status}.",
            $"call '{call.Id}', command '{command.Id}'");
        return call with
        {
            Paid = paid,
            Status = to,
            History = [.. call.History, new(command, call.Status, to)],
        };
    }

    private static CallStatus? Next(MarginCall call, CallCommand command, bool isPaid)
    {
        bool isRisk = call.Reason == CallReason.MaintenanceMargin;
        return (command.Action, call.Status) switch
        {
            (CallAction.Pay, CallStatus.Issued or CallStatus.PartlyMet) =>
                isPaid ? CallStatus.Met : CallStatus.PartlyMet,
            (CallAction.Pay, CallStatus.Disputed) => isPaid ? CallStatus.Met : CallStatus.Disputed,
            (CallAction.Pay, CallStatus.Expired) => CallStatus.Expired,
            (CallAction.Restore, _) when call.IsOpen => CallStatus.Met,
            (CallAction.Dispute, CallStatus.Issued or CallStatus.PartlyMet) => CallStatus.Disputed,
            (CallAction.RejectDispute, CallStatus.Disputed) =>
                call.Paid > 0 ? CallStatus.PartlyMet : CallStatus.Issued,
            (CallAction.UpholdDispute, CallStatus.Disputed) => CallStatus.Closed,
            (CallAction.Expire, _) when call.IsOpen => CallStatus.Expired,
            (CallAction.Breach, _) when call.IsOpen && isRisk => CallStatus.Expired,
            (CallAction.Liquidate, CallStatus.Expired) when isRisk => CallStatus.Liquidating,
            (CallAction.Close, CallStatus.Met or CallStatus.Expired or CallStatus.Liquidating) => CallStatus.Closed,
            (CallAction.Supersede, CallStatus.Expired) when !isRisk => CallStatus.Superseded,
            (CallAction.Supersede, _) when call.IsOpen => CallStatus.Superseded,
            _ => null,
        };
    }

    private static void Check(MarginCall call, CallCommand command)
    {
        Timestamp last = call.History.Count > 0 ? call.History[^1].Command.AsOf : call.IssuedAt;
        Refuse.Unless(command.AsOf >= last, "command.asOf", command.AsOf, $"not before {last}");
        bool isPayment = command.Action == CallAction.Pay;
        Refuse.Unless(
            isPayment ? command.Amount > 0 : command.Amount == 0, "command.amount", command.Amount,
            isPayment ? "> 0 in quote currency" : "0, only payments carry money");
        Refuse.Unless(
            command.Action != CallAction.Expire || command.AsOf >= call.Due, "command.asOf", command.AsOf,
            $"not before the due time {call.Due}");
    }
}
