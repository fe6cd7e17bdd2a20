using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>Market data was judged: <c>quality.verdict</c>.</summary>
public sealed record QualityJudged
{
    /// <summary>What was judged, such as an instrument's bar.</summary>
    public required string What { get; init; }

    /// <summary>What is allowed, or null.</summary>
    public string? Limit { get; init; }

    /// <summary>What was found, or null.</summary>
    public string? Value { get; init; }

    /// <summary>Who judged, or null for the product.</summary>
    public string? Who { get; init; }

    /// <summary>Until when it holds, or null.</summary>
    public Timestamp? Until { get; init; }

    /// <summary>Named reasons; at least one.</summary>
    public required IReadOnlyList<string> Reasons { get; init; }

    /// <summary>Further fields, or null.</summary>
    public CanonicalObject? Extra { get; init; }

    /// <summary>Takes over a verdict of the quality gate.</summary>
    /// <param name="instrument">Instrument id.</param>
    /// <param name="verdict">The verdict.</param>
    public static QualityJudged From(string instrument, QualityVerdict verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return new QualityJudged
        {
            What = instrument,
            Value = verdict.Detail,
            Reasons = [verdict.Issue.ToString()],
            Extra = new CanonicalObjectBuilder()
                .Add("action", verdict.Action.ToString())
                .Add("barTime", (Timestamp?)verdict.At)
                .Add("line", verdict.Line)
                .Build(),
        };
    }

    /// <summary>The record.</summary>
    public AuditRecord ToRecord(Timestamp at, string actor) => new(
        RecordKind.QualityVerdict,
        at,
        actor,
        new CanonicalObjectBuilder()
            .Add("what", What)
            .Add("limit", Limit)
            .Add("value", Value)
            .Add("who", Who)
            .Add("until", Until)
            .Add("reasons", Reasons)
            .AddAll(Extra)
            .Build());
}
