using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>When a writer starts, and the epoch it asks for; null takes the next.</summary>
internal readonly record struct WriterStart(Timestamp Now, uint? Epoch);
