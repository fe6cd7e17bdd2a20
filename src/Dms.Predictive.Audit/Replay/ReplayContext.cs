namespace Dms.Predictive.Audit;

/// <summary>
/// The earlier records that a replay may look up: everything that later records refer to, and the last margin of each
/// account and subject. Older margins and quality verdicts are not kept.
/// </summary>
public sealed class ReplayContext
{
    private readonly Dictionary<long, SealedRecord> _bySequence = [];
    private readonly Dictionary<string, SealedRecord> _policies = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Subject), SealedRecord> _margins = [];

    /// <summary>The <c>log.opened</c> record, or null before it was noted.</summary>
    public SealedRecord? Opened { get; private set; }

    /// <summary>The latest <c>environment</c> record, or null.</summary>
    public SealedRecord? Environment { get; private set; }

    /// <summary>The record of that sequence, or null when it is later, a margin or a quality verdict.</summary>
    public SealedRecord? this[long sequence] => _bySequence.GetValueOrDefault(sequence);

    /// <summary>The latest <c>policy.changed</c> with that hash, or null.</summary>
    public SealedRecord? Policy(string hash) => _policies.GetValueOrDefault(hash);

    /// <summary>The latest earlier margin of the same account and the same instrument or portfolio, or null.</summary>
    public SealedRecord? PreviousMargin(SealedRecord decision) => _margins.GetValueOrDefault(SubjectOf(decision));

    /// <summary>Takes note of a record, in log order.</summary>
    public void Note(SealedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        switch (record.Kind)
        {
            case RecordKind.MarginDecided:
                _margins[SubjectOf(record)] = record;
                return;
            case RecordKind.QualityVerdict:
                return;
            case RecordKind.LogOpened:
                Opened = record;
                break;
            case RecordKind.Environment:
                Environment = record;
                break;
            case RecordKind.PolicyChanged:
                _policies[record.Body.Text("hash")!] = record;
                break;
            default:
                break;
        }

        _bySequence[record.Sequence] = record;
    }

    private static (string Account, string Subject) SubjectOf(SealedRecord margin)
    {
        ArgumentNullException.ThrowIfNull(margin);
        string? instrument = margin.Body.Text("instrument");
        return (margin.Body.Text("account") ?? "",
            instrument is null ? "portfolio:" + margin.Body.Text("portfolio") : "instrument:" + instrument);
    }
}
