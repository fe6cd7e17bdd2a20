using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>Reads every byte of a log and says whether it can be believed, and where not.</summary>
public static class LogVerifier
{
    /// <summary>Verifies a log folder. Reads streaming: memory does not grow with the segments.</summary>
    /// <param name="directory">Folder of the log.</param>
    /// <param name="trustedKeys">Keys kept outside the log; when given, one of them must have signed the newest
    /// head.</param>
    /// <param name="keptHead">A head kept outside the log, or null; the log must still hold what it states.</param>
    /// <param name="keptHeadName">What to call the kept head in a finding.</param>
    /// <exception cref="InputRefusedException">The folder is no log (<c>no-log</c>).</exception>
    /// <exception cref="IOException">The log cannot be read.</exception>
    public static LogVerification Verify(
        string directory, IReadOnlyList<AuditKey> trustedKeys, TreeHead? keptHead = null, string keptHeadName = "head")
    {
        ArgumentNullException.ThrowIfNull(trustedKeys);
        LogFolder folder = LogFolder.Open(directory);
        HeadLedger heads = new(folder, keptHead);
        using LogScanner scan = new(folder);
        Walk walk = Walk.Over(scan, heads, folder);
        KeyRing keys = new(folder, trustedKeys);
        heads.Judge(keys);
        if (keptHead is not null)
        {
            heads.JudgeExternal(keptHead, keptHeadName, keys);
        }

        LogFinding? tail = TailFinding(scan, heads, walk, folder);
        bool isTailOnlyUncommitted = tail is null && scan.Finding is not null;
        LogFinding? inSegments = isTailOnlyUncommitted ? null : tail;
        bool stopped = inSegments is not null;
        long records = stopped ? scan.Records : walk.Committed;
        return new LogVerification
        {
            Records = records,
            Root = Convert.ToHexStringLower((stopped ? scan.Edge : walk.Edge).Root()),
            Chain = stopped ? scan.Chain : walk.Chain,
            Heads = heads.Count,
            Signature = heads.Newest == SignatureVerdict.Self && keys.IsPinned
                ? SignatureVerdict.UnknownKey
                : heads.Newest,
            FirstBad = inSegments ?? Unknown(folder, LogLayout.Segments, scan.Records + 1)
                       ?? heads.Finding ?? HeadNeeded(folder, keys, records) ?? Unknown(folder, LogLayout.Heads, 0)
                       ?? keys.Finding ?? Unknown(folder, LogLayout.Keys, 0) ?? Unknown(folder, "", 0),
            Warnings = stopped ? [] : Warnings(scan, heads, walk, folder),
            IsLive = folder.HasLock,
            Form = folder.Form,
        };
    }

    private static LogFinding? TailFinding(LogScanner scan, HeadLedger heads, Walk walk, LogFolder folder)
    {
        if (scan.Finding is { } found)
        {
            // What a live writer has not committed yet may be cut short; nothing was promised about it.
            return scan.EndsInFlight && heads.LargestSize <= walk.Committed ? null : found;
        }

        if (heads.LargestSize > walk.Committed)
        {
            return scan.AtFramesEnd(
                FindingReason.MissingTail,
                $"A head covers {heads.LargestSize} records; {walk.Committed} are here and committed.");
        }

        return scan.IsSealed || folder.HasLock
            ? null
            : scan.AtFramesEnd(FindingReason.UnsealedSegment,
                "The last segment has no seal and no writer holds the log.");
    }

    private static LogFinding? HeadNeeded(LogFolder folder, KeyRing keys, long records) =>
        keys.IsPinned && folder.HeadSizes.Length == 0
            ? new LogFinding(records, LogLayout.Heads, 0, FindingReason.BadHead,
                "There is no head that a key could have signed.")
            : null;

    private static LogFinding? Unknown(LogFolder folder, string where, long sequence) =>
        folder.Unknown[where].FirstOrDefault() is { } path
            ? new LogFinding(sequence, path, 0, FindingReason.UnknownFile, "The file does not belong to a log.")
            : null;

    private static List<string> Warnings(LogScanner scan, HeadLedger heads, Walk walk, LogFolder folder)
    {
        List<string> warnings = [];
        if (scan.Records > walk.Committed || scan.Finding is not null)
        {
            warnings.Add($"uncommitted-tail: {scan.Records - walk.Committed} whole records follow the last commit; "
                         + "they are not counted.");
        }

        if (folder.HasLock && !folder.IsLockHeld)
        {
            warnings.Add("stale-lock: the lock file is there but nobody holds it; "
                         + "the writer ended without closing the log.");
        }

        if (folder.Form == LogForm.Journal)
        {
            return warnings;
        }

        if (folder.HeadSizes.Length == 0)
        {
            warnings.Add("no-head: nothing is signed; whoever can write the folder can rewrite it.");
        }
        else if (walk.SealWithoutHead > 0)
        {
            warnings.Add($"head-missing: a segment was sealed at record {walk.SealWithoutHead}, "
                         + "but there is no head of that size.");
        }

        if (heads.IsNewestRevoked)
        {
            warnings.Add("revoked-key: the newest head is signed by a key that its key file calls revoked.");
        }

        return warnings;
    }

    /// <summary>What the walk over the frames leaves behind at the last commit.</summary>
    private sealed class Walk
    {
        private const int RecordsBetweenCollections = 4096;

        public long Committed { get; private set; }

        public MerkleEdge Edge { get; private set; } = new();

        public string Chain { get; private set; } = new HashChain().Hex;

        /// <summary>First size at which a segment was sealed without a head; 0 when there is none.</summary>
        public long SealWithoutHead { get; private set; }

        public static Walk Over(LogScanner scan, HeadLedger heads, LogFolder folder)
        {
            Walk walk = new();
            while (scan.Next())
            {
                if (scan.Type != FrameType.Record)
                {
                    walk.Mark(scan, folder);
                    continue;
                }

                if (scan.Body is not null)
                {
                    heads.Log = scan.Records == 1 ? scan.Body.Text("log") ?? "" : heads.Log;
                    heads.Observe(scan);
                }

                KeepMemorySmall(scan.Records);
            }

            return walk;
        }

        // On machines with a large cache the runtime lets short-lived objects pile up to hundreds of megabytes; the
        // promise
        // is 64 MiB whatever the size of the log. One million records of 300 bytes took 138 MiB without this.
        private static void KeepMemorySmall(long records)
        {
            if (records % RecordsBetweenCollections == 0)
            {
                GC.Collect(0, GCCollectionMode.Forced, blocking: true);
            }
        }

        private void Mark(LogScanner scan, LogFolder folder)
        {
            (Committed, Edge, Chain) = (scan.Records, scan.Edge.Copy(), scan.Chain);
            bool hasHead = Array.BinarySearch(folder.HeadSizes, scan.Records) >= 0;
            if (scan.Type == FrameType.Seal && !hasHead && SealWithoutHead == 0)
            {
                SealWithoutHead = scan.Records;
            }
        }
    }
}
