using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>
/// The fields of one JSON object, read strictly: no field twice, none that is not allowed, every refusal with its path.
/// Null counts as absent.
/// </summary>
internal sealed class JsonFields
{
    private readonly Dictionary<string, JsonElement> _fields = new(StringComparer.Ordinal);
    private readonly string _path;

    private JsonFields(string path) => _path = path;

    /// <summary>Names that are present and not null, in the order of the text.</summary>
    public IEnumerable<string> Names => _fields.Keys;

    /// <summary>Opens an object that may hold only these fields.</summary>
    public static JsonFields Open(JsonElement value, string path, params ReadOnlySpan<string> allowed)
    {
        JsonFields fields = OpenMap(value, path);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (!allowed.Contains(property.Name))
            {
                throw new InputRefusedException(
                    "UnknownField",
                    $"Field '{property.Name}' is not known here. Allowed: {string.Join(", ", allowed.ToArray())}.",
                    fields.At(property.Name));
            }
        }

        return fields;
    }

    /// <summary>Opens an object with free keys.</summary>
    public static JsonFields OpenMap(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw WrongType(path, value, "an object");
        }

        JsonFields fields = new(path);
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (JsonProperty property in value.EnumerateObject())
        {
            if (!seen.Add(property.Name))
            {
                throw new InputRefusedException(
                    "DuplicateField", $"Field '{property.Name}' is given twice. Keep one.", fields.At(property.Name));
            }

            if (property.Value.ValueKind != JsonValueKind.Null)
            {
                fields._fields[property.Name] = property.Value;
            }
        }

        return fields;
    }

    public string At(string name) => _path.Length == 0 ? name : _path + "." + name;

    public JsonElement Required(string name) => _fields.TryGetValue(name, out JsonElement value)
        ? value
        : throw new InputRefusedException("MissingField", $"Field '{name}' is required.", At(name));

    public bool Has(string name) => _fields.ContainsKey(name);

    /// <summary>Whether a part is given and neither an empty object nor an empty array, which count as off.</summary>
    public bool IsOn(string name) => _fields.TryGetValue(name, out JsonElement value)
        && !(value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any())
        && !(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);

    public string Text(string name) => TextOrNull(name) ?? Required(name).GetString()!;

    public string? TextOrNull(string name) =>
        !_fields.TryGetValue(name, out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString()
        : throw WrongType(At(name), value, "text");

    public decimal Money(string name, decimal? absent = null) =>
        MoneyOrNull(name) ?? absent ?? Required(name).GetDecimal();

    public decimal? MoneyOrNull(string name)
    {
        if (!_fields.TryGetValue(name, out JsonElement value))
        {
            return null;
        }

        RequireNumber(value, At(name));
        return value.TryGetDecimal(out decimal money)
            ? money
            : throw new InputRefusedException(
                "Overflow", $"Found {value.GetRawText()}; allowed are amounts up to 7.9e28.", At(name));
    }

    public double Number(string name, double? absent = null) =>
        NumberOrNull(name) ?? absent ?? Required(name).GetDouble();

    public double? NumberOrNull(string name) =>
        _fields.TryGetValue(name, out JsonElement value) ? Finite(value, At(name)) : null;

    /// <summary>A whole number within the range of an int.</summary>
    public int Whole(string name, int? absent = null)
    {
        decimal value = Money(name, absent);
        return value == decimal.Truncate(value) && Math.Abs(value) <= int.MaxValue
            ? (int)value
            : throw Refuse.OutOfRange(At(name), value, "a whole number");
    }

    public bool Flag(string name, bool absent)
    {
        if (!_fields.TryGetValue(name, out JsonElement value))
        {
            return absent;
        }

        return value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? value.GetBoolean()
            : throw WrongType(At(name), value, "true or false");
    }

    public Timestamp Time(string name) => TimeOrNull(name) ?? Timestamp.Parse(Required(name).GetString()!);

    public Timestamp? TimeOrNull(string name)
    {
        if (TextOrNull(name) is not string text)
        {
            return null;
        }

        try
        {
            return text.Contains('T', StringComparison.Ordinal) && Timestamp.TryParse(text, out Timestamp time)
                ? time
                : throw new InputRefusedException(
                    "WrongType", $"Found '{text}'; allowed is a UTC time such as 2026-03-02T12:00:00Z.", At(name));
        }
        catch (OverflowException)
        {
            throw Refuse.OutOfRange(At(name), text, "a time in the years 1678 to 2262");
        }
    }

    public T Word<T>(string name, IReadOnlyDictionary<string, T> words) => WordOf(Text(name), name, words);

    public T Word<T>(string name, IReadOnlyDictionary<string, T> words, T absent) =>
        TextOrNull(name) is string word ? WordOf(word, name, words) : absent;

    public IReadOnlyList<T> Rows<T>(string name, Func<JsonElement, string, T> read)
    {
        if (!_fields.TryGetValue(name, out JsonElement value))
        {
            return [];
        }

        return RowsOf(value, At(name), read);
    }

    public static IReadOnlyList<T> RowsOf<T>(JsonElement value, string path, Func<JsonElement, string, T> read)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw WrongType(path, value, "an array");
        }

        List<T> rows = new(value.GetArrayLength());
        foreach (JsonElement row in value.EnumerateArray())
        {
            rows.Add(read(row, $"{path}[{rows.Count.ToString(CultureInfo.InvariantCulture)}]"));
        }

        return rows;
    }

    public static double Finite(JsonElement value, string path)
    {
        RequireNumber(value, path);
        return value.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw new InputRefusedException(
                "NotFinite", $"Found {value.GetRawText()}; allowed is a finite number.", path);
    }

    private static void RequireNumber(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            throw WrongType(path, value, "a number");
        }
    }

    private static InputRefusedException WrongType(string path, JsonElement value, string allowed) => new(
        "WrongType", $"Found {value.ValueKind.ToString().ToLowerInvariant()}; allowed is {allowed}.", path);

    private T WordOf<T>(string word, string name, IReadOnlyDictionary<string, T> words) =>
        words.TryGetValue(word, out T? value)
            ? value
            : throw Refuse.OutOfRange(At(name), $"'{word}'", "one of " + string.Join(", ", words.Keys));
}
