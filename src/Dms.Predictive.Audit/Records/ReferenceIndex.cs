namespace Dms.Predictive.Audit;

/// <summary>Remembers which earlier records a margin or forecast may refer to; one bit per record, and the
/// policies.</summary>
public sealed class ReferenceIndex
{
    private readonly List<ulong> _forecasts = [];
    private readonly HashSet<long> _environments = [];
    private readonly HashSet<string> _policies = new(StringComparer.Ordinal);

    /// <summary>The first reference of a record that leads nowhere, or null.</summary>
    /// <param name="body">A record that <see cref="RecordRules.FirstFault"/> accepts, not noted yet.</param>
    public string? FirstDangling(CanonicalObject body)
    {
        ArgumentNullException.ThrowIfNull(body);
        string? kind = body.Text("kind");
        if (kind is not (RecordKind.MarginDecided or RecordKind.ForecastIssued))
        {
            return null;
        }

        if (!_environments.Contains(body.Integer("env") ?? 0))
        {
            return $"env {body.Integer("env")} is no earlier environment record.";
        }

        return kind == RecordKind.MarginDecided ? DanglingOfMargin(body) : null;
    }

    /// <summary>Takes note of a record, so that later ones may refer to it.</summary>
    public void Note(CanonicalObject body)
    {
        ArgumentNullException.ThrowIfNull(body);
        long sequence = body.Integer("seq") ?? 0;
        switch (body.Text("kind"))
        {
            case RecordKind.LogOpened:
                _policies.Add(body.Text("policyHash") ?? "");
                break;
            case RecordKind.PolicyChanged:
                _policies.Add(body.Text("hash") ?? "");
                break;
            case RecordKind.Environment:
                _environments.Add(sequence);
                break;
            case RecordKind.ForecastIssued:
                Mark(sequence);
                break;
            default:
                break;
        }
    }

    private string? DanglingOfMargin(CanonicalObject body)
    {
        if (!_policies.Contains(body.Text("policyHash") ?? ""))
        {
            return $"policyHash {body.Text("policyHash")} is no policy of an earlier record.";
        }

        foreach (CanonicalValue forecast in body.Items("forecasts") ?? [])
        {
            if (forecast is not CanonicalInteger { Value: var sequence } || !IsMarked(sequence))
            {
                return $"forecasts holds {forecast}, which is no earlier forecast.";
            }
        }

        return null;
    }

    private void Mark(long sequence)
    {
        int word = checked((int)(sequence / 64));
        while (_forecasts.Count <= word)
        {
            _forecasts.Add(0);
        }

        _forecasts[word] |= 1UL << (int)(sequence % 64);
    }

    private bool IsMarked(long sequence) =>
        sequence >= 0 && sequence / 64 < _forecasts.Count
        && (_forecasts[(int)(sequence / 64)] >> (int)(sequence % 64) & 1) == 1;
}
