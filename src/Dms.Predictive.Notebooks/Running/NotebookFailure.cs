using Dms.Predictive.Notebooks.Engine;

namespace Dms.Predictive.Notebooks.Running;

/// <summary>The cell that ended a run.</summary>
/// <param name="Cell">Number among the code cells, from 1; the one shown in brackets beside it.</param>
/// <param name="Place">Position among all cells, from 1.</param>
/// <param name="Error">What happened.</param>
public sealed record NotebookFailure(int Cell, int Place, CellError Error);
