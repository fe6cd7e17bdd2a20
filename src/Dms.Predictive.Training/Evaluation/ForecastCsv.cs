using System.Globalization;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>Writes issued forecasts: one row per time, horizon and model.</summary>
public static class ForecastCsv
{
    /// <summary>First line of the file.</summary>
    public const string Header = "time,horizon,model,variance,spike_probability";

    /// <summary>Writes every decision of the test span; a model that issued nothing has an empty cell.</summary>
    /// <param name="run">Finished run.</param>
    /// <param name="span">Test span, end exclusive.</param>
    /// <param name="models">Models wanted, or null for all.</param>
    /// <param name="writer">Destination of UTF-8 text.</param>
    public static void Write(
        WalkForwardRun run, (Timestamp Start, Timestamp End) span, IReadOnlyCollection<string>? models, TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(writer);
        writer.Write(Header + "\n");
        StringBuilder line = new();
        foreach (ForecastRow row in ForecastRow.Of(run, span, models))
        {
            line.Clear().Append(row.Time).Append(',').Append(row.HorizonMinutes).Append(',').Append(row.Model).Append(',');
            AppendNumber(line, row.Variance);
            line.Append(',');
            AppendNumber(line, row.SpikeProbability);
            writer.Write(line.Append('\n'));
        }
    }

    private static void AppendNumber(StringBuilder line, double value)
    {
        if (double.IsFinite(value))
        {
            line.Append(value.ToString("R", CultureInfo.InvariantCulture));
        }
    }
}
