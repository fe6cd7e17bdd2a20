using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>Initial margin that one decision asked for above the decision before it, of the same account and
/// instrument or portfolio. A position that grew raises margin too: the record shows both requests.</summary>
/// <param name="Sequence">Record of the decision.</param>
/// <param name="Previous">Record of the decision before it.</param>
/// <param name="At">When it was decided.</param>
/// <param name="Account">Account id.</param>
/// <param name="Subject">Instrument or portfolio id.</param>
/// <param name="From">Initial margin before, quote currency.</param>
/// <param name="To">Initial margin after, quote currency.</param>
/// <param name="Learned">How much more the learned forecast adds than before, quote currency; may be
/// negative.</param>
public sealed record RecordedRaise(
    long Sequence,
    long Previous,
    Timestamp At,
    string Account,
    string Subject,
    decimal From,
    decimal To,
    decimal Learned)
{
    /// <summary>Rise, quote currency; &gt; 0.</summary>
    public decimal Change => To - From;
}
