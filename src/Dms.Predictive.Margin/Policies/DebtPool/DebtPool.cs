using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>Debt that all holders of shares owe together.</summary>
/// <param name="TotalDebt">Debt of the pool, quote; ≥ 0.</param>
/// <param name="TotalShares">Shares outstanding; ≥ 0.</param>
public sealed record DebtPool(decimal TotalDebt, decimal TotalShares)
{
    private const decimal Unit = 1e18m;

    /// <summary>Debt of a holder: total · shares ÷ total shares, cut to 18 decimals; the product is exact.</summary>
    /// <param name="shares">Shares held, in [0, total shares].</param>
    /// <returns>Quote; ≥ 0. The debts of all holders never sum to more than the pool's.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The shares are outside that range.</exception>
    /// <exception cref="OverflowException">The debt does not fit a decimal.</exception>
    public decimal DebtOf(decimal shares)
    {
        if (shares < 0 || shares > TotalShares)
        {
            throw new ArgumentOutOfRangeException(
                nameof(shares), shares, "Expected shares between 0 and the pool's total shares.");
        }

        if (shares == 0)
        {
            return 0;
        }

        (BigInteger debt, int debtScale) = Quantums.Split(TotalDebt);
        (BigInteger part, int partScale) = Quantums.Split(shares);
        (BigInteger whole, int wholeScale) = Quantums.Split(TotalShares);
        BigInteger numerator = debt * part * BigInteger.Pow(10, wholeScale + 18);
        BigInteger denominator = whole * BigInteger.Pow(10, debtScale + partScale);
        BigInteger integer = BigInteger.DivRem(numerator / denominator, (BigInteger)Unit, out BigInteger fraction);
        return (decimal)integer + ((decimal)fraction / Unit);
    }

    /// <summary>The pool after it has lost money: every holder's debt rises pro rata.</summary>
    /// <param name="loss">Loss, quote; negative = gain, at most the whole debt.</param>
    /// <exception cref="ArgumentOutOfRangeException">The gain exceeds the debt.</exception>
    public DebtPool AfterLoss(decimal loss) => TotalDebt + loss >= 0
        ? this with { TotalDebt = TotalDebt + loss }
        : throw new ArgumentOutOfRangeException(nameof(loss), loss, "A gain can at most clear the pool's debt.");
}
