using System.Text;
using System.Text.Json;
using Dms.Predictive.Audit;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary>What to replay.</summary>
/// <param name="Log">Folder of the log.</param>
/// <param name="From">First sequence.</param>
/// <param name="To">Last sequence.</param>
internal sealed record AuditReplayRequest(string Log, long From, long To);

/// <summary>Runs <c>dms audit replay</c>.</summary>
internal static class AuditReplay
{
    private const int MostRowsShown = 10;

    /// <summary>Recomputes every figure of the range and prints the counts.</summary>
    /// <returns>Check failed when a margin differs, else done.</returns>
    public static int Run(AuditReplayRequest request, IDecisionReplayer replayer, bool json)
    {
        if (request.From < 1 || request.To < request.From)
        {
            throw new UsageException($"The range {request.From} to {request.To} holds no record.", "--from, --to");
        }

        ReplayReport report = ReplayRun.Over(AuditLogReader.Read(request.Log), replayer, request.From, request.To);
        if (json)
        {
            Console.Out.WriteLine(ToJson(report));
        }
        else
        {
            Print(report);
        }

        return report.Different == 0 ? ExitCode.Done : ExitCode.CheckFailed;
    }

    private static string ToJson(ReplayReport report)
    {
        using MemoryStream buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteNumber("figures", report.Figures);
            writer.WriteNumber("identical", report.Identical);
            writer.WriteNumber("different", report.Different);
            WriteRemarks(writer, "notReplayable", report.NotReplayable);
            WriteRemarks(writer, "differences", report.Differences);
            WriteForecasts(writer, report.Forecasts);
            writer.WriteStartObject("environment");
            writer.WritePropertyName("recorded");
            writer.WriteRawValue(report.RecordedEnvironment.ToBytes());
            writer.WritePropertyName("current");
            writer.WriteRawValue(report.CurrentEnvironment.ToBytes());
            writer.WriteBoolean("same", report.IsSameEnvironment);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void WriteForecasts(Utf8JsonWriter writer, ForecastReplay forecasts)
    {
        writer.WriteStartObject("forecasts");
        writer.WriteNumber("figures", forecasts.Figures);
        writer.WriteNumber("identical", forecasts.Identical);
        writer.WriteNumber("within1e5", forecasts.Within1e5);
        writer.WriteNumber("different", forecasts.Different);
        writer.WriteNumber("notReplayable", forecasts.NotReplayable);
        writer.WriteEndObject();
    }

    private static void WriteRemarks(Utf8JsonWriter writer, string name, IReadOnlyList<ReplayRemark> remarks)
    {
        writer.WriteStartArray(name);
        foreach (ReplayRemark remark in remarks)
        {
            writer.WriteStartObject();
            writer.WriteNumber("sequence", remark.Sequence);
            writer.WriteString("reason", remark.Reason);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Print(ReplayReport report)
    {
        Table table = new Table()
            .AddColumns("", "figures", "identical", "within 1e-5", "different", "not replayable");
        ForecastReplay f = report.Forecasts;
        table.AddRow("margins", $"{report.Figures}", $"{report.Identical}", "", $"{report.Different}",
            $"{report.NotReplayable.Count}");
        table.AddRow("forecasts", $"{f.Figures}", $"{f.Identical}", $"{f.Within1e5}", $"{f.Different}",
            $"{f.NotReplayable}");
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine(report.IsSameEnvironment
            ? "Same machine and program as recorded."
            : "Recorded on another machine or program.");
        foreach (ReplayRemark remark in report.Differences.Concat(report.NotReplayable).Take(MostRowsShown))
        {
            AnsiConsole.WriteLine($"record {remark.Sequence}: {remark.Reason}");
        }
    }
}
