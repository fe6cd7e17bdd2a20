namespace Dms.Predictive.Learning;

/// <summary>What a network that was trained elsewhere must look like to be served.</summary>
/// <param name="Columns">Values per time step, 1 … 4,096.</param>
/// <param name="Steps">Time steps of the window, 1 … 4,096; 1 also allows a plain row.</param>
/// <remarks>
/// The one input is float32, <c>[1 or free, columns]</c> when there is one step, else <c>[1 or free, steps,
/// columns]</c>, or <c>[1 or free, steps·columns]</c> for a graph that reshapes by itself. The row that is scored holds
/// the steps one after the other, oldest first. The one output is float32 with a single value: ln of the variance
/// over the horizon, percent², or its difference from log-HAR.
/// </remarks>
public sealed record ForeignContract(int Columns, int Steps = 1)
{
    /// <summary>Most values of a row.</summary>
    public const int MostValues = 65_536;

    /// <summary>Name of the input.</summary>
    public string Input { get; init; } = "features";

    /// <summary>Name of the output.</summary>
    public string Output { get; init; } = "score";

    /// <summary>Values of a row: steps times columns.</summary>
    public int RowLength => checked(Columns * Steps);

    /// <summary>Rows that must be scored right before the network is trusted: at least 8, without NaN.</summary>
    public required IReadOnlyList<double[]> GoldenRows { get; init; }

    /// <summary>Score of each golden row, as the network's own framework gave it.</summary>
    public required IReadOnlyList<double> GoldenScores { get; init; }

    /// <summary>Largest difference from a golden score, relative to max(1, |score|); float32 needs about 1e-6.</summary>
    public double Tolerance { get; init; } = 1e-5;
}
