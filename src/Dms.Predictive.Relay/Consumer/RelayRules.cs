using System.Numerics;

namespace Dms.Predictive.Relay;

/// <summary>A parameter that a consumer may be told to change.</summary>
/// <param name="Market">Keccak-256 of the market's name.</param>
/// <param name="Parameter">Keccak-256 of the parameter's name.</param>
/// <param name="Initial">Value before the first update, fixed-point.</param>
/// <param name="MaximumChange">Largest change of one update, fixed-point, in the parameter's own unit; ≥ 0.</param>
public sealed record RelayParameter(Word Market, Word Parameter, BigInteger Initial, BigInteger MaximumChange);

/// <summary>Guards of a consumer: what it takes, from whom, and how fast.</summary>
public sealed record RelayRules
{
    /// <summary>Contract and chain of the consumer.</summary>
    public required RelayDomain Domain { get; init; }

    /// <summary>Parameters it takes updates of; everything else is refused.</summary>
    public required IReadOnlyList<RelayParameter> Parameters { get; init; }

    /// <summary>Who may sign.</summary>
    public required IReadOnlyList<Address> Signers { get; init; }

    /// <summary>How many different signers an update needs; in [1, number of signers].</summary>
    public required int Threshold { get; init; }

    /// <summary>Seconds from taking an update until it may count; ≥ 0. Those who watch need time to act.</summary>
    public required ulong MinimumDelaySeconds { get; init; }

    /// <summary>Refuses rules that cannot be kept.</summary>
    /// <exception cref="ArgumentException">A signer or parameter stands twice, a change is negative, or the threshold is out of range.</exception>
    public void Check()
    {
        if (Signers.Distinct().Count() != Signers.Count)
        {
            throw new ArgumentException("A signer stands in the list twice; k of n counts people.", nameof(Signers));
        }

        if (Threshold < 1 || Threshold > Signers.Count)
        {
            throw new ArgumentException(
                $"Found a threshold of {Threshold}; allowed is 1 to {Signers.Count}, the number of signers.", nameof(Threshold));
        }

        if (Parameters.DistinctBy(p => (p.Market, p.Parameter)).Count() != Parameters.Count)
        {
            throw new ArgumentException("A parameter of a market stands in the list twice.", nameof(Parameters));
        }

        if (Parameters.Any(p => p.MaximumChange < 0))
        {
            throw new ArgumentException("A maximum change is below 0.", nameof(Parameters));
        }
    }
}
