namespace Dms.Predictive.Learning;

/// <summary>A learned member of the blend as it serves.</summary>
/// <param name="Id">Name in forecasts, records and reports.</param>
/// <param name="AddsHar">Whether the model predicts the difference from log-HAR, which is then added back.</param>
/// <param name="Model">What scores the row.</param>
/// <param name="LnScale">Added to every forecast: ln of the QLIKE-optimal scale on outcomes it had not seen.</param>
public sealed record LearnedMember(string Id, bool AddsHar, IRowModel Model, double LnScale)
{
    /// <summary>
    /// The feature without which it gives no forecast: trees trained with a book take its loss for a market in trouble, and
    /// a dropped line would raise every margin. Null = it answers always.
    /// </summary>
    public NeededFeature? Needs { get; init; }

    /// <summary>The rows that its attributions refer to, those of its bundle; null where there are none.</summary>
    public IReadOnlyList<double[]>? Background { get; init; }

    /// <summary>Whether it gives a forecast on a row; otherwise it counts as missing in the blend.</summary>
    /// <param name="row">The scorer row; NaN = missing.</param>
    public bool Answers(ReadOnlySpan<double> row) => Needs is not { } needed || (needed.Index < row.Length && !double.IsNaN(row[needed.Index]));

    /// <summary>Forecast before its scale: the score, with log-HAR added back where it was left out.</summary>
    /// <param name="score">Raw score of the model.</param>
    /// <param name="lnHar">ln of the log-HAR forecast over the horizon, percent².</param>
    public double Unscaled(double score, double lnHar) => AddsHar ? score + lnHar : score;

    /// <summary>ln forecast over the horizon, percent².</summary>
    /// <inheritdoc cref="Unscaled"/>
    public double Ln(double score, double lnHar) => Unscaled(score, lnHar) + LnScale;

    /// <summary>ln forecast over the horizon, percent²; NaN where the row lacks what the member needs.</summary>
    /// <param name="row">The scorer row that was scored.</param>
    /// <param name="score">Raw score of the model on it.</param>
    /// <param name="lnHar">ln of the log-HAR forecast over the horizon, percent².</param>
    public double Ln(ReadOnlySpan<double> row, double score, double lnHar) => Answers(row) ? Ln(score, lnHar) : double.NaN;
}

/// <summary>A place in the scorer row.</summary>
/// <param name="Name">Name of the feature.</param>
/// <param name="Index">Its index, ≥ 0.</param>
public sealed record NeededFeature(string Name, int Index);
