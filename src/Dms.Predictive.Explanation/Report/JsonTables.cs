using System.Globalization;
using System.Text.Json;

namespace Dms.Predictive.Explanation.Report;

/// <summary>Tables and maps inside report.json.</summary>
internal static class JsonTables
{
    internal static void Write(Utf8JsonWriter json, string id, Table table)
    {
        json.WriteStartObject(id);
        json.WriteString("caption", table.Caption);
        WriteTexts(json, "columns", table.Columns.Select(c => c.Unit.Length > 0 ? $"{c.Name} [{Unit(c.Unit)}]" : c.Name));
        json.WriteStartArray("rows");
        foreach (IReadOnlyList<Cell> row in table.Rows)
        {
            json.WriteRawValue(Row(row), skipInputValidation: true);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    internal static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }

    internal static void WriteNumbers(
        Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, double>> numbers)
    {
        json.WriteStartObject(name);
        foreach ((string key, double value) in numbers)
        {
            json.WriteNumber(key, value);
        }

        json.WriteEndObject();
    }

    /// <summary>One row on one line; numbers are as measured (percent as fractions), absent ones say why.</summary>
    private static string Row(IReadOnlyList<Cell> row) => "[" + string.Join(",", row.Select(Value)) + "]";

    private static string Value(Cell cell) => cell switch
    {
        NumberCell number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        MoneyCell money => "\"" + money.Value.ToString(CultureInfo.InvariantCulture) + "\"",
        AbsentCell absent => "{\"value\":null,\"reason\":" + Quoted(absent.Reason) + "}",
        _ => Quoted(cell.Shown),
    };

    private static string Quoted(string text) => "\"" + JsonEncodedText.Encode(text) + "\"";

    /// <summary>Cells that print as percent are fractions in JSON.</summary>
    private static string Unit(string unit) => unit.Replace("%", "fraction", StringComparison.Ordinal)
        .Replace("points", "fraction", StringComparison.Ordinal);
}
