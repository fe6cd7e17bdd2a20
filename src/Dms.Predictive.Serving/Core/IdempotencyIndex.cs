namespace Dms.Predictive.Serving;

/// <summary>An answer that a principal got under a key.</summary>
/// <param name="RequestHash">Digest of the request that it answered.</param>
/// <param name="Answer">The answer.</param>
internal sealed record Remembered(string RequestHash, Answer Answer);

/// <summary>Answers by principal and key, the newest million of each principal.</summary>
internal sealed class IdempotencyIndex
{
    private const int KeptPerPrincipal = 1_000_000;
    private readonly SortedDictionary<string, Principal> _principals = new(StringComparer.Ordinal);

    /// <summary>Number of answers kept.</summary>
    public long Count => _principals.Values.Sum(p => (long)p.Answers.Count);

    /// <summary>Digest over all answers ever noted, in order.</summary>
    public string Digest { get; private set; } = new('0', 64);

    /// <summary>The answer under a caller's key, or null.</summary>
    public Remembered? Find(Caller caller) =>
        _principals.TryGetValue(caller.Principal, out Principal? p) ? p.Answers.GetValueOrDefault(caller.IdempotencyKey) : null;

    /// <summary>Keeps an answer.</summary>
    public void Note(Caller caller, Answer answer)
    {
        if (!_principals.TryGetValue(caller.Principal, out Principal? p))
        {
            _principals[caller.Principal] = p = new Principal([], new Queue<string>());
        }

        p.Answers[caller.IdempotencyKey] = new Remembered(caller.RequestHash, answer);
        p.Order.Enqueue(caller.IdempotencyKey);
        if (p.Order.Count > KeptPerPrincipal)
        {
            p.Answers.Remove(p.Order.Dequeue());
        }

        Digest = StateText.Sha256($"{Digest}|{caller.Principal}|{caller.IdempotencyKey}|{caller.RequestHash}|{answer.Status}|{answer.Body}");
    }

    private sealed record Principal(Dictionary<string, Remembered> Answers, Queue<string> Order);
}
