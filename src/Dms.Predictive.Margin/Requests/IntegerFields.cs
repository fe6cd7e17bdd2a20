using System.Numerics;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Whole numbers of a request. They never pass through a double, so none is lost above 2⁵³.</summary>
internal static class IntegerFields
{
    public static BigInteger Integer(this JsonFields f, string name, BigInteger? absent = null) =>
        f.Has(name) || absent is null ? Whole(f.Money(name), f.At(name)) : absent.Value;

    public static BigInteger Integer(JsonElement value, string path) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal number)
            ? Whole(number, path)
            : throw Refuse.OutOfRange(path, value.GetRawText(), "a whole number up to 7.9e28");

    private static BigInteger Whole(decimal value, string path) => value == decimal.Truncate(value)
        ? new BigInteger(value)
        : throw Refuse.OutOfRange(path, value, "a whole number");
}
