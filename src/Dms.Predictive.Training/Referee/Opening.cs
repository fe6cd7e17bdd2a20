namespace Dms.Predictive.Training;

/// <summary>How often a test span has been opened, the present time included.</summary>
/// <param name="Line">Line of the ledger that holds this opening, from 1.</param>
/// <param name="LineSha256">SHA-256 of that line: quote it in a report, and the ledger cannot be rewritten
/// unnoticed.</param>
/// <param name="OfThisConfiguration">Openings by this protocol hash over the same data and span: this one's
/// number.</param>
/// <param name="OfThisSpan">Openings by any configuration over the same data and span.</param>
/// <param name="Configurations">Different configurations among those.</param>
/// <param name="Overlapping">Openings by any configuration of a span that overlaps, on at least one of the same
/// files.</param>
public sealed record Opening(
    int Line, string LineSha256, int OfThisConfiguration, int OfThisSpan, int Configurations, int Overlapping);
