using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What an account may still do. A raise of initial margin works through these two questions at once.</summary>
public static class AccountRules
{
    /// <summary>Whether an order may be filled.</summary>
    /// <param name="before">The account as it is.</param>
    /// <param name="after">The account if the order fills.</param>
    /// <returns>
    /// Refused with <see cref="RefusalReason.InitialMarginExceeded"/> and the missing amount when the order raises
    /// initial margin and equity would not cover it. An order that does not raise initial margin is always accepted:
    /// nobody is kept from reducing risk.
    /// </returns>
    public static AccountVerdict CheckOrder(AccountStanding before, AccountStanding after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        before.Check();
        after.Check();
        if (after.Initial <= before.Initial || after.Shortfall == 0)
        {
            return AccountVerdict.Accepted;
        }

        decimal missing = after.Shortfall;
        return new(RefusalReason.InitialMarginExceeded, missing,
            $"The order raises initial margin from {before.Initial} to {after.Initial}, equity would be "
            + $"{after.Equity}. Post {missing} or reduce the order.");
    }

    /// <summary>Whether money may be taken out.</summary>
    /// <param name="standing">The account as it is.</param>
    /// <param name="amount">Wanted, quote; &gt; 0.</param>
    /// <returns>Refused with <see cref="RefusalReason.WithdrawalBelowInitialMargin"/> and the amount by which it is too
    /// much.</returns>
    /// <exception cref="InputRefusedException">The amount is not &gt; 0.</exception>
    public static AccountVerdict CheckWithdrawal(AccountStanding standing, decimal amount)
    {
        ArgumentNullException.ThrowIfNull(standing);
        standing.Check();
        Refuse.Unless(amount > 0, "withdrawal.amount", amount, "> 0 in quote currency");
        return amount <= standing.Free
            ? AccountVerdict.Accepted
            : new(RefusalReason.WithdrawalBelowInitialMargin, amount - standing.Free,
                $"Asked for {amount}; equity {standing.Equity} is {standing.Free} above initial margin "
                + $"{standing.Initial}. Ask for at most {standing.Free}.");
    }
}

/// <summary>Why an account may not do something.</summary>
public enum RefusalReason
{
    /// <summary>It may.</summary>
    None = 0,

    /// <summary>The order raises initial margin beyond equity.</summary>
    InitialMarginExceeded,

    /// <summary>The withdrawal would leave less than initial margin.</summary>
    WithdrawalBelowInitialMargin,
}

/// <summary>An answer with its amount.</summary>
/// <param name="Refused">Reason; <see cref="RefusalReason.None"/> = accepted.</param>
/// <param name="Amount">What is missing or too much, quote; 0 when accepted.</param>
/// <param name="Message">Found, allowed, way out; empty when accepted.</param>
public sealed record AccountVerdict(RefusalReason Refused, decimal Amount, string Message)
{
    /// <summary>Nothing speaks against it.</summary>
    public static AccountVerdict Accepted { get; } = new(RefusalReason.None, 0, "");

    /// <summary>Whether it may happen.</summary>
    public bool IsAccepted => Refused == RefusalReason.None;
}
