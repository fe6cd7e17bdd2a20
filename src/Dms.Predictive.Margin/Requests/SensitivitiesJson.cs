using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads and writes what only the sensitivities policy has.</summary>
internal static class SensitivitiesJson
{
    public const string Kind = "sensitivities";

    private static readonly Dictionary<string, SensitivityKind> Kinds = new(StringComparer.Ordinal)
    {
        ["delta"] = SensitivityKind.Delta,
        ["vega"] = SensitivityKind.Vega,
        ["curvature"] = SensitivityKind.Curvature,
    };

    public static SensitivitiesPolicy Read(JsonElement value, string path, decimal quantum)
    {
        JsonFields f = JsonFields.Open(value, path, "maintenanceRatio", "riskClasses", "crossClassCorrelation");
        f.Required("riskClasses");
        return new(
            new(
                f.Number("maintenanceRatio"),
                f.Rows("riskClasses", ReadClass),
                JsonFields.RowsOf(
                    f.Required("crossClassCorrelation"), f.At("crossClassCorrelation"),
                    (row, at) => JsonFields.RowsOf(row, at, JsonFields.Finite))),
            quantum);
    }

    public static Sensitivity ReadSensitivity(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "riskClass", "bucket", "factor", "kind", "amount", "lossUp", "lossDown");
        SensitivityKind kind = f.Word("kind", Kinds);
        bool isCurvature = kind == SensitivityKind.Curvature;
        return new(f.Text("riskClass"), f.Text("bucket"), f.Text("factor"), kind)
        {
            Amount = isCurvature ? f.Money("amount", 0) : f.Money("amount"),
            LossUp = isCurvature ? f.Money("lossUp") : f.Money("lossUp", 0),
            LossDown = isCurvature ? f.Money("lossDown") : f.Money("lossDown", 0),
        };
    }

    public static void Write(Utf8JsonWriter w, SensitivitiesParameters p)
    {
        w.WriteNumber("maintenanceRatio", p.MaintenanceRatio);
        w.Rows("riskClasses", p.RiskClasses, c =>
        {
            w.WriteString("id", c.Id);
            w.WriteNumber("crossBucketCorrelation", c.CrossBucketCorrelation);
            w.Rows("buckets", c.Buckets, b =>
            {
                w.WriteString("id", b.Id);
                w.WriteNumber("riskWeight", b.RiskWeight);
                w.WriteNumber("vegaRiskWeight", b.VegaRiskWeight);
                w.WriteNumber("correlation", b.Correlation);
                w.MoneyUnlessNull("concentrationThreshold", b.ConcentrationThreshold);
            });
        });
        w.WriteStartArray("crossClassCorrelation");
        foreach (IReadOnlyList<double> row in p.CrossClassCorrelation)
        {
            w.WriteStartArray();
            foreach (double entry in row)
            {
                w.WriteNumberValue(entry);
            }

            w.WriteEndArray();
        }

        w.WriteEndArray();
    }

    public static void WriteSensitivities(Utf8JsonWriter w, IReadOnlyList<Sensitivity> rows) =>
        w.Rows("sensitivities", rows, s =>
        {
            w.WriteString("riskClass", s.RiskClass);
            w.WriteString("bucket", s.Bucket);
            w.WriteString("factor", s.Factor);
            w.WriteString("kind", JsonNames.Of(Kinds, s.Kind));
            if (s.Kind == SensitivityKind.Curvature)
            {
                w.WriteNumber("lossUp", s.LossUp);
                w.WriteNumber("lossDown", s.LossDown);
            }
            else
            {
                w.WriteNumber("amount", s.Amount);
            }
        });

    public static void WriteDetails(Utf8JsonWriter w, SensitivityDetails d)
    {
        w.Rows("riskClasses", d.RiskClasses, c =>
        {
            w.WriteString("riskClass", c.RiskClass);
            w.WriteNumber("delta", c.Delta);
            w.WriteNumber("vega", c.Vega);
            w.WriteNumber("curvature", c.Curvature);
        });
        w.WriteNumber("total", d.Total);
    }

    private static RiskClass ReadClass(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "id", "crossBucketCorrelation", "buckets");
        f.Required("buckets");
        return new(f.Text("id"), f.Number("crossBucketCorrelation"), f.Rows("buckets", ReadBucket));
    }

    private static RiskBucket ReadBucket(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "id", "riskWeight", "vegaRiskWeight", "correlation", "concentrationThreshold");
        return new(f.Text("id"), f.Number("riskWeight"), f.Number("vegaRiskWeight"), f.Number("correlation"),
            f.MoneyOrNull("concentrationThreshold"));
    }
}
