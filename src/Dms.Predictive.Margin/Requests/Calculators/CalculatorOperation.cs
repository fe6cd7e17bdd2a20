namespace Dms.Predictive.Margin;

/// <summary>One formula by name.</summary>
/// <param name="Name">Word in <c>op</c>.</param>
/// <param name="Fields">Fields that a call may have besides it.</param>
/// <param name="Compute">Reads the fields and computes.</param>
internal sealed record CalculatorOperation(
    string Name, IReadOnlyList<string> Fields, Func<JsonFields, CalculatorResult> Compute)
{
    /// <summary>All formulas, by name.</summary>
    public static IReadOnlyDictionary<string, CalculatorOperation> All { get; } =
        new[] { PerpetualOperations.All, PoolOperations.All, LiquidationOperations.All, StatisticsOperations.All, PricingOperations.All }
            .SelectMany(o => o).ToDictionary(o => o.Name, StringComparer.Ordinal);

    /// <summary>All formulas, with those of a chain where their hashes are handed in.</summary>
    public static IReadOnlyDictionary<string, CalculatorOperation> With(RelayFormulas? relay) => relay is null
        ? All
        : All.Values.Concat(RelayOperations.With(relay)).ToDictionary(o => o.Name, StringComparer.Ordinal);
}

/// <summary>Ranges that many formulas share.</summary>
internal static class CalculatorRanges
{
    public static double NotNegative(this JsonFields f, string name, double? absent = null)
    {
        double value = f.Number(name, absent);
        Refuse.Unless(value >= 0, f.At(name), value, "a number >= 0");
        return value;
    }

    public static double Positive(this JsonFields f, string name)
    {
        double value = f.Number(name);
        Refuse.Unless(value > 0, f.At(name), value, "a number > 0");
        return value;
    }

    public static double Fraction(this JsonFields f, string name)
    {
        double value = f.Number(name);
        Refuse.Unless(value is >= 0 and <= 1, f.At(name), value, "a fraction in [0, 1]");
        return value;
    }

    public static decimal NotNegativeMoney(this JsonFields f, string name, decimal? absent = null)
    {
        decimal value = f.Money(name, absent);
        Refuse.Unless(value >= 0, f.At(name), value, "an amount >= 0");
        return value;
    }

    public static System.Numerics.BigInteger NotNegativeInteger(this JsonFields f, string name)
    {
        System.Numerics.BigInteger value = f.Integer(name);
        Refuse.Unless(value >= 0, f.At(name), value, "a whole number >= 0");
        return value;
    }

    public static System.Numerics.BigInteger Ppm(this JsonFields f, string name)
    {
        System.Numerics.BigInteger value = f.Integer(name);
        Refuse.Unless(value >= 0 && value <= 1_000_000, f.At(name), value, "parts per million in [0, 1000000]");
        return value;
    }

    /// <summary>A small whole number, such as a power of ten.</summary>
    public static int Exponent(this JsonFields f, string name)
    {
        System.Numerics.BigInteger value = f.Integer(name);
        Refuse.Unless(value >= -100 && value <= 100, f.At(name), value, "a whole number in [-100, 100]");
        return (int)value;
    }
}
