using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>The ledger as text: JSON lines, each with the digest of the line before it.</summary>
internal static class LedgerText
{
    /// <summary>What the first line names as the one before it.</summary>
    public static readonly string NoLine = new('0', 64);

    private const string WayOut =
        "Keep the file as evidence and restore it from a copy, or start another with --ledger FILE.";

    public static string Sha256(ReadOnlySpan<byte> line) => Convert.ToHexStringLower(SHA256.HashData(line));

    /// <summary>An opening line without its line end.</summary>
    public static byte[] Opened(int number, string previous, OpeningRequest request, int opening) => Line(w =>
    {
        w.WriteNumber("line", number);
        w.WriteString("event", "opened");
        w.WriteString("protocolHash", request.ProtocolHash);
        WriteDigests(w, "data", request.Data);
        WriteDigests(w, "inputs", request.Inputs);
        w.WriteString("start", request.Start.ToString());
        w.WriteString("end", request.End.ToString());
        w.WriteNumber("seed", request.Seed);
        w.WriteNumber("opening", opening);
        w.WriteString("previous", previous);
    });

    /// <summary>A closing line without its line end.</summary>
    public static byte[] Closed(int number, string previous, int opening, string forecastsSha256) => Line(w =>
    {
        w.WriteNumber("line", number);
        w.WriteString("event", "closed");
        w.WriteNumber("closes", opening);
        w.WriteString("forecasts", forecastsSha256);
        w.WriteString("previous", previous);
    });

    /// <summary>Reads and verifies all lines.</summary>
    /// <exception cref="InputRefusedException"><c>ledger-damaged</c>: names the line and what is wrong.</exception>
    public static List<LedgerLine> Read(byte[] content, string name)
    {
        List<LedgerLine> lines = [];
        for (int from = 0; from < content.Length;)
        {
            int length = content.AsSpan(from).IndexOf((byte)'\n');
            if (length < 0)
            {
                throw Damaged(name, lines.Count + 1, "the line is cut short: it has no line end");
            }

            lines.Add(ReadLine(content.AsSpan(from, length).ToArray(), lines, name));
            from += length + 1;
        }

        return lines;
    }

    private static LedgerLine ReadLine(byte[] bytes, List<LedgerLine> before, string name)
    {
        int number = before.Count + 1;
        string expected = before.Count == 0 ? NoLine : before[^1].Sha256;
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement line = document.RootElement;
            string? previous = line.GetProperty("previous").GetString();
            if (previous != expected)
            {
                throw Damaged(name, number, number == 1
                    ? "it names a line before it, so lines are missing at the start"
                    : $"it names {previous} as the line before it, but that line has {expected}");
            }

            if (line.GetProperty("line").GetInt32() != number)
            {
                throw Damaged(name, number, $"it calls itself line {line.GetProperty("line").GetInt32()}");
            }

            return Parsed(line, number, Sha256(bytes), before, name);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Damaged(name, number, $"it is no ledger line ({e.Message})");
        }
    }

    private static LedgerLine Parsed(JsonElement line, int number, string sha, List<LedgerLine> before, string name)
    {
        switch (line.GetProperty("event").GetString())
        {
            case "opened":
                OpeningRequest request = new(
                    line.GetProperty("protocolHash").GetString()!,
                    Digests(line, "data"), Time(line, "start"), Time(line, "end"), line.GetProperty("seed").GetInt32())
                {
                    Inputs = Digests(line, "inputs"),
                };
                int counted = 1 + before.Count(b => b.Opened is { } o
                    && o.Configuration == request.Configuration && o.SameDataAndSpan(request));
                int said = line.GetProperty("opening").GetInt32();
                return said == counted
                    ? new LedgerLine(number, request, 0, "", sha)
                    : throw Damaged(name, number, $"it calls itself opening {said}, but is number {counted}");
            case "closed":
                int closes = line.GetProperty("closes").GetInt32();
                return closes >= 1 && closes < number && before[closes - 1].Opened is not null
                    ? new LedgerLine(number, null, closes, line.GetProperty("forecasts").GetString()!, sha)
                    : throw Damaged(name, number, $"it closes line {closes}, which is no opening before it");
            case string other:
                throw Damaged(name, number, $"its event is '{other}'; expected opened or closed");
            default:
                throw Damaged(name, number, "it has no event");
        }
    }

    private static void WriteDigests(Utf8JsonWriter writer, string name, IReadOnlyList<string> digests)
    {
        writer.WriteStartArray(name);
        foreach (string digest in digests)
        {
            writer.WriteStringValue(digest);
        }

        writer.WriteEndArray();
    }

    private static string[] Digests(JsonElement line, string key) =>
        [.. line.GetProperty(key).EnumerateArray().Select(d => d.GetString()!)];

    private static Timestamp Time(JsonElement line, string key) =>
        Timestamp.TryParse(line.GetProperty(key).GetString()!, out Timestamp time)
            ? time
            : throw new FormatException($"{key} is no UTC time");

    private static InputRefusedException Damaged(string name, int line, string what) => new(
        "ledger-damaged", $"Line {line} of the ledger is damaged or was changed: {what}. {WayOut}", $"{name}:{line}");

    private static byte[] Line(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
