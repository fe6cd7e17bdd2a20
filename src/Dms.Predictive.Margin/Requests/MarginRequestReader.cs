using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// Reads requests strictly: unknown and repeated fields, wrong types and parts that are not built are refused with
/// their path. Ranges are checked by <see cref="MarginCalculator"/>.
/// </summary>
public static class MarginRequestReader
{
    /// <summary>Version of the wire format.</summary>
    public const string Schema = "dms.margin/1";

    /// <summary>Reads one request.</summary>
    /// <param name="request">A JSON object.</param>
    /// <exception cref="InputRefusedException">
    /// Codes <c>UnknownField</c>, <c>DuplicateField</c>, <c>MissingField</c>, <c>WrongType</c>, <c>NotFinite</c>,
    /// <c>Overflow</c>, <c>OutOfRange</c>, <c>LengthMismatch</c>, <c>NotPositiveSemidefinite</c>,
    /// <c>UnsupportedSchema</c>, <c>NotSupported</c>.
    /// </exception>
    public static MarginRequest Read(JsonElement request) => Read(request, null);

    /// <summary>Reads a request of a command that reads one field of its own.</summary>
    /// <param name="request">A JSON object.</param>
    /// <param name="own">The command's own field; null = it has none.</param>
    internal static MarginRequest Read(JsonElement request, string? own)
    {
        try
        {
            return ReadFields(request, own);
        }
        catch (InvalidOperationException e)
        {
            throw new InputRefusedException("WrongType", "A text in the request is not valid Unicode.", "request", e);
        }
    }

    /// <summary>Id of a request that may be broken elsewhere; null when it has none.</summary>
    internal static string? IdOf(JsonElement request)
    {
        try
        {
            return request.ValueKind == JsonValueKind.Object
                && request.TryGetProperty("id", out JsonElement id)
                && id.ValueKind == JsonValueKind.String
                ? id.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static MarginRequest ReadFields(JsonElement request, string? own)
    {
        JsonFields f = JsonFields.Open(
            request, "", "schema", "id", "asOf", "account", "market", "policy", "overlay", "oracle", "addOns",
            "antiProcyclicality", "band", "liquidation", "changes");
        JsonElement policy = f.Required("policy");
        if (f.TextOrNull("schema") is not Schema)
        {
            throw new InputRefusedException(
                "UnsupportedSchema", $"Found '{f.TextOrNull("schema")}'; supported is '{Schema}'.", "schema");
        }

        string kind = PolicyReader.KindOf(policy);
        Account account = AccountReader.Read(f.Required("account"), "account", kind);
        MarginMarket market = MarketReader.Read(f.Required("market"), "market", kind);
        (MarginOverlay? overlay, IReadOnlyDictionary<string, MarginOverlay>? overlays) =
            f.Has("overlay") ? OverlayReader.Read(f.Required("overlay"), "overlay") : (null, null);
        MarginRequest read = new(
            f.TextOrNull("id") ?? "", f.Time("asOf"), account, market, PolicyReader.Read(policy, "policy"))
        {
            Overlay = overlay,
            Overlays = overlays,
            Oracle = f.IsOn("oracle") ? OracleReader.Read(f.Required("oracle"), "oracle") : null,
            AddOns = f.IsOn("addOns") ? AddOnsReader.Read(f.Required("addOns"), "addOns") : null,
            Operators = f.Rows("antiProcyclicality", OperatorReader.Read),
            Band = f.Has("band") ? ReadBand(f.Required("band"), "band") : null,
        };
        CommandFields.RefuseOthers(f, own);
        return read;
    }

    private static CallBand ReadBand(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "search", "initial", "release");
        return new(f.Money("search"), f.Money("initial"), f.Money("release"));
    }
}
