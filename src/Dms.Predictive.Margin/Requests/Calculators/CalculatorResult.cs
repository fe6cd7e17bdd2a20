using System.Numerics;
using System.Text.Json;

namespace Dms.Predictive.Margin;

/// <summary>Named figures of one formula, in order.</summary>
public sealed class CalculatorResult
{
    private readonly List<Action<Utf8JsonWriter>> _fields = [];

    /// <summary>Adds a model number.</summary>
    /// <exception cref="OverflowException">It is not finite.</exception>
    internal CalculatorResult Number(string name, double value) => double.IsFinite(value)
        ? Add(w => w.WriteNumber(name, value))
        : throw new OverflowException($"'{name}' is not finite.");

    internal CalculatorResult NumberOrNull(string name, double? value) =>
        value is double number ? Number(name, number) : Add(w => w.WriteNull(name));

    internal CalculatorResult Numbers(string name, IReadOnlyList<double> values)
    {
        if (!values.All(double.IsFinite))
        {
            throw new OverflowException($"'{name}' is not finite.");
        }

        return Add(w =>
        {
            w.WriteStartArray(name);
            foreach (double value in values)
            {
                w.WriteNumberValue(value);
            }

            w.WriteEndArray();
        });
    }

    internal CalculatorResult Money(string name, decimal value) => Add(w => w.WriteNumber(name, value));

    internal CalculatorResult Integer(string name, BigInteger value) => Add(w => w.IntegerOf(name, value));

    internal CalculatorResult Text(string name, string? value) => Add(w => w.WriteString(name, value));

    internal CalculatorResult Flag(string name, bool value) => Add(w => w.WriteBoolean(name, value));

    internal CalculatorResult Rows(string name, IReadOnlyList<CalculatorResult> rows) => Add(w =>
    {
        w.WriteStartArray(name);
        foreach (CalculatorResult row in rows)
        {
            row.Write(w);
        }

        w.WriteEndArray();
    });

    internal void Write(Utf8JsonWriter w)
    {
        w.WriteStartObject();
        foreach (Action<Utf8JsonWriter> field in _fields)
        {
            field(w);
        }

        w.WriteEndObject();
    }

    private CalculatorResult Add(Action<Utf8JsonWriter> field)
    {
        _fields.Add(field);
        return this;
    }
}
