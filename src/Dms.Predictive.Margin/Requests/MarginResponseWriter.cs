using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Writes answers of <c>margin compute</c>.</summary>
public static class MarginResponseWriter
{
    /// <summary>Writes one requirement: money as plain decimals at the quantum, model numbers to round-trip.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="requirement">What.</param>
    public static void Write(Utf8JsonWriter writer, MarginRequirement requirement) =>
        Write(writer, requirement, withHashes: true);

    /// <summary>Writes the answer to a refused request.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="id">Id of the request; null when it has none.</param>
    /// <param name="refusal">Why.</param>
    public static void WriteRefusal(Utf8JsonWriter writer, string? id, InputRefusedException refusal)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(refusal);
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteStartObject("error");
        writer.WriteString("code", refusal.Code);
        writer.WriteString("message", refusal.Message);
        writer.WriteString("where", refusal.Where);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Writes the answer to a request whose observed prices forbid one.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="id">Id of the request; null when it has none.</param>
    /// <param name="quality">What is wrong with the prices.</param>
    public static void WriteHeld(Utf8JsonWriter writer, string? id, IReadOnlyList<FeedQuality> quality)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(quality);
        writer.WriteStartObject();
        writer.WriteString("id", id);
        writer.WriteString("status", "refused");
        writer.WriteNull("initial");
        writer.WriteNull("maintenance");
        writer.WriteNull("equity");
        writer.WriteString("reason", "OracleRejected");
        ResponseOptionsWriter.WriteQuality(writer, quality);
        writer.WriteBoolean("liquidationAllowed", false);
        writer.WriteBoolean("riskIncreaseAllowed", false);
        writer.WriteEndObject();
    }

    internal static void Write(Utf8JsonWriter writer, MarginRequirement requirement, bool withHashes)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(requirement);
        writer.WriteStartObject();
        writer.WriteString("id", requirement.Id);
        writer.WriteString("status", JsonNames.Of(JsonNames.Statuses, requirement.Status));
        writer.WriteNumber("initial", requirement.Initial);
        writer.WriteNumber("maintenance", requirement.Maintenance);
        writer.WriteNumber("equity", requirement.Equity);
        writer.WriteNumber("freeInitial", requirement.FreeInitial);
        writer.WriteNumber("freeMaintenance", requirement.FreeMaintenance);
        WriteParts(writer, requirement);
        WriteWorst(writer, requirement.WorstScenario);
        WriteDetails(writer, requirement.Details);
        WriteOverlay(writer, requirement.Overlay);
        ResponseOptionsWriter.Write(writer, requirement);
        WriteOutlook(writer, requirement);
        if (withHashes)
        {
            WriteHashes(writer, requirement.Hashes);
        }

        writer.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter w, MarginRequirement r)
    {
        w.Rows("components", r.Components, c =>
        {
            w.WriteString("name", c.Name.ToString());
            w.WriteNumber("initial", c.Initial);
            w.WriteNumber("maintenance", c.Maintenance);
        });
        w.Rows("contributions", r.Contributions, c =>
        {
            w.WriteString("instrument", c.Instrument);
            w.WriteNumber("initial", c.Initial);
        });
        w.WriteStartArray("reasons");
        if (r.InitialRaisedToMaintenance)
        {
            w.WriteStringValue("InitialRaisedToMaintenance");
        }

        w.WriteEndArray();
    }

    private static void WriteDetails(Utf8JsonWriter w, MarginDetails details)
    {
        w.WriteStartObject("details");
        switch (details)
        {
            case StaticDetails d:
                w.Rows("positions", d.Positions, p =>
                {
                    w.WriteString("instrument", p.Instrument);
                    w.WriteNumber("initial", p.Initial);
                    w.WriteNumber("maintenance", p.Maintenance);
                    w.WriteNumber("notional", p.Notional);
                });
                break;
            case ParametricDetails d:
                w.WriteNumber("standardDeviation", d.StandardDeviation);
                w.WriteNumber("factor", d.Factor);
                break;
            case HistoricalDetails d:
                w.WriteString("leg", d.Leg);
                w.WriteNumber("scenarios", d.Scenarios);
                break;
            case TieredPerpDetails d:
                TieredPerpJson.WriteDetails(w, d);
                break;
            case ScenarioDetails d:
                ScenarioPortfolioJson.WriteDetails(w, d);
                break;
            case StandardOptionDetails d:
                StandardOptionsJson.WriteDetails(w, d);
                break;
            case SpanDetails d:
                SpanJson.WriteDetails(w, d);
                break;
            case SkewScaledDetails d:
                SkewScaledJson.WriteDetails(w, d);
                break;
            case DebtPoolDetails d:
                DebtPoolJson.WriteDetails(w, d);
                break;
            case PrefundedPoolDetails d:
                PrefundedPoolJson.WriteDetails(w, d);
                break;
            case SensitivityDetails d:
                SensitivitiesJson.WriteDetails(w, d);
                break;
            case PoolDetails d:
                PoolJson.WriteDetails(w, d);
                break;
            default:
                throw Refuse.NotSupported("details", $"Writing {details.GetType().Name}");
        }

        w.WriteEndObject();
    }

    private static void WriteWorst(Utf8JsonWriter w, WorstScenario? worst)
    {
        if (worst is null)
        {
            w.WriteNull("worstScenario");
            return;
        }

        w.WriteStartObject("worstScenario");
        w.WriteNumber("index", worst.Index);
        w.WriteString("name", worst.Name);
        w.WriteNumber("pnl", worst.Pnl);
        w.WriteEndObject();
    }

    private static void WriteOverlay(Utf8JsonWriter w, OverlayOutcome? overlay)
    {
        if (overlay is null)
        {
            w.WriteNull("overlay");
            return;
        }

        w.WriteStartObject("overlay");
        WriteOutcome(w, overlay);
    }

    /// <summary>Writes the fields of an outcome and closes its object.</summary>
    internal static void WriteOutcome(Utf8JsonWriter w, OverlayOutcome overlay)
    {
        w.WriteNumber("multiplier", overlay.Multiplier);
        w.WriteNumber("garchMultiplier", overlay.GarchMultiplier);
        w.WriteNumber("maintenanceMultiplier", overlay.MaintenanceMultiplier);
        w.WriteStartArray("blocked");
        foreach (GateReason reason in overlay.Blocked)
        {
            w.WriteStringValue(reason.ToString());
        }

        w.WriteEndArray();
        w.WriteEndObject();
    }

    private static void WriteOutlook(Utf8JsonWriter w, MarginRequirement r)
    {
        if (r.Band is BandAmounts band)
        {
            w.WriteStartObject("band");
            w.WriteNumber("callAmount", band.CallAmount);
            w.WriteNumber("releaseAmount", band.ReleaseAmount);
            w.WriteEndObject();
        }
        else
        {
            w.WriteNull("band");
        }

        w.WriteBoolean("liquidationAllowed", r.LiquidationAllowed);
        w.WriteBoolean("riskIncreaseAllowed", r.RiskIncreaseAllowed);
        w.Rows("liquidationPrices", r.LiquidationPrices, p =>
        {
            w.WriteString("underlying", p.Underlying);
            w.NumberOrNull("down", p.Down);
            w.NumberOrNull("up", p.Up);
        });
        if (r.AnnouncedNext is AnnouncedChange next)
        {
            w.WriteStartObject("announcedNext");
            w.WriteNumber("initial", next.Initial);
            w.WriteNumber("maintenance", next.Maintenance);
            w.TimeOf("at", next.At);
            w.WriteEndObject();
        }
        else
        {
            w.WriteNull("announcedNext");
        }
    }

    private static void WriteHashes(Utf8JsonWriter w, MarginHashes hashes)
    {
        w.WriteStartObject("hashes");
        w.WriteString("parameters", hashes.Parameters);
        w.WriteString("forecast", hashes.Forecast);
        w.WriteString("input", hashes.Input);
        w.WriteString("result", hashes.Result);
        w.WriteEndObject();
    }
}
