using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads the request's <c>liquidation</c>.</summary>
internal static class LiquidationReader
{
    private const string Field = "liquidation";

    private static readonly Dictionary<string, CureTarget> Targets = new(StringComparer.Ordinal)
    {
        ["initial"] = CureTarget.Initial,
        ["maintenance"] = CureTarget.Maintenance,
    };

    /// <summary>Reads a request with its question and answers it.</summary>
    public static LiquidationAnswer Answer(JsonElement element)
    {
        MarginRequest request = MarginRequestReader.Read(element, Field);
        JsonFields root = JsonFields.OpenMap(element, "");
        return LiquidationPlanner.Plan(
            request, root.Has(Field) ? Read(root.Required(Field), Field) : new LiquidationQuestion());
    }

    private static LiquidationQuestion Read(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(
            value, path, "prices", "betas", "plan", "auction", "instrument", "deltaQuantums", "fillPrice");
        return new()
        {
            Prices = f.Flag("prices", true),
            Betas = f.Has("betas") ? ReadBetas(f.Required("betas"), f.At("betas")) : null,
            Plan = f.Has("plan") ? ReadPlan(f.Required("plan"), f.At("plan")) : null,
            Auction = f.Has("auction") ? ReadAuction(f.Required("auction"), f.At("auction")) : null,
            Order = ReadOrder(f),
        };
    }

    private static OrderTerms? ReadOrder(JsonFields f)
    {
        if (f.Has("instrument"))
        {
            return new(f.Text("instrument"), f.Integer("deltaQuantums"), f.MoneyOrNull("fillPrice"));
        }

        foreach (string alone in (ReadOnlySpan<string>)["deltaQuantums", "fillPrice"])
        {
            if (f.Has(alone))
            {
                throw new InputRefusedException(
                    "MissingField", $"Field '{alone}' needs the instrument of the order.", f.At("instrument"));
            }
        }

        return null;
    }

    private static Dictionary<string, double> ReadBetas(JsonElement value, string path)
    {
        JsonFields map = JsonFields.OpenMap(value, path);
        return map.Names.ToDictionary(n => n, n => map.Number(n), StringComparer.Ordinal);
    }

    private static CureTerms ReadPlan(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "target", "buffer", "costRate");
        return new(f.Word("target", Targets), f.Money("buffer", 0), f.Money("costRate", 0));
    }

    private static AuctionTerms ReadAuction(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "bufferRate", "discount", "reservedCash");
        return new(f.Number("bufferRate"), f.Number("discount"), f.Number("reservedCash", 0));
    }
}
