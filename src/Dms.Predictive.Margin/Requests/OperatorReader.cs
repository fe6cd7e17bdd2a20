using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads one element of the request's <c>antiProcyclicality</c>.</summary>
internal static class OperatorReader
{
    public static MarginOperator Read(JsonElement value, string path)
    {
        string name = JsonFields.OpenMap(value, path).Text("operator");
        switch (name)
        {
            case "buffer":
                JsonFields b = JsonFields.Open(value, path, "operator", "rate", "released");
                return new StabilityBuffer(b.Money("rate"), b.Money("released", 0));
            case "stressWeight":
                JsonFields s = JsonFields.Open(value, path, "operator", "weight", "stressedMargin");
                return new StressWeight(s.Money("weight"), s.Money("stressedMargin"));
            case "floor":
                return new MarginFloor(JsonFields.Open(value, path, "operator", "floorMargin").Money("floorMargin"));
            case "override":
                return new MarginOverride(JsonFields.Open(value, path, "operator", "factor").Money("factor"));
            default:
                throw Refuse.OutOfRange(path + ".operator", $"'{name}'", "one of buffer, stressWeight, floor, override");
        }
    }
}
