using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>What a trail must know of the records before it.</summary>
internal sealed record TrailState(HashChain Chain, MerkleEdge Edge, ReferenceIndex References, Timestamp LastAt);
