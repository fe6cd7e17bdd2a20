using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>Which records of a log somebody asks for, with everything those refer to.</summary>
/// <param name="From">First time, inclusive.</param>
/// <param name="To">Last time, inclusive.</param>
/// <param name="Account">Account id; null takes all. Records without an account belong to everybody.</param>
public sealed record RecordSelection(Timestamp From, Timestamp To, string? Account)
{
    /// <summary>Sequences of the selected records and of all that they refer to: forecasts, environment, policy,
    /// overrides and model of each, however old.</summary>
    /// <param name="records">All records in order.</param>
    public IReadOnlySet<long> Sequences(IEnumerable<SealedRecord> records)
    {
        ArgumentNullException.ThrowIfNull(records);
        SortedSet<long> selected = [];
        Dictionary<long, CanonicalObject> forecasts = [];
        Dictionary<string, long> sources = new(StringComparer.Ordinal);
        foreach (SealedRecord record in records)
        {
            Note(record, forecasts, sources);
            if (record.At >= From && record.At <= To && IsOfAccount(record.Body))
            {
                Take(record.Sequence, record.Body, selected, sources);
                foreach (CanonicalInteger used in (record.Body.Items("forecasts") ?? []).OfType<CanonicalInteger>())
                {
                    if (forecasts.TryGetValue(used.Value, out CanonicalObject? forecast))
                    {
                        Take(used.Value, forecast, selected, sources);
                    }
                }
            }
        }

        return selected;
    }

    private bool IsOfAccount(CanonicalObject body) =>
        Account is null || body.Text("account") is not { } account || account == Account;

    private static void Note(
        SealedRecord record, Dictionary<long, CanonicalObject> forecasts, Dictionary<string, long> sources)
    {
        CanonicalObject body = record.Body;
        switch (record.Kind)
        {
            case RecordKind.ForecastIssued:
                forecasts[record.Sequence] = body;
                break;
            case RecordKind.LogOpened:
                sources["policy " + body.Text("policyHash")] = record.Sequence;
                break;
            case RecordKind.PolicyChanged:
                sources["policy " + body.Text("hash")] = record.Sequence;
                break;
            case RecordKind.ModelRegistered:
                sources["model " + body.Text("sha256")] = record.Sequence;
                break;
            default:
                break;
        }
    }

    private static void Take(
        long sequence, CanonicalObject body, SortedSet<long> selected, Dictionary<string, long> sources)
    {
        selected.Add(sequence);
        if (body.Integer("env") is { } environment)
        {
            selected.Add(environment);
        }

        foreach (CanonicalInteger used in (body.Items("overrides") ?? []).OfType<CanonicalInteger>())
        {
            selected.Add(used.Value);
        }

        foreach (string source in (string[])["policy " + body.Text("policyHash"), "model " + body.Text("modelSha256")])
        {
            if (sources.TryGetValue(source, out long origin))
            {
                selected.Add(origin);
            }
        }
    }
}
