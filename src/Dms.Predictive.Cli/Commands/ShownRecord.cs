using Dms.Predictive.Audit;

namespace Dms.Predictive.Cli.Commands;

/// <summary>A record with what a reader wants beside it.</summary>
internal sealed record ShownRecord
{
    public required SealedRecord Record { get; init; }

    /// <summary>Number of records in the log.</summary>
    public required long Count { get; init; }

    /// <summary>Chain hash after the record.</summary>
    public required string ChainHash { get; init; }

    /// <summary>The record as a margin; null when it is of another kind.</summary>
    public RecordedMargin? Margin { get; init; }

    /// <summary>The margin before it, of the same account and instrument; null when it is the first.</summary>
    public RecordedMargin? Before { get; init; }

    /// <summary>The forecasts that the margin used.</summary>
    public IReadOnlyList<SealedRecord> Forecasts { get; init; } = [];

    /// <summary>Reads the log once.</summary>
    /// <exception cref="UsageException">There is no such record.</exception>
    public static ShownRecord Find(string log, long sequence)
    {
        HashChain chain = new();
        string chainHash = "";
        SealedRecord? found = null;
        long count = 0;
        List<RecordedMargin> margins = [];
        Dictionary<long, SealedRecord> forecasts = [];
        foreach (SealedRecord record in AuditLogReader.Read(log))
        {
            count++;
            if (record.Sequence > sequence)
            {
                continue;
            }

            chain.Advance(record.Canonical.Span);
            Keep(record, margins, forecasts);
            (found, chainHash) = record.Sequence == sequence ? (record, chain.Hex) : (found, chainHash);
        }

        if (found is null)
        {
            throw new UsageException($"--sequence is {sequence}; this log holds records 1 to {count}.", "--sequence");
        }

        RecordedMargin? margin = RecordedMargin.Of(found);
        return new ShownRecord
        {
            Record = found,
            Count = count,
            ChainHash = chainHash,
            Margin = margin,
            Before = margin is null ? null : margins.LastOrDefault(m => m.Record.Sequence < sequence
                && m.Account == margin.Account && m.Subject == margin.Subject),
            Forecasts = [.. (margin?.Forecasts ?? []).Where(forecasts.ContainsKey).Select(f => forecasts[f])],
        };
    }

    private static void Keep(
        SealedRecord record, List<RecordedMargin> margins, Dictionary<long, SealedRecord> forecasts)
    {
        if (RecordedMargin.Of(record) is { } margin)
        {
            margins.Add(margin);
        }
        else if (record.Kind == RecordKind.ForecastIssued)
        {
            forecasts[record.Sequence] = record;
        }
    }
}
