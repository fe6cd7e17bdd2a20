namespace Dms.Predictive.Training;

/// <summary>One line of the ledger.</summary>
/// <param name="Number">Line number, from 1.</param>
/// <param name="Opened">What was opened; null on a closing line.</param>
/// <param name="ClosesLine">Line of the opening that a closing line ends; 0 on an opening line.</param>
/// <param name="ForecastsSha256">Digest of the forecasts that the run wrote; empty on an opening line.</param>
/// <param name="Sha256">Digest of the line itself, without its line end.</param>
public sealed record LedgerLine(
    int Number, OpeningRequest? Opened, int ClosesLine, string ForecastsSha256, string Sha256);
