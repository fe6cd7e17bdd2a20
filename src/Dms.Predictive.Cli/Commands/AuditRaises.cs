using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Audit;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Runs <c>dms audit raises</c>.</summary>
internal static class AuditRaises
{
    /// <summary>Lists the largest rises of initial margin.</summary>
    public static int Run(string log, string? account, int top, (bool ByLearned, bool Json) how)
    {
        if (top < 1)
        {
            throw new UsageException($"--top is {top}; 1 or more is allowed.", "--top");
        }

        IReadOnlyList<RecordedRaise> raises =
            RecordedMargin.LargestRaises(AuditLogReader.Read(log), top, account, how.ByLearned);
        if (how.Json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new { raises = raises.Select(ToJson) }));
            return ExitCode.Done;
        }

        if (raises.Count == 0)
        {
            Console.Out.WriteLine("No decision in this log raised initial margin.");
            return ExitCode.Done;
        }

        TextTable table = new(
            "record", "time", "account", "instrument", ">from", ">to", ">rise", ">learned");
        foreach (RecordedRaise r in raises)
        {
            table.Add($"{r.Sequence}", r.At.ToString(), r.Account, r.Subject,
                AuditText.Amount(r.From), AuditText.Amount(r.To), AuditText.Signed(r.Change), AuditText.Signed(r.Learned));
        }

        Console.Out.WriteLine("Largest rises of initial margin, quote currency; learned: what the learned forecast added to the rise.");
        table.WriteTo(Console.Out);
        Console.Out.WriteLine($"Why: dms audit show --log {log} --sequence {raises[0].Sequence}");
        return ExitCode.Done;
    }

    private static object ToJson(RecordedRaise r) => new
    {
        sequence = r.Sequence,
        previous = r.Previous,
        at = r.At.ToString(),
        account = r.Account,
        subject = r.Subject,
        from = AuditText.Amount(r.From),
        to = AuditText.Amount(r.To),
        change = AuditText.Amount(r.Change),
        learned = AuditText.Amount(r.Learned),
    };
}

/// <summary>How figures of the record are written for people.</summary>
internal static class AuditText
{
    public static string Amount(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);

    public static string Signed(decimal amount) =>
        (amount > 0 ? "+" : "") + amount.ToString(CultureInfo.InvariantCulture);
}
