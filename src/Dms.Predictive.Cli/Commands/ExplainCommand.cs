using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms explain</c>.</summary>
public static class ExplainCommand
{
    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("explain", "Explain margins and models.") { CreateMargin(), ExplainModel.Create() };

    private static Command CreateMargin()
    {
        Option<FileInfo?> before = new("--before") { Description = "Margin request at t0 (JSON)." };
        Option<FileInfo?> after = new("--after") { Description = "Margin request at t1 (JSON)." };
        Option<string?> log = new("--log") { Description = "Audit log: explain two sealed margins of it, down to features." };
        Option<long?> from = new("--from") { Description = "Record of the earlier margin; default: the one before --to." };
        Option<long?> to = new("--to") { Description = "Record of the later margin." };
        Option<string?> data = new("--data") { Description = "Folder with the models that the log names." };
        Option<bool> notice = new("--notice") { Description = "Only the notice to the owner of the account, in plain words." };
        Option<bool> json = new("--json") { Description = "One JSON document on standard output." };
        Command margin = new("margin",
            "Split a change of initial margin among what changed, to the unit. "
            + "Examples: dms explain margin --before monday.json --after tuesday.json --json; "
            + "dms explain margin --log dms-demo/audit --to 412 --data dms-demo/models")
        {
            before, after, log, from, to, data, notice, json,
        };
        margin.SetAction(parsed => Run(
            Changed((parsed.GetValue(before), parsed.GetValue(after)), parsed.GetValue(log), (parsed.GetValue(from), parsed.GetValue(to)), parsed.GetValue(data)),
            parsed.GetValue(notice), parsed.GetValue(json)));
        return margin;
    }

    private static RecordedChange Changed((FileInfo? Before, FileInfo? After) files, string? log, (long? From, long? To) records, string? data)
    {
        if (files is ({ } beforeFile, { } afterFile) && log is null)
        {
            (MarginRequest before, MarginRequest after) = (Read(beforeFile), Read(afterFile));
            return new RecordedChange(before, after, MarginExplain.Between(before, after), "requests do not hold the inputs of the forecast; with --log they are found");
        }

        if (log is null || records.To is not { } to || files.Before is not null || files.After is not null)
        {
            throw new UsageException("Give --before and --after, or --log with --to.", "--before");
        }

        SealedRecord[] all = [.. AuditLogReader.Read(log)];
        SealedRecord RecordAt(long sequence) => sequence >= 1 && sequence <= all.Length
            ? all[sequence - 1]
            : throw new InputRefusedException("record", $"The log has records 1 to {all.Length}, not {sequence}.", log);
        SealedRecord later = RecordAt(to);
        SealedRecord earlier = records.From is { } from ? RecordAt(from)
            : all.Take((int)to - 1).LastOrDefault(r => r.Kind == RecordKind.MarginDecided && r.Body.Text("account") == later.Body.Text("account"))
                ?? throw new InputRefusedException("record", $"Record {to} is no margin, or the first one of its account; name an earlier one with --from.", log);
        Dictionary<string, ForecastModel> models = AuditReplayers.ModelsBelow(data);
        return RecordedChange.Between(earlier, later, RecordAt, models.GetValueOrDefault);
    }

    private static int Run(RecordedChange recorded, bool noticeOnly, bool json)
    {
        ExplainedMargin explained = recorded.Explained;
        string notice = MarginNotice.Of(recorded.Before, recorded.After, explained);
        if (json || noticeOnly)
        {
            Console.Out.WriteLine(json ? MarginExplainJson.Write(explained, recorded.Before.Id, recorded.After.Id, notice) : notice.TrimEnd());
            return ExitCode.Done;
        }

        MarginChange change = explained.Change;
        TextTable table = new("player", ">booked", ">in order", ">in reverse");
        for (int i = 0; i < change.Order.Count; i++)
        {
            string player = change.Order[i];
            table.Add(
                player, AuditText.Signed(change.Booked.Parts[i]), Rounded(change.Sequential[player], change.Quantum),
                Rounded(change.ReverseSequential[player], change.Quantum));
        }

        table.Add("sum", AuditText.Signed(change.Booked.Parts.Sum()), "", "");
        table.WriteTo(Console.Out);
        WriteParts(explained.Position, "Positions");
        WriteParts(explained.Learned, "Learned forecast");
        WriteParts(explained.Features, "Forecast volatility by feature");
        foreach ((string leader, IReadOnlyList<string> others) in explained.Merged)
        {
            Console.Out.WriteLine($"{leader} holds the part of {string.Join(", ", others)} too: they cannot be priced apart.");
        }

        if (recorded.FeaturesMissing is { } why && change.Players.Contains("ml"))
        {
            Console.Out.WriteLine($"Features are not shown: {why}.");
        }

        Console.Out.WriteLine($"Initial margin moved by {AuditText.Signed(change.BookedDelta)}, residual "
            + $"{AuditText.Amount(change.BookedDelta - change.Booked.Parts.Sum())}. Where the two orders differ, the order matters.");
        Console.Out.WriteLine();
        Console.Out.Write(notice);
        return ExitCode.Done;
    }

    private static void WriteParts(MarginChangeParts? parts, string title)
    {
        const int Shown = 12;
        if (parts is null)
        {
            return;
        }

        (string Name, decimal Part)[] ordered = [.. parts.Names.Zip(parts.Booked.Parts).OrderByDescending(p => Math.Abs(p.Second))];
        TextTable table = new(title.ToLowerInvariant(), ">booked");
        foreach ((string name, decimal part) in ordered.Take(Shown))
        {
            table.Add(name, AuditText.Signed(part));
        }

        if (ordered.Length > Shown)
        {
            table.Add($"{ordered.Length - Shown} others", AuditText.Signed(ordered.Skip(Shown).Sum(p => p.Part)));
        }

        table.Add("sum", AuditText.Signed(parts.Booked.Parts.Sum()));
        Console.Out.WriteLine();
        table.WriteTo(Console.Out);
    }

    private static string Rounded(double part, decimal quantum) =>
        AuditText.Signed(Booking.RoundHalfEven(part, quantum));

    private static MarginRequest Read(FileInfo file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllBytes(file.FullName), new JsonDocumentOptions { AllowDuplicateProperties = false });
            return MarginRequestReader.Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("json", $"Not valid JSON: {e.Message}", $"{file.Name} line {e.LineNumber + 1}", e);
        }
    }
}
