using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads and answers requests of the policy kind <c>calculator</c>: formulas one by one, without an
/// account.</summary>
internal static class CalculatorReader
{
    /// <summary>Word in <c>policy.kind</c>.</summary>
    public const string Kind = "calculator";

    /// <summary>Whether a request asks for formulas.</summary>
    public static bool Concerns(JsonElement request) => request.ValueKind == JsonValueKind.Object
        && request.TryGetProperty("policy", out JsonElement policy)
        && policy.ValueKind == JsonValueKind.Object
        && policy.TryGetProperty("kind", out JsonElement kind)
        && kind.ValueKind == JsonValueKind.String
        && kind.ValueEquals(Kind);

    /// <summary>Computes every call of a request, in order.</summary>
    /// <exception cref="InputRefusedException">A call cannot be answered; its place is such as
    /// <c>calls[2].strike</c>.</exception>
    public static IReadOnlyList<CalculatorResult> Answer(JsonElement request, RelayFormulas? relay)
    {
        JsonFields f = JsonFields.Open(request, "", "schema", "id", "asOf", "policy", "calls");
        if (f.TextOrNull("schema") is string schema && schema != MarginRequestReader.Schema)
        {
            throw new InputRefusedException(
                "UnsupportedSchema", $"Found '{schema}'; supported is '{MarginRequestReader.Schema}'.", "schema");
        }

        f.TimeOrNull("asOf");
        JsonFields.Open(f.Required("policy"), "policy", "kind");
        IReadOnlyDictionary<string, CalculatorOperation> operations = CalculatorOperation.With(relay);
        return JsonFields.RowsOf(f.Required("calls"), "calls", (call, path) => Compute(call, path, operations));
    }

    private static CalculatorResult Compute(
        JsonElement call, string path, IReadOnlyDictionary<string, CalculatorOperation> operations)
    {
        string name = JsonFields.OpenMap(call, path).Text("op");
        if (!operations.TryGetValue(name, out CalculatorOperation? operation))
        {
            string at = path + ".op";
            throw RelayOperations.Names.Contains(name)
                ? Refuse.NotSupported(at, $"Operation '{name}' without the hashes of a chain")
                : Refuse.OutOfRange(at, $"'{name}'", "one of " + string.Join(", ", operations.Keys));
        }

        try
        {
            return operation.Compute(JsonFields.Open(call, path, ["op", .. operation.Fields]));
        }
        catch (OverflowException e)
        {
            throw new InputRefusedException(
                "Overflow", $"The result does not fit its type: {e.Message} Use smaller numbers.", path, e);
        }
    }
}
