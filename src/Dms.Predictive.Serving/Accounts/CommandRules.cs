using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>What a command does to an account, and when it is refused. Pure.</summary>
/// <param name="terms">The instrument that is traded.</param>
/// <param name="marginOf">Margin of an account as it would be; null before the first price.</param>
public sealed class CommandRules(InstrumentTerms terms, Func<AccountState, MarginRequirement?> marginOf)
{
    private const decimal Cent = 0.01m;

    /// <summary>Largest amount of money in one command.</summary>
    public const decimal LargestAmount = 1_000_000_000_000m;

    /// <summary>Largest quantity and price: their product keeps every digit in a decimal.</summary>
    public const decimal Largest = 1_000_000_000m;

    /// <summary>The account after a command.</summary>
    /// <param name="before">The account.</param>
    /// <param name="command">The command, well-formed.</param>
    /// <param name="needsCover">Whether a shortfall of margin refuses it; a what-if shows the shortfall instead.</param>
    /// <exception cref="CommandRefusedException">The rules refuse it; nothing changed.</exception>
    public AccountState After(AccountState before, AccountCommand command, bool needsCover = true)
    {
        ArgumentNullException.ThrowIfNull(before);
        AccountState after = command switch
        {
            DepositCommand c => before with { Cash = before.Cash + Amount(c.Asset, c.Amount) },
            WithdrawCommand c => before with { Cash = before.Cash - Amount(c.Asset, c.Amount) },
            FillCommand c => Filled(before, c),
            SetModeCommand c => before with { Mode = c.Mode },
            _ => throw new ArgumentException($"No such command: {command}", nameof(command)),
        };
        after = after with { Version = before.Version + 1 };
        if (needsCover && NeedsMargin(before, command))
        {
            RefuseShortfall(after);
        }

        return after;
    }

    private static decimal Amount(string asset, decimal amount)
    {
        if (asset != InstrumentTerms.Currency)
        {
            throw new CommandRefusedException("unknown-asset", $"Asset '{asset}' is not held here; accounts hold {InstrumentTerms.Currency}.");
        }

        return amount > 0 && amount <= LargestAmount && amount % Cent == 0
            ? amount
            : throw new CommandRefusedException("amount", $"Amount {amount} is not in whole cents between 0.01 and {LargestAmount}.");
    }

    private AccountState Filled(AccountState before, FillCommand fill)
    {
        RefuseOffTerms(fill);
        Holding after = before.Holdings.GetValueOrDefault(fill.Instrument).After(fill.Quantity, fill.Price, out decimal realized);
        if (Math.Abs(after.Quantity) > Largest)
        {
            throw new CommandRefusedException("quantity", $"The position would exceed {Largest} contracts.");
        }

        return before with
        {
            Cash = before.Cash + realized,
            Holdings = after.Quantity == 0
                ? before.Holdings.Remove(fill.Instrument)
                : before.Holdings.SetItem(fill.Instrument, after),
        };
    }

    private void RefuseOffTerms(FillCommand fill)
    {
        if (fill.Instrument != terms.Id)
        {
            throw new CommandRefusedException("unknown-instrument", $"Instrument '{fill.Instrument}' is not traded here; {terms.Id} is.");
        }

        if (fill.Quantity == 0 || Math.Abs(fill.Quantity) > Largest || fill.Quantity % terms.Lot != 0)
        {
            throw new CommandRefusedException("lot-size", $"Quantity {fill.Quantity} is not a whole number of lots of {terms.Lot} up to {Largest}, other than 0.");
        }

        if (fill.Price <= 0 || fill.Price > Largest || fill.Price % terms.Tick != 0)
        {
            throw new CommandRefusedException("tick-size", $"Price {fill.Price} is not a whole number of ticks of {terms.Tick} above 0.");
        }
    }

    // Money in and smaller positions are always welcome.
    private static bool NeedsMargin(AccountState before, AccountCommand command) => command switch
    {
        WithdrawCommand or SetModeCommand => true,
        FillCommand c => before.Holdings.GetValueOrDefault(c.Instrument).Quantity is var held
            && Math.Abs(held + c.Quantity) is var size && (size > Math.Abs(held) || Math.Sign(held) * Math.Sign(held + c.Quantity) < 0),
        _ => false,
    };

    private void RefuseShortfall(AccountState after)
    {
        MarginRequirement? margin = marginOf(after);
        if (margin is null)
        {
            if (after.Holdings.Count > 0)
            {
                throw new CommandRefusedException("no-price", "There is no price yet, so no margin can be computed. Repeat the command when the feed is warm.");
            }

            if (after.Cash < 0)
            {
                throw new CommandRefusedException("insufficient-margin", $"The account would hold {after.Cash} {InstrumentTerms.Currency}.");
            }
        }
        else if (margin.Equity < margin.Initial)
        {
            throw new CommandRefusedException(
                "insufficient-margin", $"Equity would be {margin.Equity} {InstrumentTerms.Currency} against an initial margin of {margin.Initial}.");
        }
    }
}
