namespace Dms.Predictive.Audit;

/// <summary>The keys a verification may use: those asked for, and those found inside the log.</summary>
internal sealed class KeyRing
{
    private readonly Dictionary<string, AuditKey> _trusted;
    private readonly Dictionary<string, AuditKey> _own = new(StringComparer.Ordinal);
    private readonly HashSet<string> _damaged = new(StringComparer.Ordinal);

    public KeyRing(LogFolder folder, IReadOnlyList<AuditKey> trusted)
    {
        _trusted = trusted.DistinctBy(k => k.KeyId).ToDictionary(k => k.KeyId, StringComparer.Ordinal);
        foreach (string keyId in folder.KeyIds)
        {
            Load(folder, keyId);
        }
    }

    /// <summary>First key file that is damaged or differs from the key asked for, or null.</summary>
    public LogFinding? Finding { get; private set; }

    /// <summary>Whether keys were asked for.</summary>
    public bool IsPinned => _trusted.Count > 0;

    /// <summary>Whether the key stands in the log but cannot be used.</summary>
    public bool IsDamaged(string keyId) => _damaged.Contains(keyId);

    /// <summary>Whether the key of that id is in the log and revoked.</summary>
    public bool IsRevoked(string keyId) => _own.TryGetValue(keyId, out AuditKey? key) && key.Status == "revoked";

    /// <summary>What can be said of a head's signature.</summary>
    public SignatureVerdict Judge(TreeHead head)
    {
        bool pinned = _trusted.TryGetValue(head.KeyId, out AuditKey? key);
        if (!pinned && !_own.TryGetValue(head.KeyId, out key))
        {
            return SignatureVerdict.UnknownKey;
        }

        return head.Algorithm != key!.Algorithm || !key.Verifies(head.SignedBytes(), head.Signature.Span)
            ? SignatureVerdict.Bad
            : pinned ? SignatureVerdict.Trusted : SignatureVerdict.Self;
    }

    private void Load(LogFolder folder, string keyId)
    {
        string path = LogLayout.KeyPath(keyId);
        try
        {
            AuditKey key = AuditKey.Read(SmallFile.Read(Path.Combine(folder.Path, path)));
            if (key.KeyId == keyId && (!_trusted.TryGetValue(keyId, out AuditKey? asked) || asked.IsSameAs(key)))
            {
                _own.Add(keyId, key);
                return;
            }

            Report(keyId, path, "The key file differs from its name or from the key asked for.");
        }
        catch (CanonicalFormatException e)
        {
            Report(keyId, path, e.Message);
        }
    }

    private void Report(string keyId, string path, string detail)
    {
        _damaged.Add(keyId);
        Finding ??= new LogFinding(0, path, 0, FindingReason.BadKey, detail);
    }
}
