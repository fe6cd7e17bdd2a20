using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads the request's <c>changes</c>.</summary>
internal static class WhatIfReader
{
    private const string Field = "changes";

    /// <summary>Reads a request with its changes and answers it.</summary>
    public static MarginAnswer Answer(JsonElement element, string? id)
    {
        MarginRequest request = MarginRequestReader.Read(element, Field);
        JsonElement policy = element.GetProperty("policy");
        JsonElement changes = JsonFields.OpenMap(element, "").Required(Field);
        IReadOnlyList<WhatIfChange> read =
            JsonFields.RowsOf(changes, Field, (row, path) => Read(row, path, policy));
        return request.Oracle is not null && MarginCalculator.ComputeOrHold(request).Refused is { } refused
            ? new(id, null, null) { Quality = refused }
            : new(id, null, null) { WhatIf = MarginWhatIf.Compute(request, read) };
    }

    private static WhatIfChange Read(JsonElement value, string path, JsonElement policy)
    {
        JsonFields f = JsonFields.Open(
            value, path, "name", "addPositions", "addCash", "shiftUnderlyings", "volatilityFactor", "policy");
        return new(f.Text("name"))
        {
            AddPositions = f.Rows(
                "addPositions", (row, at) => AccountReader.ReadPosition(row, at, PolicyReader.KindOf(policy))),
            AddCash = f.Money("addCash", 0),
            Shifts = f.Rows("shiftUnderlyings", ReadShift),
            VolatilityFactor = f.Number("volatilityFactor", 1),
            Policy = f.Has("policy") ? ReadPolicy(f.Required("policy"), policy, f.At("policy")) : null,
        };
    }

    private static PriceShift ReadShift(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "underlying", "factor");
        return new(f.Text("underlying"), f.Money("factor"));
    }

    // A policy names its own places from the root of a request; here it stands within a change.
    private static IMarginPolicy ReadPolicy(JsonElement patch, JsonElement policy, string path)
    {
        JsonElement merged = JsonMerge.Over(policy, patch, path);
        try
        {
            return PolicyReader.Read(merged, path);
        }
        catch (InputRefusedException e) when (e.Where.StartsWith("policy", StringComparison.Ordinal))
        {
            string change = path[..^"policy".Length];
            throw new InputRefusedException(e.Code, e.Message, change + e.Where, e);
        }
    }
}
