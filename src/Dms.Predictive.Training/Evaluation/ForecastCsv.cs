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
        for (int d = run.Table.IndexAt(span.Start.Minutes); d < run.Table.IndexAt(span.End.Minutes); d++)
        {
            string time = Timestamp.FromMinutes(run.Table.Minutes[d]).ToString();
            for (int h = 0; h < run.Targets.Count; h++)
            {
                MemberForecasts forecasts = run.Forecasts[h];
                foreach ((string model, double[] ln) in forecasts.Issued.Where(m => models is null || models.Contains(m.Model)))
                {
                    line.Clear().Append(time).Append(',').Append(run.Targets[h].HorizonMinutes).Append(',').Append(model).Append(',');
                    AppendNumber(line, Math.Exp(ln[d]));
                    line.Append(',');
                    AppendNumber(line, model == "blend" ? forecasts.SpikeProbability[d] : double.NaN);
                    writer.Write(line.Append('\n'));
                }
            }
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
