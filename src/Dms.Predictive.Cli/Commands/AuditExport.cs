using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Cli.Pack;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Commands;

/// <summary>What <c>dms audit export</c> was asked for.</summary>
/// <param name="Log">Folder of the log.</param>
/// <param name="Out">Folder to make.</param>
/// <param name="From">First time, or null for the beginning.</param>
/// <param name="To">Last time, or null for the end.</param>
/// <param name="Account">Account, or null for all.</param>
/// <param name="Models">Folder with bundles, or null.</param>
/// <param name="Reports">Report files to add.</param>
internal sealed record AuditExportRequest(
    string Log, string Out, string? From, string? To, string? Account, string? Models, IReadOnlyList<string> Reports);

/// <summary>Runs <c>dms audit export</c>.</summary>
internal static class AuditExport
{
    /// <summary>Writes an auditor pack.</summary>
    public static int Run(AuditExportRequest request, bool json)
    {
        RecordSelection selection = new(
            TimeOf(request.From, long.MinValue, "--from"), TimeOf(request.To, long.MaxValue, "--to"), request.Account);
        if (selection.To < selection.From)
        {
            throw new UsageException($"--to {request.To} is before --from {request.From}.", "--from, --to");
        }

        AuditorPack pack = AuditorPack.Of(new PackRequest(request.Log, selection, request.Models, request.Reports));
        pack.WriteTo(request.Out);
        if (json)
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(new
            {
                records = pack.Records,
                uncovered = pack.Uncovered,
                missingModels = pack.MissingModels,
                digest = pack.Digest,
                @out = request.Out,
            }));
            return ExitCode.Done;
        }

        Console.Out.WriteLine($"{pack.Records} records in {request.Out}; {pack.Uncovered} not under a signed head yet were left out.");
        foreach (string missing in pack.MissingModels)
        {
            Console.Out.WriteLine($"Not in the pack: the bundle with manifest {missing}; name its folder with --models.");
        }

        Console.Out.WriteLine($"Digest {pack.Digest} (send it another way than the pack)");
        Console.Out.WriteLine($"Check: python3 {request.Out}/verify.py {request.Out} {pack.Digest}");
        return ExitCode.Done;
    }

    /// <summary>Copies the signed heads and the public keys, to be kept elsewhere.</summary>
    public static int RunHeads(string log, string folder, bool json)
    {
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal);
        foreach (string part in (string[])[LogLayout.Heads, LogLayout.Keys])
        {
            string from = Path.Combine(log, part);
            foreach (string file in Directory.Exists(from) ? Directory.EnumerateFiles(from, "*.json") : [])
            {
                files[$"{part}/{Path.GetFileName(file)}"] = File.ReadAllBytes(file);
            }
        }

        if (!files.Keys.Any(f => f.StartsWith(LogLayout.Heads, StringComparison.Ordinal)))
        {
            throw new InputRefusedException("no-head", "Nothing in this log is signed yet; close it first.", log);
        }

        NewFolder.Write(folder, files);
        string newest = files.Keys.Last(f => f.StartsWith(LogLayout.Heads, StringComparison.Ordinal));
        Console.Out.WriteLine(json
            ? JsonSerializer.Serialize(new { files = files.Keys, newest })
            : $"{files.Count} files in {folder}. Later: dms audit verify --log {log} --head {folder}/{newest}");
        return ExitCode.Done;
    }

    private static Timestamp TimeOf(string? text, long otherwise, string option) => TimeOf(option, text) ?? new Timestamp(otherwise);

    /// <summary>A time given with an option; null when it was not.</summary>
    /// <exception cref="UsageException">It is no UTC time.</exception>
    public static Timestamp? TimeOf(string option, string? text) =>
        text is null ? null
        : Timestamp.TryParse(text, out Timestamp time) ? time
        : throw new UsageException($"{option} '{text}' is no UTC time such as 2026-03-01T11:25:00Z.", option);
}
