namespace Dms.Predictive.Learning;

/// <summary>A learned member of the blend as it serves.</summary>
/// <param name="Id">Name in forecasts, records and reports.</param>
/// <param name="AddsHar">Whether the model predicts the difference from log-HAR, which is then added back.</param>
/// <param name="Model">What scores the row.</param>
/// <param name="LnScale">Added to every forecast: ln of the QLIKE-optimal scale on outcomes it had not seen.</param>
public sealed record LearnedMember(string Id, bool AddsHar, IRowModel Model, double LnScale)
{
    /// <summary>Forecast before its scale: the score, with log-HAR added back where it was left out.</summary>
    /// <param name="score">Raw score of the model.</param>
    /// <param name="lnHar">ln of the log-HAR forecast over the horizon, percent².</param>
    public double Unscaled(double score, double lnHar) => AddsHar ? score + lnHar : score;

    /// <summary>ln forecast over the horizon, percent².</summary>
    /// <inheritdoc cref="Unscaled"/>
    public double Ln(double score, double lnHar) => Unscaled(score, lnHar) + LnScale;
}
