namespace Dms.Predictive.Notebooks.Engine;

/// <summary>Thrown inside cell code when its interruption was requested.</summary>
public sealed class CellInterruptedException() : OperationCanceledException("The cell was interrupted.");
