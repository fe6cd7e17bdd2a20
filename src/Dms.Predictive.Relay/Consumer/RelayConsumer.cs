using System.Numerics;

namespace Dms.Predictive.Relay;

/// <summary>
/// Model of the contract that takes updates: the guards a chain side must have, in the order in which it must check them.
/// Not thread-safe, as a contract is not.
/// </summary>
public sealed class RelayConsumer
{
    private readonly RelayRules _rules;
    private readonly Dictionary<(Word Market, Word Parameter), RelayParameter> _listed;
    private readonly Dictionary<(Word Market, Word Parameter), List<(ulong From, BigInteger Value)>> _values;
    private readonly HashSet<Word> _paused = [];

    /// <summary>Starts with the initial values of the rules.</summary>
    /// <exception cref="ArgumentException">The rules cannot be kept.</exception>
    public RelayConsumer(RelayRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        rules.Check();
        _rules = rules;
        _listed = rules.Parameters.ToDictionary(p => (p.Market, p.Parameter));
        _values = rules.Parameters.ToDictionary(
            p => (p.Market, p.Parameter), p => new List<(ulong, BigInteger)> { (0, p.Initial) });
    }

    /// <summary>Number of the last update taken; 0 before the first.</summary>
    public ulong LastUpdateId { get; private set; }

    /// <summary>Stops or resumes updates of a market; values in force stay.</summary>
    /// <param name="market">Keccak-256 of its name.</param>
    /// <param name="isPaused">Whether it is paused from now on.</param>
    public void Pause(Word market, bool isPaused) => _ = isPaused ? _paused.Add(market) : _paused.Remove(market);

    /// <summary>Takes an update, or says why not. A refused update changes nothing.</summary>
    /// <param name="signed">Update and signatures.</param>
    /// <param name="now">Time of the block, seconds since 1970.</param>
    /// <returns>Null when it was taken; else the first guard that it does not pass.</returns>
    public RelayRefusal? Take(SignedUpdate signed, ulong now)
    {
        ArgumentNullException.ThrowIfNull(signed);
        RelayRefusal? refusal = CheckUpdate(signed.Update, now) ?? CheckSigners(signed);
        if (refusal is null)
        {
            _values[(signed.Update.Market, signed.Update.Parameter)].Add((signed.Update.EffectiveAt, signed.Update.NewValue));
            LastUpdateId = signed.Update.UpdateId;
        }

        return refusal;
    }

    /// <summary>The value in force, fixed-point.</summary>
    /// <param name="market">Keccak-256 of the market's name.</param>
    /// <param name="parameter">Keccak-256 of the parameter's name.</param>
    /// <param name="now">Seconds since 1970.</param>
    /// <exception cref="KeyNotFoundException">The consumer does not hold the parameter.</exception>
    public BigInteger ValueAt(Word market, Word parameter, ulong now) =>
        _values[(market, parameter)].Last(v => v.From <= now).Value;

    // An update that waits for its time is what the next one builds on.
    private BigInteger Latest((Word Market, Word Parameter) key) => _values[key][^1].Value;

    private RelayRefusal? CheckUpdate(RiskParameterUpdate u, ulong now)
    {
        (Word Market, Word Parameter) key = (u.Market, u.Parameter);
        return _paused.Contains(u.Market) ? RelayRefusal.MarketPaused
            : !_listed.TryGetValue(key, out RelayParameter? listed) ? RelayRefusal.ParameterNotListed
            : u.UpdateId <= LastUpdateId ? RelayRefusal.UpdateIdNotRising
            : now > u.Deadline ? RelayRefusal.Expired
            : u.IssuedAt > now ? RelayRefusal.IssuedInTheFuture
            : u.EffectiveAt < now || u.EffectiveAt - now < _rules.MinimumDelaySeconds || u.EffectiveAt < _values[key][^1].From
                ? RelayRefusal.TooEarly
            : u.PreviousValue != Latest(key) ? RelayRefusal.WrongPreviousValue
            : BigInteger.Abs(u.NewValue - u.PreviousValue) > listed.MaximumChange ? RelayRefusal.ChangeTooLarge
            : null;
    }

    private RelayRefusal? CheckSigners(SignedUpdate signed)
    {
        Word digest = signed.Update.DigestFor(_rules.Domain);
        HashSet<Address> standing = [];
        foreach (RelaySignature signature in signed.Signatures)
        {
            if (!signature.IsLow)
            {
                return RelayRefusal.HighS;
            }

            if (signature.Signer(digest) is not Address signer || !_rules.Signers.Contains(signer))
            {
                return RelayRefusal.UnknownSigner;
            }

            if (!standing.Add(signer))
            {
                return RelayRefusal.DuplicateSigner;
            }
        }

        return standing.Count < _rules.Threshold ? RelayRefusal.TooFewSigners : null;
    }
}
