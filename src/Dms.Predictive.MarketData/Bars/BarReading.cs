using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>One bars file as it was read and judged.</summary>
/// <param name="Path">Path as given.</param>
/// <param name="Format"><c>bars-csv</c> or <c>bars-csv.gz</c>, found by content.</param>
/// <param name="Instrument">File name up to its first dot.</param>
/// <param name="Step">Grid step: the most frequent difference between bars; a whole number of minutes.</param>
/// <param name="Bars">Accepted bars, strictly ascending, on the grid; absent bars stay absent. At least two.</param>
/// <param name="Quality">What was found and what was done about it.</param>
/// <param name="Sha256">Digest of the file's bytes as stored, lower-case hex.</param>
public sealed record BarReading(
    string Path,
    string Format,
    string Instrument,
    TimeSpan Step,
    IReadOnlyList<Bar> Bars,
    QualityReport Quality,
    string Sha256)
{
    /// <summary>Names of the columns after the six of every bars file; their values are not read.</summary>
    public IReadOnlyList<string> ExtraColumns { get; init; } = [];

    /// <summary>The bars as a series.</summary>
    public BarSeries ToSeries() => new(Instrument, Step, Bars);
}

/// <summary>A file that a history was read from.</summary>
/// <param name="Path">Path of the file.</param>
/// <param name="Sha256">Digest of the file's bytes as stored, lower-case hex.</param>
/// <param name="Bars">Accepted bars.</param>
/// <param name="First">Open time of the first bar.</param>
/// <param name="Last">Open time of the last bar.</param>
public sealed record BarSource(string Path, string Sha256, int Bars, Timestamp First, Timestamp Last);

/// <summary>One series read from one or more files.</summary>
/// <param name="Series">The bars of all files, oldest first.</param>
/// <param name="Quality">Merged verdicts, with the gaps between files.</param>
/// <param name="Files">The files in order of time.</param>
public sealed record BarHistory(BarSeries Series, QualityReport Quality, IReadOnlyList<BarSource> Files);
