namespace Dms.Predictive.Audit;

/// <summary>Collects what the records say at the sizes that heads speak of, and compares.</summary>
internal sealed class HeadLedger
{
    private readonly LogFolder _folder;
    private readonly SortedDictionary<long, Claim?> _claims = [];
    private readonly Queue<long> _pending;

    public HeadLedger(LogFolder folder, TreeHead? external)
    {
        _folder = folder;
        foreach (long size in external is null ? folder.HeadSizes : [.. folder.HeadSizes, external.Size])
        {
            _claims[size] = null;
        }

        _pending = new Queue<long>(_claims.Keys);
    }

    /// <summary>Number of well-formed heads.</summary>
    public int Count { get; private set; }

    /// <summary>First finding among the heads, or null.</summary>
    public LogFinding? Finding { get; private set; }

    /// <summary>What is known about the newest head's signature.</summary>
    public SignatureVerdict Newest { get; private set; }

    /// <summary>Id of the log as record 1 gives it.</summary>
    public string Log { get; set; } = "";

    /// <summary>Largest size that a well-formed head speaks of; 0 without heads.</summary>
    public long LargestSize { get; private set; }

    /// <summary>Whether the newest head is signed by a revoked key.</summary>
    public bool IsNewestRevoked { get; private set; }

    /// <summary>Notes the state after a record, if a head speaks of it.</summary>
    public void Observe(LogScanner scan)
    {
        if (_pending.TryPeek(out long size) && size == scan.Records)
        {
            _claims[size] = new Claim(Convert.ToHexStringLower(scan.Edge.Root()), scan.Chain,
                scan.Body!.Integer("at")!.Value);
            _pending.Dequeue();
        }
    }

    /// <summary>Reads and judges every head by size.</summary>
    public void Judge(KeyRing keys)
    {
        foreach (long size in _folder.HeadSizes)
        {
            string path = LogLayout.HeadPath(size);
            try
            {
                TreeHead head = TreeHead.Read(SmallFile.Read(Path.Combine(_folder.Path, path)));
                if (head.Size != size)
                {
                    throw new CanonicalFormatException($"The head speaks of size {head.Size}, its name of {size}.");
                }

                (Count, LargestSize, Newest) = (Count + 1, size, keys.Judge(head));
                IsNewestRevoked = keys.IsRevoked(head.KeyId);
                Finding ??= Compare(head, path)
                    ?? SignatureFinding(head, path, keys, Newest, size == _folder.HeadSizes[^1]);
            }
            catch (CanonicalFormatException e)
            {
                Newest = SignatureVerdict.Bad;
                Finding ??= new LogFinding(size, path, 0, FindingReason.BadHead, e.Message);
            }
        }
    }

    /// <summary>Judges a head that was kept elsewhere.</summary>
    /// <param name="head">The head.</param>
    /// <param name="name">What to call its file.</param>
    /// <param name="keys">Keys to verify it with.</param>
    public void JudgeExternal(TreeHead head, string name, KeyRing keys)
    {
        LargestSize = Math.Max(LargestSize, head.Size);
        Finding ??= Compare(head, name) ?? SignatureFinding(head, name, keys, keys.Judge(head), mustBeTrusted: true);
    }

    private static LogFinding? SignatureFinding(
        TreeHead head, string path, KeyRing keys, SignatureVerdict verdict, bool mustBeTrusted) => verdict switch
        {
            SignatureVerdict.Bad =>
                At(head, path, FindingReason.BadSignature, $"The signature is not of key {head.KeyId}."),
            SignatureVerdict.UnknownKey when !keys.IsDamaged(head.KeyId) =>
                At(head, path, FindingReason.UnknownKey, $"Nothing is known of key {head.KeyId}."),
            SignatureVerdict.Self when mustBeTrusted && keys.IsPinned =>
                At(head, path, FindingReason.UnknownKey, $"Key {head.KeyId} is none of the keys asked for."),
            _ => null,
        };

    private static LogFinding At(TreeHead head, string path, string reason, string detail) =>
        new(head.Size, path, 0, reason, detail);

    private LogFinding? Compare(TreeHead head, string path)
    {
        if (_claims[head.Size] is not { } records)
        {
            return null;
        }

        if (head.Log != Log)
        {
            return At(head, path, FindingReason.BadHead, $"The head is of log {head.Log}, the records are of {Log}.");
        }

        return records.Root == head.Root && records.Chain == head.Chain && records.At == head.Time.Nanoseconds
            ? null
            : At(head, path, FindingReason.RootMismatch, $"The records up to {head.Size} have root {records.Root}.");
    }

    private sealed record Claim(string Root, string Chain, long At);
}
