using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Refusals of a margin request, with the codes that callers rely on.</summary>
internal static class Refuse
{
    public static InputRefusedException OutOfRange(string where, object? found, string allowed)
    {
        string text = string.Create(CultureInfo.InvariantCulture, $"Found {found ?? "null"}; allowed is {allowed}.");
        return new("OutOfRange", text, where);
    }

    public static InputRefusedException NotSupported(string where, string what) => new(
        "NotSupported", $"{what} is not built yet and must not be ignored. Leave it out.", where);

    public static InputRefusedException Unknown(string kind, string id, string where) => new(
        "Unknown" + kind, $"'{id}' is not listed in the request's market. Add it there or correct the id.", where);

    public static InputRefusedException UnknownExpiry(Instrument instrument, string where) => new(
        "UnknownExpiry",
        string.Create(
            CultureInfo.InvariantCulture,
            $"Option '{instrument.Id}' needs a row in market.expiries for '{instrument.Underlying}' at "
            + $"{instrument.SecondsToExpiry} seconds. Add its forward and rate."),
        where);

    public static void Unless<T>(bool holds, string where, T found, string allowed)
    {
        if (!holds)
        {
            throw OutOfRange(where, found, allowed);
        }
    }

    public static void UnlessAtLeastZero(double value, string where) =>
        Unless(double.IsFinite(value) && value >= 0, where, value, "a finite number >= 0");

    public static void UnlessPositive(double value, string where) =>
        Unless(double.IsFinite(value) && value > 0, where, value, "a finite number > 0");

    public static void UnlessFinite(double value, string where) =>
        Unless(double.IsFinite(value), where, value, "a finite number");

    public static void UnlessFraction(double value, string where) =>
        Unless(value is >= 0 and <= 1, where, value, "a fraction in [0, 1]");
}
