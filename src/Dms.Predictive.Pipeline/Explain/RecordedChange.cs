using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>Two sealed margins of one account, and what moved the one to the other.</summary>
/// <param name="Before">Request of the earlier margin.</param>
/// <param name="After">Request of the later margin.</param>
/// <param name="Explained">The change, down to features where the models are at hand.</param>
/// <param name="FeaturesMissing">Why features are not shown; null when they are, or nothing learned changed.</param>
public sealed record RecordedChange(MarginRequest Before, MarginRequest After, ExplainedMargin Explained, string? FeaturesMissing)
{
    /// <summary>The last margin of an account at or before a time.</summary>
    /// <param name="records">Records in order.</param>
    /// <param name="account">Account id.</param>
    /// <param name="at">The time; null = the end of the log.</param>
    public static SealedRecord? LastAt(IEnumerable<SealedRecord> records, string account, Timestamp? at)
    {
        ArgumentNullException.ThrowIfNull(records);
        return records.LastOrDefault(r => r.Kind == RecordKind.MarginDecided && r.Body.Text("account") == account && (at is null || r.At <= at));
    }

    /// <summary>Explains the change from one sealed margin to another.</summary>
    /// <param name="before">The earlier <c>margin.decided</c>.</param>
    /// <param name="after">The later one, of the same account.</param>
    /// <param name="recordAt">Finds a record of the same log by its sequence.</param>
    /// <param name="modelBySha256">Finds a model; null where it is not at hand.</param>
    /// <exception cref="InputRefusedException">A record is no margin, or of another account (<c>margin-record</c>); or the margin
    /// computed again is not the sealed one (<c>margin-differs</c>).</exception>
    public static RecordedChange Between(
        SealedRecord before, SealedRecord after, Func<long, SealedRecord?> recordAt, Func<string, ForecastModel?> modelBySha256)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        ArgumentNullException.ThrowIfNull(recordAt);
        ArgumentNullException.ThrowIfNull(modelBySha256);
        (RecordedMargin earlier, RecordedMargin later) = (MarginOf(before), MarginOf(after));
        if (earlier.Account != later.Account)
        {
            throw new InputRefusedException(
                "margin-record", $"Record {before.Sequence} is of account {earlier.Account}, record {after.Sequence} of {later.Account}.", "record");
        }

        (MarginRequest from, MarginRequest to) = (RequestOf(before), RequestOf(after));
        ExplainedMargin explained = MarginExplain.Between(from, to);
        if (explained.Change.BookedDelta != later.Initial - earlier.Initial)
        {
            throw new InputRefusedException(
                "margin-differs",
                $"Initial margin moved by {later.Initial - earlier.Initial} in the record and by {explained.Change.BookedDelta} computed again. "
                + "Replay the log to find the figure.", $"record {after.Sequence}");
        }

        (ForecastParts Parts, HorizonModel Model)? f0 = ForecastOf(earlier, recordAt, modelBySha256);
        (ForecastParts Parts, HorizonModel Model)? f1 = ForecastOf(later, recordAt, modelBySha256);
        bool learned = explained.Change.Players.Contains(MarginMixture.Learned);
        if (!learned || f0 is not { } a || f1 is not { } b)
        {
            return new RecordedChange(from, to, explained, learned ? "the models of the forecasts are not at hand" : null);
        }

        string? mode = MemberAttributors.ModeOf(b.Model);
        return new RecordedChange(from, to, explained.WithFeatures(ForecastChange.Between(a.Model, a.Parts, b.Model, b.Parts), mode), null);
    }

    private static RecordedMargin MarginOf(SealedRecord record) => RecordedMargin.Of(record) is { } margin && record.Body.Text("request") is not null
        ? margin
        : throw new InputRefusedException("margin-record", $"Record {record.Sequence} is a {record.Kind}, no margin with its request.", "record");

    private static MarginRequest RequestOf(SealedRecord record)
    {
        using JsonDocument document = JsonDocument.Parse(record.Body.Text("request")!);
        return MarginRequestReader.Read(document.RootElement);
    }

    private static (ForecastParts, HorizonModel)? ForecastOf(
        RecordedMargin margin, Func<long, SealedRecord?> recordAt, Func<string, ForecastModel?> modelBySha256)
    {
        if (margin.Forecasts is not [var sequence, ..] || recordAt(sequence) is not { } record
            || modelBySha256(record.Body.Text("modelSha256") ?? "") is not { } model)
        {
            return null;
        }

        return (ForecastParts.Of(record, model), model.For((int)(record.Body.Integer("horizonMs")!.Value / 60_000)));
    }
}
