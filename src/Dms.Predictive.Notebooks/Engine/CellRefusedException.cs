namespace Dms.Predictive.Notebooks.Engine;

/// <summary>A cell that does not compile.</summary>
internal sealed class CellRefusedException(CellError error) : Exception(error.Message)
{
    public CellError Error { get; } = error;
}
