using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>The <c>key=value</c> lines of one part of a LightGBM text, with the part's name for refusals.</summary>
internal sealed class LightGbmBlock
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public LightGbmBlock(string name) => Name = name;

    public string Name { get; }

    public void Add(string line)
    {
        int equals = line.IndexOf('=', StringComparison.Ordinal);
        (string key, string value) = equals < 0 ? (line, "") : (line[..equals], line[(equals + 1)..]);
        if (!_values.TryAdd(key, value))
        {
            throw Refusal($"{key} is given twice.", key);
        }
    }

    public bool Has(string key) => _values.ContainsKey(key);

    public string Text(string key) => _values.TryGetValue(key, out string? value) ? value : throw Refusal($"{key} is missing.", key);

    public string TextOr(string key, string otherwise) => _values.GetValueOrDefault(key, otherwise);

    public int Integer(string key) => Whole(Text(key), key);

    public int IntegerOr(string key, int otherwise) => _values.TryGetValue(key, out string? value) ? Whole(value, key) : otherwise;

    public int[] Integers(string key, int count) => [.. Items(key, count).Select(item => Whole(item, key))];

    public double[] Numbers(string key, int count) => [.. Items(key, count).Select(item => item switch
    {
        "inf" => double.PositiveInfinity,
        "-inf" => double.NegativeInfinity,
        _ when double.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) => value,
        _ => throw Refusal($"'{item}' is no number.", key),
    })];

    public InputRefusedException Refusal(string message, string key, string code = "lightgbm-text") =>
        new(code, message, $"{Name}.{key}");

    private string[] Items(string key, int count)
    {
        string[] items = Text(key).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return items.Length == count ? items : throw Refusal($"Expected {count} values, found {items.Length}.", key);
    }

    private int Whole(string text, string key) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value)
            ? value
            : throw Refusal($"'{text}' is no whole number.", key);
}
