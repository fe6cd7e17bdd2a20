using Dms.Predictive.Margin;
using Dms.Predictive.Relay;

namespace Dms.Predictive.Pipeline;

/// <summary>Hands the chain's hashes to the margin calculator, which knows no chain.</summary>
public static class ChainHashes
{
    /// <summary>Hashes of types and of risk-parameter updates.</summary>
    public static RelayFormulas Formulas { get; } = new(type => Digits(Keccak256.Of(type)), DigestOf);

    private static RelayDigestFields DigestOf(RelayDomainFields d, RelayMessageFields m)
    {
        RelayDomain domain = new(d.Name, d.Version, d.ChainId, Address.Parse(d.VerifyingContract));
        RiskParameterUpdate update = new()
        {
            Market = Word.Parse(m.Market),
            Parameter = Word.Parse(m.Parameter),
            NewValue = m.NewValue,
            PreviousValue = m.PreviousValue,
            UpdateId = m.UpdateId,
            IssuedAt = m.IssuedAt,
            EffectiveAt = m.EffectiveAt,
            Deadline = m.Deadline,
            AuditHash = Word.Parse(m.AuditHash),
        };
        return new(Digits(domain.Separator), Digits(update.StructHash), Digits(update.DigestFor(domain)));
    }

    private static string Digits(Word word) => Convert.ToHexStringLower(word.Bytes);
}
