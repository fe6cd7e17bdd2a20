namespace Dms.Predictive.Training;

/// <summary>What a column of a frame holds.</summary>
/// <param name="Name">Column name, lower case with underscores.</param>
/// <param name="Unit">Unit of the values; <c>1</c> for plain numbers, empty for names.</param>
/// <param name="Meaning">One line for a reader.</param>
public sealed record FrameColumn(string Name, string Unit, string Meaning);
