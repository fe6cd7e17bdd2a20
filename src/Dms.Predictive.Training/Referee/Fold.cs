namespace Dms.Predictive.Training;

/// <summary>One split of rows.</summary>
/// <param name="Train">Rows a model may learn from.</param>
/// <param name="Test">Rows that judge it.</param>
internal readonly record struct Fold(int[] Train, int[] Test);
