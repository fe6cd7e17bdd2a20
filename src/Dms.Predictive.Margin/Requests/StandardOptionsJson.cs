using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads and writes what only the standard-options policy has.</summary>
internal static class StandardOptionsJson
{
    public const string Kind = "standard-options";

    private static readonly Dictionary<string, bool> Variants = new(StringComparer.Ordinal)
    {
        ["strategy"] = true,
        ["per-option"] = false,
    };

    public static StandardOptionsPolicy Read(JsonElement value, string path, decimal quantum)
    {
        JsonFields f = JsonFields.Open(
            value, path, "variant", "maximumSpotRate", "minimumSpotRate", "callMaintenanceRate", "putMaintenanceRate",
            "putMaintenanceMarkRate", "putInitialFactor", "unpairedInitial", "unpairedMaintenance", "perpInitialRate",
            "perpMaintenanceRate", "depegThreshold", "depegFactor");
        return new(
            new()
            {
                IsStrategy = f.Word("variant", Variants),
                MaximumSpotRate = f.Number("maximumSpotRate"),
                MinimumSpotRate = f.Number("minimumSpotRate"),
                CallMaintenanceRate = f.Number("callMaintenanceRate"),
                PutMaintenanceRate = f.Number("putMaintenanceRate"),
                PutMaintenanceMarkRate = f.Number("putMaintenanceMarkRate"),
                PutInitialFactor = f.Number("putInitialFactor"),
                UnpairedInitial = f.Number("unpairedInitial"),
                UnpairedMaintenance = f.Number("unpairedMaintenance"),
                PerpInitialRate = f.Number("perpInitialRate"),
                PerpMaintenanceRate = f.Number("perpMaintenanceRate"),
                DepegThreshold = f.Number("depegThreshold", 0),
                DepegFactor = f.Number("depegFactor", 0),
            },
            quantum);
    }

    public static void Write(Utf8JsonWriter w, StandardOptionParameters p)
    {
        w.WriteString("variant", JsonNames.Of(Variants, p.IsStrategy));
        w.WriteNumber("maximumSpotRate", p.MaximumSpotRate);
        w.WriteNumber("minimumSpotRate", p.MinimumSpotRate);
        w.WriteNumber("callMaintenanceRate", p.CallMaintenanceRate);
        w.WriteNumber("putMaintenanceRate", p.PutMaintenanceRate);
        w.WriteNumber("putMaintenanceMarkRate", p.PutMaintenanceMarkRate);
        w.WriteNumber("putInitialFactor", p.PutInitialFactor);
        w.WriteNumber("unpairedInitial", p.UnpairedInitial);
        w.WriteNumber("unpairedMaintenance", p.UnpairedMaintenance);
        w.WriteNumber("perpInitialRate", p.PerpInitialRate);
        w.WriteNumber("perpMaintenanceRate", p.PerpMaintenanceRate);
        w.WriteNumber("depegThreshold", p.DepegThreshold);
        w.WriteNumber("depegFactor", p.DepegFactor);
    }

    public static void WriteDetails(Utf8JsonWriter w, StandardOptionDetails d) => w.Rows("expiries", d.Expiries, e =>
    {
        w.WriteString("underlying", e.Underlying);
        w.WriteNumber("secondsToExpiry", e.SecondsToExpiry);
        w.WriteNumber("isolatedInitial", e.IsolatedInitial);
        w.WriteNumber("isolatedMaintenance", e.IsolatedMaintenance);
        w.NumberOrNull("maximumLossInitial", e.MaximumLossInitial);
        w.NumberOrNull("maximumLossMaintenance", e.MaximumLossMaintenance);
    });
}
