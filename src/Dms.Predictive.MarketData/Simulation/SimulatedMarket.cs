using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>The truth of one simulated minute. No feature may ever read it.</summary>
/// <param name="Time">Open time of the minute.</param>
/// <param name="VariancePercentSquared">
/// Expected squared log return of the minute, percent²: diffusion, plus the chance of a jump times its mean square.
/// </param>
/// <param name="Stressed">Whether the market is in its stressed regime.</param>
/// <param name="Jump">Whether the price jumped.</param>
/// <param name="Shock">Whether a shock is on.</param>
/// <param name="Event">Whether a shock begins in this minute.</param>
/// <param name="LeadMinutes">
/// In a build-up the minutes to its shock, on the event the length of the build-up that announced it, else 0.
/// Always 0 in a placebo market, where a build-up leads nothing.
/// </param>
/// <param name="BuildUp">Whether a build-up is on.</param>
public readonly record struct SimulatedMinute(
    Timestamp Time,
    double VariancePercentSquared,
    bool Stressed,
    bool Jump,
    bool Shock,
    bool Event,
    int LeadMinutes,
    bool BuildUp);

/// <summary>Simulated bars and their truth.</summary>
/// <param name="Series">The bars as a market would show them: minutes of an outage are absent.</param>
/// <param name="Truth">One row per minute, absent bars included.</param>
public sealed record SimulatedMarket(BarSeries Series, IReadOnlyList<SimulatedMinute> Truth)
{
    /// <summary>Header of the truth file.</summary>
    public const string TruthHeader = "time,instrument,variance,regime,jump,shock,event,lead,build_up";

    /// <summary>Writes <c>INSTRUMENT.csv.gz</c> and <c>INSTRUMENT.truth.csv.gz</c>, each whole or not at all.</summary>
    /// <param name="folder">Target folder; made when absent.</param>
    /// <exception cref="IOException">The file system refuses.</exception>
    public void Save(string folder)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        BarCsvWriter.Write(Path.Combine(folder, $"{Series.Instrument}.csv.gz"), Series.Bars);
        TruthText().Save(Path.Combine(folder, $"{Series.Instrument}.truth.csv.gz"));
    }

    /// <summary>The truth file's content before compression, UTF-8.</summary>
    public byte[] TruthToBytes() => TruthText().Bytes.ToArray();

    internal CsvText TruthText()
    {
        CsvText text = new();
        text.Field(TruthHeader).EndRow();
        foreach (SimulatedMinute m in Truth)
        {
            text.Field(m.Time).Field(Series.Instrument).Field(m.VariancePercentSquared).Field(m.Stressed).Field(m.Jump)
                .Field(m.Shock).Field(m.Event).Field(m.LeadMinutes).Field(m.BuildUp).EndRow();
        }

        return text;
    }
}
