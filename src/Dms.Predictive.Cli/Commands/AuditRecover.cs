using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Cli.Vectors;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Runs <c>dms audit recover</c>.</summary>
internal static class AuditRecover
{
    /// <summary>Copies the good part, names the loss, and leaves the new log's public key beside it.</summary>
    /// <exception cref="UsageException">The approval is for another record than <c>--to</c>.</exception>
    public static int Run(string log, (long To, FileInfo Approval) order, string target, bool json)
    {
        SalvageOrder decided = Read(order.Approval);
        if (decided.To != order.To)
        {
            throw new UsageException($"--to is {order.To}, the approval is for {decided.To}.", "--to");
        }

        string key = Path.TrimEndingDirectorySeparator(target) + "-key.json";
        if (File.Exists(key))
        {
            throw new InputRefusedException("output-exists", "The key file is there already; name another --out.", key);
        }

        using AuditSigner signer = AuditSigner.CreateThrowAway(decided.Approvals[^1].At);
        long size = LogSalvage.Run(log, target, decided, signer);
        signer.ExportPublicKey(key);
        Console.Out.WriteLine(json
            ? JsonSerializer.Serialize(new { records = size, kept = decided.To, key })
            : $"{size} records in {target}: {decided.To} kept, and one that names the loss. Check: dms audit verify --log {target} --key {key}");
        return ExitCode.Done;
    }

    private static SalvageOrder Read(FileInfo file)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(
                File.ReadAllBytes(file.FullName), new JsonDocumentOptions { AllowDuplicateProperties = false });
            VectorField root = new(document.RootElement, "");
            return new SalvageOrder(
                root["log"].Text(), root["to"].Count(), root["reason"].Text(),
                [.. root["approvals"].Items().Select(a => new Approval(a["actor"].Text(), TimeOf(a["at"]), a["keyId"].Text()))]);
        }
        catch (JsonException e)
        {
            throw new InputRefusedException("json", $"Not valid JSON: {e.Message}", $"{file.Name} line {e.LineNumber + 1}", e);
        }
    }

    private static Timestamp TimeOf(VectorField text) =>
        Timestamp.TryParse(text.Text(), out Timestamp time) ? time : throw text.Refused("a UTC time");
}
