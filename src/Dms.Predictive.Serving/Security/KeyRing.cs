using System.Security.Cryptography;
using System.Text;

namespace Dms.Predictive.Serving;

/// <summary>Who a key belongs to.</summary>
/// <param name="Id">Name in logs and records.</param>
/// <param name="Roles">Roles.</param>
/// <param name="AllAccounts">Whether every account is in scope.</param>
/// <param name="Accounts">Accounts in scope.</param>
internal sealed record Principal(string Id, IReadOnlySet<string> Roles, bool AllAccounts, IReadOnlySet<string> Accounts)
{
    /// <summary>Whether the key has one of these roles.</summary>
    public bool HasAny(params ReadOnlySpan<string> roles)
    {
        foreach (string role in roles)
        {
            if (Roles.Contains(role))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether an account is in scope.</summary>
    public bool MaySee(string account) => AllAccounts || Accounts.Contains(account);
}

/// <summary>Finds the principal of a key by its digest, in constant time.</summary>
internal sealed class KeyRing
{
    private const string AnyAccount = "*";
    private readonly List<Entry> _entries;

    /// <summary>Takes the configured keys.</summary>
    public KeyRing(AuthOptions options) => _entries =
    [
        .. options.ApiKeys.Select(k => new Entry(
            Convert.FromHexString(k.Sha256),
            new Principal(k.Id, k.Roles.ToHashSet(), k.Accounts.Contains(AnyAccount), k.Accounts.ToHashSet(StringComparer.Ordinal)),
            k.ExpiresAt)),
    ];

    /// <summary>Whether no key is configured: then market data answer anyone on this machine.</summary>
    public bool IsEmpty => _entries.Count == 0;

    /// <summary>The principal of a key.</summary>
    /// <param name="key">The key as presented.</param>
    /// <param name="now">Wall time.</param>
    /// <param name="reason">Why there is none: <c>unknown</c> or <c>expired</c>.</param>
    public Principal? Find(string key, DateTimeOffset now, out string reason)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(key), digest);
        Entry? found = null;
        foreach (Entry entry in _entries)
        {
            found = CryptographicOperations.FixedTimeEquals(entry.Digest, digest) ? entry : found;
        }

        reason = found is null ? "unknown" : "expired";
        return found is null || found.ExpiresAt <= now ? null : found.Principal;
    }

    private sealed record Entry(byte[] Digest, Principal Principal, DateTimeOffset? ExpiresAt);
}
