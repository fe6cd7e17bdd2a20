namespace Dms.Predictive.Audit;

/// <summary>Remembers which earlier records a margin or forecast may refer to; one bit per record, the policies, and the
/// overrides in force.</summary>
public sealed class ReferenceIndex
{
    private readonly List<ulong> _forecasts = [];
    private readonly HashSet<long> _environments = [];
    private readonly HashSet<string> _policies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<long, CanonicalObject> _overrides = [];

    /// <summary>The first reference of a record that leads nowhere, or null.</summary>
    /// <param name="body">A record that <see cref="RecordRules.FirstFault"/> accepts, not noted yet.</param>
    public string? FirstDangling(CanonicalObject body)
    {
        ArgumentNullException.ThrowIfNull(body);
        string? kind = body.Text("kind");
        if (kind == RecordKind.OverrideExpired)
        {
            return DanglingOfEnd(body);
        }

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
            case RecordKind.OverrideSet:
                _overrides[sequence] = body;
                break;
            case RecordKind.OverrideExpired:
                _overrides.Remove(body.Integer("set") ?? 0);
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

        return OverridesFault(body);
    }

    // Neither may a margin claim an override that does not hold, nor pass over one that does.
    private string? OverridesFault(CanonicalObject body)
    {
        long[] named = [.. (body.Items("overrides") ?? []).Select(o => (o as CanonicalInteger)?.Value ?? 0)];
        long[] holding = [.. _overrides.Where(o => Covers(o.Value, body)).Select(o => o.Key)];
        return named.SequenceEqual(holding)
            ? null
            : $"overrides names {Listed(named)}; in force for this margin: {Listed(holding)}.";
    }

    // To end what raises lowers a margin: before its time it takes as many people as lowering one.
    private string? DanglingOfEnd(CanonicalObject end)
    {
        if (!_overrides.TryGetValue(end.Integer("set") ?? 0, out CanonicalObject? set) || set.Text("id") != end.Text("id"))
        {
            return $"set {end.Integer("set")} is no override in force with the id {end.Text("id")}.";
        }

        bool raises = OverrideRules.Factor(set) >= 1;
        return OverrideRules.Reason(end) == OverrideExpired.Withdrawn && OverrideRules.People(end) < (raises ? OverrideSet.ApproversToLower : 1)
            ? "approvals must name two different approvers to end a raise before its time, one to end what lowers."
            : null;
    }

    private static bool Covers(CanonicalObject set, CanonicalObject margin) =>
        new OverrideScope(set.Text("instrument"), set.Text("account")).Covers(margin.Text("account"), margin.Text("instrument"));

    private static string Listed(long[] sequences) => sequences.Length == 0 ? "none" : string.Join(", ", sequences);

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
