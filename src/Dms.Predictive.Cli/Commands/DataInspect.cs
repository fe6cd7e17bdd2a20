using System.CommandLine;
using System.Text;
using System.Text.Json;
using System.Xml;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms data inspect FILE [--sort] [--json] [--format NAME]</c>: what a file holds and what is wrong with it.</summary>
public static class DataInspect
{
    private const string Example = "Example: dms data inspect data/samples/SIM-BTC.csv.gz --json";

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Argument<string> file = new("FILE") { Description = "A file of market data, plain, gzip or zip, told apart by content." };
        Option<bool> sort = new("--sort") { Description = "Sort rows in disorder and count them; else refuse." };
        Option<bool> json = new("--json") { Description = "One JSON document on standard output." };
        Option<string?> format = new("--format") { Description = "Name of the format, where content cannot tell." };
        Command command = new("inspect", $"Show format, step, span, gaps and quality verdicts. {Example}")
        {
            file, sort, json, format,
        };
        command.SetAction((parsed, ct) =>
        {
            string path = parsed.GetRequiredValue(file);
            TextWriter output = parsed.InvocationConfiguration.Output;
            IMarketFormat? market = parsed.GetValue(format) is { } name
                ? DataInspectMarket.Named(name)
                : DataInspectMarket.Detected(path);
            if (market is not null)
            {
                MarketInspection seen = new();
                MarketReading read = MarketFile.Read(path, market, null, seen, ct);
                if (parsed.GetValue(json))
                {
                    output.WriteLine(DataInspectMarket.ToJson(read, seen));
                }
                else
                {
                    DataInspectMarket.Write(read, seen, output);
                }

                return Task.FromResult(ExitCode.Done);
            }

            BarReading reading = BarFile.Read(path, parsed.GetValue(sort), ct);
            if (parsed.GetValue(json))
            {
                output.WriteLine(ToJson(reading));
            }
            else
            {
                DataInspectTable.Write(reading, output);
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    /// <summary>The document of <c>--json</c>.</summary>
    public static string ToJson(BarReading reading)
    {
        ArgumentNullException.ThrowIfNull(reading);
        using MemoryStream buffer = new();
        using (Utf8JsonWriter json = new(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteString("format", reading.Format);
            json.WriteString("instrument", reading.Instrument);
            json.WriteString("kind", "bars");
            json.WriteNumber("rows", reading.Quality.RowsRead);
            json.WriteNumber("bars", reading.Bars.Count);
            json.WriteString("first", reading.Bars[0].OpenTime.ToString());
            json.WriteString("last", reading.Bars[^1].OpenTime.ToString());
            json.WriteString("step", XmlConvert.ToString(reading.Step));
            WriteGaps(json, reading.Quality.Gaps);
            WriteQuality(json, reading.Quality);
            json.WriteStartArray("extraColumns");
            foreach (string column in reading.ExtraColumns)
            {
                json.WriteStringValue(column);
            }

            json.WriteEndArray();
            json.WriteString("sha256", reading.Sha256);
            WriteClock(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteGaps(Utf8JsonWriter json, GapSummary gaps)
    {
        json.WriteStartObject("gaps");
        json.WriteNumber("count", gaps.Count);
        json.WriteNumber("missing", gaps.MissingBars);
        json.WriteString("longest", XmlConvert.ToString(gaps.Longest));
        if (gaps.LongestBefore is { } next)
        {
            json.WriteString("longestAt", next.ToString());
        }
        else
        {
            json.WriteNull("longestAt");
            json.WriteString("reason", "no bar is absent");
        }

        json.WriteEndObject();
    }

    private static void WriteQuality(Utf8JsonWriter json, QualityReport quality)
    {
        json.WriteNumber("duplicates", quality[QualityIssue.Duplicate] + quality[QualityIssue.IdenticalDuplicate]);
        json.WriteNumber("outOfOrder", quality[QualityIssue.OutOfOrder]);
        json.WriteNumber("zeroVolume", quality[QualityIssue.ZeroVolume]);
        json.WriteBoolean("volumeAbsent", quality.VolumeAbsent);
        json.WriteNumber("quarantined", quality.Quarantined);
        json.WriteStartObject("verdicts");
        foreach ((QualityIssue issue, long count) in quality.Counts.OrderBy(c => c.Key))
        {
            json.WriteNumber(issue.ToString(), count);
        }

        json.WriteEndObject();
        json.WriteStartArray("firstVerdicts");
        foreach (QualityVerdict verdict in quality.First)
        {
            json.WriteStartObject();
            json.WriteString("issue", verdict.Issue.ToString());
            json.WriteString("action", verdict.Action.ToString());
            json.WriteString("at", verdict.At.ToString());
            json.WriteNumber("line", verdict.Line);
            json.WriteString("detail", verdict.Detail);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteClock(Utf8JsonWriter json)
    {
        json.WriteStartObject("clock");
        json.WriteNull("skewMsMin");
        json.WriteNull("skewMsMedian");
        json.WriteBoolean("assumed", true);
        json.WriteString("reason", "bars carry no receive time; each counts as known at its open time plus step");
        json.WriteEndObject();
    }
}
