using System.Globalization;
using System.Security.Cryptography;

namespace Dms.Predictive.Audit;

/// <summary>A <c>margin.decided</c> record in the words of the reader.</summary>
public sealed class RecordedMargin
{
    /// <summary>Component that holds what the learned forecast added.</summary>
    public const string LearnedUplift = "MlUplift";

    private const string ReasonsField = "reasons";
    private const string ModeField = "reasonsMode";

    private RecordedMargin(SealedRecord record) => Record = record;

    /// <summary>The record.</summary>
    public SealedRecord Record { get; }

    /// <summary>Account id.</summary>
    public string Account => Record.Body.Text("account") ?? "";

    /// <summary>Instrument or portfolio id.</summary>
    public string Subject => Record.Body.Text("instrument") ?? Record.Body.Text("portfolio") ?? "";

    /// <summary>Initial margin, quote currency.</summary>
    public decimal Initial => Amount(Record.Body, "initial");

    /// <summary>Maintenance margin, quote currency.</summary>
    public decimal Maintenance => Amount(Record.Body, "maintenance");

    /// <summary>Initial margin without any forecast, quote currency.</summary>
    public decimal BaselineInitial => Amount(Record.Body, "baselineInitial");

    /// <summary>Named reason of a fallback, or null.</summary>
    public string? Fallback => Record.Body.Text("fallback");

    /// <summary>Parts of the initial margin by name, quote currency; they sum to it.</summary>
    public IReadOnlyList<KeyValuePair<string, decimal>> Components => Amounts(Record.Body.Object("components"));

    /// <summary>What the learned forecast added, quote currency.</summary>
    public decimal Learned => Components.FirstOrDefault(c => c.Key == LearnedUplift).Value;

    /// <summary>What caused the learned uplift, quote currency, by feature, forecaster or rule; empty when there was
    /// none.</summary>
    public IReadOnlyList<KeyValuePair<string, decimal>> Reasons => Amounts(Record.Body.Object(ReasonsField));

    /// <summary>Value function of the trees behind the reasons: <c>interventional</c>, or <c>path</c>, which records that name none
    /// hold too; null without reasons.</summary>
    public string? ReasonsMode => Reasons.Count == 0 ? null : Record.Body.Text(ModeField) ?? "path";

    /// <summary>Learned uplift minus the sum of the reasons; 0 in every honest record. Null without reasons.</summary>
    public decimal? Residual => Reasons.Count == 0
        ? null
        : Learned - Reasons.Sum(r => r.Value);

    /// <summary>Whether the reasons are those whose hash the record states; null without reasons.</summary>
    public bool? ReasonsMatchTheirHash => Record.Body.Object(ReasonsField) is not { } reasons
        ? null
        : Convert.ToHexStringLower(SHA256.HashData(Sealed(reasons).ToBytes())) == Record.Body.Text("explanation");

    /// <summary>Sequences of the forecasts that were used.</summary>
    public IReadOnlyList<long> Forecasts =>
        [.. (Record.Body.Items("forecasts") ?? []).OfType<CanonicalInteger>().Select(f => f.Value)];

    /// <summary>Reads a record; null when it is of another kind.</summary>
    public static RecordedMargin? Of(SealedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        return record.Kind == RecordKind.MarginDecided ? new(record) : null;
    }

    /// <summary>The largest rises of initial margin, largest first; of equals the earlier one first.</summary>
    /// <param name="records">Records in order.</param>
    /// <param name="count">How many, ≥ 1.</param>
    /// <param name="account">Account id, or null for all.</param>
    /// <param name="byLearned">Whether the learned forecast's share decides which are the largest.</param>
    public static IReadOnlyList<RecordedRaise> LargestRaises(
        IEnumerable<SealedRecord> records, int count, string? account, bool byLearned = false)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Dictionary<(string, string), RecordedMargin> last = [];
        List<RecordedRaise> raises = [];
        foreach (RecordedMargin now in records.Select(Of).OfType<RecordedMargin>())
        {
            if (last.TryGetValue((now.Account, now.Subject), out RecordedMargin? before) && now.Initial > before.Initial
                && (account is null || account == now.Account))
            {
                raises.Add(new RecordedRaise(
                    now.Record.Sequence, before.Record.Sequence, now.Record.At, now.Account, now.Subject,
                    before.Initial, now.Initial, now.Learned - before.Learned));
            }

            last[(now.Account, now.Subject)] = now;
        }

        return [.. raises.OrderByDescending(r => byLearned ? r.Learned : r.Change).ThenBy(r => r.Sequence).Take(count)];
    }

    private CanonicalObject Sealed(CanonicalObject reasons)
    {
        CanonicalObjectBuilder named = new CanonicalObjectBuilder().Add(ReasonsField, reasons);
        return (Record.Body.Text(ModeField) is { } mode ? named.Add(ModeField, mode) : named).Build();
    }

    private static IReadOnlyList<KeyValuePair<string, decimal>> Amounts(CanonicalObject? amounts) =>
        amounts is null ? [] : [.. amounts.Keys.Select(k => KeyValuePair.Create(k, Amount(amounts, k)))];

    private static decimal Amount(CanonicalObject body, string key) =>
        decimal.Parse(body.Text(key) ?? "0", NumberStyles.Number, CultureInfo.InvariantCulture);
}
