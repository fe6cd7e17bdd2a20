using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Commands;

/// <summary>What <c>dms data inspect</c> says of files that are not canonical bars.</summary>
internal static class DataInspectMarket
{
    private const int ShownPerIssue = 3;

    /// <summary>The format of a name.</summary>
    public static IMarketFormat Named(string name) =>
        MarketFormats.Known.FirstOrDefault(f => f.Name == name) ?? throw new UsageException(
            $"Unknown format '{name}'. Known are: {string.Join(", ", MarketFormats.Known.Select(f => f.Name))}.",
            "--format");

    /// <summary>The format of a file; null when its content is of none or is canonical bars.</summary>
    public static IMarketFormat? Detected(string path)
    {
        try
        {
            return File.Exists(path) && MarketFile.Detect(path) is { Name: not "bars-csv" } format ? format : null;
        }
        catch (InputRefusedException e) when (e.Code != "format-ambiguous")
        {
            return null;
        }
    }

    /// <summary>The document of <c>--json</c>.</summary>
    public static string ToJson(MarketReading reading, MarketInspection seen)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("format", reading.Format.Name);
            json.WriteString("packing", reading.Packing);
            json.WriteString("instrument", seen.Feed?.Instrument);
            json.WriteString("kind", reading.Format.Kind);
            json.WriteBoolean("timed", reading.Format.IsTimed);
            json.WriteNumber("rows", reading.Rows);
            json.WriteNumber("events", seen.Events);
            json.WriteNumber("levelChanges", seen.LevelChanges);
            json.WriteString("first", reading.Format.IsTimed ? seen.First?.ToString() : null);
            json.WriteString("last", reading.Format.IsTimed ? seen.Last?.ToString() : null);
            json.WriteNumber("duplicates", seen[QualityIssue.Duplicate] + seen[QualityIssue.IdenticalDuplicate]);
            json.WriteNumber("outOfOrder", seen.OutOfOrder);
            json.WriteNumber("zeroVolume", seen.ZeroVolume);
            WriteVerdicts(json, seen);
            json.WriteString("sha256", reading.Sha256);
            WriteClock(json, seen);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    /// <summary>The lines for people.</summary>
    public static void Write(MarketReading reading, MarketInspection seen, TextWriter output)
    {
        string span = !reading.Format.IsTimed ? "no times: the event number is the clock" : $"{seen.First} to {seen.Last}";
        output.WriteLine($"{reading.Path}");
        output.WriteLine($"  format      {reading.Format.Name} ({reading.Format.Kind}), {reading.Packing}");
        output.WriteLine($"  instrument  {seen.Feed?.Instrument}");
        output.WriteLine($"  rows        {reading.Rows}, {seen.Events} events");
        output.WriteLine($"  span        {span}");
        output.WriteLine(seen.SkewMsMin is { } skew
            ? FormattableString.Invariant($"  clocks      received − event at least {skew} ms, median {seen.SkewMsMedian} ms")
            : "  clocks      one clock only; the other is assumed");
        output.WriteLine($"  sha256      {reading.Sha256}");
        foreach (IGrouping<QualityIssue, QualityVerdict> issue in seen.FirstVerdicts.GroupBy(v => v.Issue))
        {
            output.WriteLine($"  {issue.Key}: {seen[issue.Key]}");
            foreach (QualityVerdict v in issue.Take(ShownPerIssue))
            {
                output.WriteLine($"    line {v.Line}, {v.Action}: {v.Detail}");
            }
        }
    }

    private static void WriteVerdicts(Utf8JsonWriter json, MarketInspection seen)
    {
        json.WriteStartObject("verdicts");
        foreach (QualityIssue issue in Enum.GetValues<QualityIssue>().Where(i => seen[i] > 0))
        {
            json.WriteNumber(issue.ToString(), seen[issue]);
        }

        json.WriteEndObject();
        json.WriteStartArray("firstVerdicts");
        foreach (QualityVerdict verdict in seen.FirstVerdicts)
        {
            json.WriteStartObject();
            json.WriteString("issue", verdict.Issue.ToString());
            json.WriteString("action", verdict.Action.ToString());
            json.WriteNumber("line", verdict.Line);
            json.WriteString("detail", verdict.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteClock(Utf8JsonWriter json, MarketInspection seen)
    {
        json.WriteStartObject("clock");
        if (seen.SkewMsMin is { } skew)
        {
            json.WriteNumber("skewMsMin", skew);
            json.WriteNumber("skewMsMedian", seen.SkewMsMedian!.Value);
        }
        else
        {
            json.WriteNull("skewMsMin");
            json.WriteNull("skewMsMedian");
        }

        json.WriteBoolean("assumed", seen.Feed?.ClockAssumed ?? true);
        json.WriteEndObject();
    }
}
