using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads and writes the parameters of the historical policy.</summary>
internal static class HistoricalJson
{
    public static HistoricalPolicy Read(JsonElement value, string path, decimal quantum)
    {
        JsonFields f = JsonFields.Open(
            value, path, "confidence", "measure", "mode", "lambda", "returnKind", "horizonPeriods", "maintenanceRatio",
            "returns", "stressedReturns", "stressedWeight", "offsetCap");
        bool filtered = f.Text("mode") switch
        {
            "filtered" => true,
            "plain" => false,
            string other => throw Refuse.OutOfRange(f.At("mode"), $"'{other}'", "plain or filtered"),
        };
        double? lambda = f.NumberOrNull("lambda");
        return new(
            new()
            {
                Confidence = f.Number("confidence"),
                Measure = f.Word("measure", JsonNames.Measures),
                Lambda = filtered ? lambda ?? f.Number("lambda") : null,
                ReturnKind = f.Word("returnKind", JsonNames.ReturnKinds, ReturnKind.Log),
                HorizonPeriods = f.Number("horizonPeriods", 1),
                MaintenanceRatio = f.Number("maintenanceRatio"),
                Returns = f.Rows("returns", ReadSeries),
                StressedReturns = f.Rows("stressedReturns", ReadSeries),
                StressedWeight = f.Number("stressedWeight", 1),
                OffsetCap = f.Number("offsetCap", 1),
            },
            quantum);
    }

    public static void Write(Utf8JsonWriter w, HistoricalParameters p)
    {
        w.WriteNumber("confidence", p.Confidence);
        w.WriteString("measure", JsonNames.Of(JsonNames.Measures, p.Measure));
        w.WriteString("mode", p.Lambda is null ? "plain" : "filtered");
        if (p.Lambda is double lambda)
        {
            w.WriteNumber("lambda", lambda);
        }

        w.WriteString("returnKind", JsonNames.Of(JsonNames.ReturnKinds, p.ReturnKind));
        w.WriteNumber("horizonPeriods", p.HorizonPeriods);
        w.WriteNumber("maintenanceRatio", p.MaintenanceRatio);
        w.Rows("returns", p.Returns, s => WriteSeries(w, s));
        if (p.StressedReturns.Count > 0)
        {
            w.Rows("stressedReturns", p.StressedReturns, s => WriteSeries(w, s));
            w.WriteNumber("stressedWeight", p.StressedWeight);
        }

        if (p.OffsetCap != 1)
        {
            w.WriteNumber("offsetCap", p.OffsetCap);
        }
    }

    private static ReturnSeries ReadSeries(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "underlying", "values");
        return new(f.Text("underlying"), JsonFields.RowsOf(f.Required("values"), f.At("values"), JsonFields.Finite));
    }

    private static void WriteSeries(Utf8JsonWriter w, ReturnSeries series)
    {
        w.WriteString("underlying", series.Underlying);
        w.WriteStartArray("values");
        foreach (double value in series.Values)
        {
            w.WriteNumberValue(value);
        }

        w.WriteEndArray();
    }
}
