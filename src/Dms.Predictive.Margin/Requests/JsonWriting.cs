using System.Globalization;
using System.Numerics;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Spellings that all writers of this folder share.</summary>
internal static class JsonWriting
{
    /// <summary>A number, or null for what JSON cannot hold.</summary>
    public static void NumberOrNull(this Utf8JsonWriter w, string name, double? value)
    {
        if (value is double v && double.IsFinite(v))
        {
            w.WriteNumber(name, v);
        }
        else
        {
            w.WriteNull(name);
        }
    }

    public static void MoneyUnlessNull(this Utf8JsonWriter w, string name, decimal? value)
    {
        if (value is decimal v)
        {
            w.WriteNumber(name, v);
        }
    }

    /// <summary>A whole number of any size, in digits.</summary>
    public static void IntegerOf(this Utf8JsonWriter w, string name, BigInteger value)
    {
        w.WritePropertyName(name);
        w.WriteRawValue(value.ToString(CultureInfo.InvariantCulture));
    }

    public static void Numbers(this Utf8JsonWriter w, string name, IEnumerable<double> values)
    {
        w.WriteStartArray(name);
        foreach (double value in values)
        {
            w.WriteNumberValue(value);
        }

        w.WriteEndArray();
    }

    public static void TimeOf(this Utf8JsonWriter w, string name, Timestamp time) =>
        w.WriteString(name, time.ToString());

    public static void Rows<T>(this Utf8JsonWriter w, string name, IEnumerable<T> rows, Action<T> write)
    {
        w.WriteStartArray(name);
        foreach (T row in rows)
        {
            w.WriteStartObject();
            write(row);
            w.WriteEndObject();
        }

        w.WriteEndArray();
    }
}
