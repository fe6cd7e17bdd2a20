namespace Dms.Predictive.Margin;

/// <summary>Finds the common move at which an account becomes liquidatable when all prices move together.</summary>
public static class JointMoveSearch
{
    private const int StepsPerUnit = 400;                            // 0.25 %
    private const int StepsDown = 399;                               // to 0.25 % of the price
    private const int StepsUp = 3600;                                // to tenfold
    private const double SmallestFactor = 1e-9;                      // a price cannot fall through 0

    /// <summary>
    /// The nearest x below and above 0 at which equity minus maintenance margin turns negative with every price at
    /// P·(1 + β·x), looked for in steps of 0.25 % from −99.75 % to +900 %, then bisected to the last bit.
    /// </summary>
    /// <param name="request">Account and prices.</param>
    /// <param name="betas">β by underlying; underlyings that are not listed stand still.</param>
    /// <returns>Both null when the account is below maintenance margin already.</returns>
    public static JointMove Find(MarginRequest request, IReadOnlyDictionary<string, double> betas)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(betas);
        MarginSurplus surplus = MarginSurplus.Of(request);
        (string Underlying, double Beta)[] sorted =
            [.. betas.OrderBy(b => b.Key, StringComparer.Ordinal).Select(b => (b.Key, b.Value))];
        double At(double x) =>
            surplus.At([.. sorted.Select(b => (b.Underlying, Math.Max(SmallestFactor, 1 + (b.Beta * x))))]);
        return At(0) < 0 ? new(null, null) : new(Nearest(At, -1, StepsDown), Nearest(At, 1, StepsUp));
    }

    /// <summary>The nearest common moves at which equity itself turns negative.</summary>
    internal static JointMove FindZero(MarginRequest request, IReadOnlyList<string> underlyings)
    {
        MarginSurplus surplus = MarginSurplus.Of(request);
        string[] sorted = [.. underlyings.Order(StringComparer.Ordinal)];
        double At(double x) => surplus.EquityAt([.. sorted.Select(u => (u, Math.Max(SmallestFactor, 1 + x)))]);
        return At(0) < 0 ? new(null, null) : new(Nearest(At, -1, StepsDown), Nearest(At, 1, StepsUp));
    }

    private static double? Nearest(Func<double, double> surplusAt, int direction, int steps)
    {
        double inside = 0;
        for (int step = 1; step <= steps; step++)
        {
            double move = direction * step / (double)StepsPerUnit;
            if (surplusAt(move) < 0)
            {
                return SignChange.Bisect(surplusAt, inside, move);
            }

            inside = move;
        }

        return null;
    }
}

/// <summary>Common moves that make an account liquidatable, as fractions of the price at β = 1.</summary>
/// <param name="DownMove">Nearest one below 0; null = none.</param>
/// <param name="UpMove">Nearest one above 0; null = none.</param>
public sealed record JointMove(double? DownMove, double? UpMove)
{
    /// <summary>Length of a forecast standard deviation, as a log return; null = no forecast.</summary>
    public double? Deviation { get; init; }

    /// <summary>Distance of <see cref="DownMove"/> in forecast standard deviations; null = no such move or
    /// forecast.</summary>
    public double? DownDeviations => DistanceOf(DownMove);

    /// <summary>Distance of <see cref="UpMove"/> in forecast standard deviations; null = no such move or
    /// forecast.</summary>
    public double? UpDeviations => DistanceOf(UpMove);

    private double? DistanceOf(double? move) =>
        move is double x && Deviation is double sd ? Math.Abs(Core.PinnedMath.Log(1 + x)) / sd : null;
}
