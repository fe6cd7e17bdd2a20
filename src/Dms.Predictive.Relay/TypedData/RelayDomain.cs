using System.Numerics;

namespace Dms.Predictive.Relay;

/// <summary>Which contract on which chain a message is for: a signature counts nowhere else.</summary>
/// <param name="Name">Name of the signing protocol.</param>
/// <param name="Version">Its version.</param>
/// <param name="ChainId">Number of the chain; ≥ 0.</param>
/// <param name="VerifyingContract">The contract that checks the signature.</param>
public sealed record RelayDomain(string Name, string Version, BigInteger ChainId, Address VerifyingContract)
{
    private const string Type = "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)";

    /// <summary>Hash that stands for the domain in every digest (EIP-712, <c>domainSeparator</c>).</summary>
    public Word Separator => TypedHash.HashOf(
        [Keccak256.Of(Type), Keccak256.Of(Name), Keccak256.Of(Version), Word.Of(ChainId), VerifyingContract.Padded]);
}
