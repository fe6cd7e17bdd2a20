using Dms.Predictive.Notebooks.Display;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>How a cell ended.</summary>
/// <param name="Result">The last expression without a semicolon; null when there is none or it is null.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
public sealed record CellOutcome(MimeBundle? Result, CellError? Error)
{
    internal static CellOutcome Failed(CellError error) => new(null, error);
}
