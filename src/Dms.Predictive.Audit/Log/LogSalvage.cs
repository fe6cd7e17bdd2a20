using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>What people decided about a damaged log.</summary>
/// <param name="Log">Id of the log.</param>
/// <param name="To">Last record to keep, ≥ 1.</param>
/// <param name="Reason">Why, in words.</param>
/// <param name="Approvals">At least two, of different people with different keys.</param>
public sealed record SalvageOrder(string Log, long To, string Reason, IReadOnlyList<Approval> Approvals);

/// <summary>Starts a new log from the good part of a damaged one; the damaged one is not touched.</summary>
public static class LogSalvage
{
    private const int Approvers = 2;

    /// <summary>Copies records 1 to <see cref="SalvageOrder.To"/> byte for byte and appends a record that names the
    /// loss and who approved it; seals and signs the new log.</summary>
    /// <param name="directory">Folder of the damaged log.</param>
    /// <param name="target">Folder of the new log: empty or not there yet.</param>
    /// <param name="order">What was decided.</param>
    /// <param name="signer">Signs the new log's heads.</param>
    /// <returns>Size of the new log.</returns>
    /// <exception cref="InputRefusedException">The order has not two approvers (<c>approval</c>), speaks of another log
    /// (<c>approval</c>), asks for records that are not good (<c>beyond-good</c>), or the target holds something
    /// (<c>log-exists</c>).</exception>
    /// <exception cref="IOException">A folder cannot be read or written.</exception>
    public static long Run(string directory, string target, SalvageOrder order, AuditSigner signer)
    {
        ArgumentNullException.ThrowIfNull(order);
        RequireTwoPeople(order);
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            throw new InputRefusedException("log-exists", "The folder of the new log is not empty; name another.", target);
        }

        LogFolder folder = LogFolder.Open(directory, LogForm.Audit);
        (string segment, long end, Timestamp at) = EndOf(folder, order);
        Copy(folder, target, segment, (end, order.To));
        using AuditLogWriter writer = AuditLogWriter.Open(target, signer, at);
        writer.Append(RecordOf(order, segment, end, folder).ToRecord(at));
        writer.Close();
        return writer.Trail.Size;
    }

    private static void RequireTwoPeople(SalvageOrder order)
    {
        if (order.Approvals.Select(a => a.Actor).Distinct(StringComparer.Ordinal).Count() < Approvers
            || order.Approvals.Select(a => a.KeyId).Distinct(StringComparer.Ordinal).Count() < Approvers)
        {
            throw new InputRefusedException(
                "approval", "Giving up records needs the approval of two people with keys of their own.", "approvals");
        }
    }

    private static (string Segment, long End, Timestamp At) EndOf(LogFolder folder, SalvageOrder order)
    {
        using LogScanner scan = new(folder);
        string log = "";
        while (scan.Next())
        {
            if (scan.Body is null)
            {
                continue;
            }

            log = scan.Records == 1 ? scan.Body.Text("log") ?? "" : log;
            if (scan.Records == order.To)
            {
                return log == order.Log
                    ? (Path.GetFileName(scan.File), scan.FramesEnd, new Timestamp(scan.Body.Integer("at")!.Value))
                    : throw new InputRefusedException(
                        "approval", $"The approval is for log {order.Log}; this is log {log}.", "log");
            }
        }

        throw new InputRefusedException(
            "beyond-good", $"Only records 1 to {scan.Records} are good; {order.To} was asked for.", "to");
    }

    private static void Copy(LogFolder folder, string target, string last, (long End, long To) keep)
    {
        LogLayout.MakeFolders(target, LogForm.Audit);
        foreach (string name in folder.Segments.TakeWhile(s => string.CompareOrdinal(s, last) <= 0))
        {
            string copy = Path.Combine(target, LogLayout.Segments, name);
            File.Copy(Path.Combine(folder.Path, LogLayout.Segments, name), copy);
            if (name == last)
            {
                TornTail.Cut(copy, keep.End);
            }
        }

        IEnumerable<string> rest = folder.HeadSizes.Where(s => s <= keep.To).Select(LogLayout.HeadPath)
            .Concat(folder.KeyIds.Select(LogLayout.KeyPath));
        foreach (string path in rest)
        {
            File.Copy(Path.Combine(folder.Path, path), Path.Combine(target, path));
        }
    }

    private static SalvageRecord RecordOf(SalvageOrder order, string segment, long end, LogFolder folder)
    {
        string path = Path.Combine(folder.Path, LogLayout.Segments, segment);
        (long length, string sha256) = TornTail.DigestFrom(path, end);
        return new SalvageRecord(order, $"{LogLayout.Segments}/{segment}", end, (length, sha256),
            [.. folder.Segments.Where(s => string.CompareOrdinal(s, segment) > 0)]);
    }

    private sealed record SalvageRecord(
        SalvageOrder Order, string File, long Offset, (long Length, string Sha256) Dropped, string[] LaterSegments)
    {
        public AuditRecord ToRecord(Timestamp at) => new(
            RecordKind.LogRepaired,
            at,
            "system:recover",
            new CanonicalObjectBuilder()
                .Add("file", File)
                .Add("offset", Offset)
                .Add("length", Dropped.Length)
                .Add("sha256", Dropped.Sha256)
                .Add("laterSegments", LaterSegments)
                .Add("firstDropped", Order.To + 1)
                .Add("reason", Order.Reason)
                .Add("approvals", Approval.Array(Order.Approvals))
                .Build());
    }
}
