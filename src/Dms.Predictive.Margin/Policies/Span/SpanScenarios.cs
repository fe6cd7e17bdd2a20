namespace Dms.Predictive.Margin;

/// <summary>The sixteen scenarios of span: moves as multiples of the price scan range, with a sign for
/// volatility.</summary>
internal static class SpanScenarios
{
    /// <summary>Number of scenarios.</summary>
    public const int Count = 16;

    private const double Third = 1.0 / 3;
    private const double TwoThirds = 2.0 / 3;
    private static readonly double[] Moves = [0, Third, -Third, TwoThirds, -TwoThirds, 1, -1];

    /// <summary>Price points of the composite delta with their weights, which are normalized.</summary>
    public static IReadOnlyList<(double Move, double Weight)> DeltaPoints { get; } =
    [
        (0, 0.27), (Third, 0.217), (-Third, 0.217), (TwoThirds, 0.11), (-TwoThirds, 0.11), (1, 0.037), (-1, 0.037),
    ];

    /// <summary>Move of a scenario in price scan ranges, before its cover.</summary>
    /// <param name="index">0 to 15.</param>
    /// <param name="extreme">Multiple of the last two.</param>
    public static double MoveOf(int index, double extreme) =>
        index < 14 ? Moves[index / 2] : index == 14 ? extreme : -extreme;

    /// <summary>Sign of the volatility shock: +1, −1 or 0.</summary>
    public static int VolatilityOf(int index) => index >= 14 ? 0 : index % 2 == 0 ? 1 : -1;

    /// <summary>The scenario with the same price and the other volatility; itself for an extreme one.</summary>
    public static int PairOf(int index) => index >= 14 ? index : index ^ 1;

    /// <summary>Readable name.</summary>
    public static string NameOf(int index)
    {
        string price = index switch
        {
            < 2 => "price unchanged",
            < 4 => "price +1/3",
            < 6 => "price -1/3",
            < 8 => "price +2/3",
            < 10 => "price -2/3",
            < 12 => "price +1",
            < 14 => "price -1",
            14 => "price far up",
            _ => "price far down",
        };
        return VolatilityOf(index) switch
        {
            1 => price + ", volatility up",
            -1 => price + ", volatility down",
            _ => price,
        };
    }
}
