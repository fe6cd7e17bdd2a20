using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>One correlation between any two of several amounts.</summary>
internal static class EqualCorrelation
{
    private const double Tolerance = 1e-12;

    /// <summary>Refuses a correlation that so many amounts cannot all have with each other.</summary>
    public static void Check(double correlation, int count, string where)
    {
        Refuse.Unless(correlation is >= -1 and <= 1, where, correlation, "in [-1, 1]");
        double least = Least(count);
        if (correlation < least - Tolerance)
        {
            throw new InputRefusedException(
                "NotPositiveSemidefinite",
                FormattableString.Invariant(
                    $"Found {correlation:R}; {count} amounts cannot be correlated below {least:R} pair by pair."),
                where);
        }
    }

    /// <summary>Smallest correlation that so many amounts can have pair by pair: −1/(n − 1).</summary>
    public static double Least(int count) => count < 2 ? -1 : -1.0 / (count - 1);

    /// <summary>√(Σ squares + ρ·Σ products of pairs), the products counted both ways.</summary>
    /// <param name="squares">Σ squares.</param>
    /// <param name="pairs">Σ products.</param>
    /// <param name="correlation">ρ.</param>
    public static double Norm(double squares, double pairs, double correlation) =>
        Math.Sqrt(Math.Max(0, squares + (correlation * pairs)));

    /// <summary>√ΣΣρxx of signed amounts.</summary>
    public static double Norm(ReadOnlySpan<double> amounts, double correlation)
    {
        if (amounts.Length == 1)
        {
            return Math.Abs(amounts[0]);
        }

        (double sum, double squares) = Sums(amounts);
        return Norm(squares * (1 - correlation), sum * sum, correlation);
    }

    /// <summary>Σ x and Σ x².</summary>
    public static (double Sum, double Squares) Sums(ReadOnlySpan<double> amounts)
    {
        double sum = 0;
        double squares = 0;
        foreach (double amount in amounts)
        {
            sum += amount;
            squares += amount * amount;
        }

        return (sum, squares);
    }
}
