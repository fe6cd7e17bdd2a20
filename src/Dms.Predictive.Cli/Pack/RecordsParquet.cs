using Dms.Predictive.Audit;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace Dms.Predictive.Cli.Pack;

/// <summary>Records as a table: the common fields as columns, and the canonical text.</summary>
internal static class RecordsParquet
{
    public static byte[] Write(IReadOnlyList<SealedRecord> records)
    {
        using MemoryStream stream = new();
        WriteAsync(records, stream).GetAwaiter().GetResult();
        return stream.ToArray();
    }

    private static async Task WriteAsync(IReadOnlyList<SealedRecord> records, Stream stream)
    {
        DataField<long> sequence = new("seq");
        DataField<long> at = new("at_ns");
        DataField<string> kind = new("kind");
        DataField<string> account = new("account");
        DataField<string> canonical = new("canonical");
        ParquetSchema schema = new(sequence, at, kind, account, canonical);
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream);
        using ParquetRowGroupWriter group = writer.CreateRowGroup();
        await group.WriteAsync<long>(sequence, records.Select(r => r.Sequence).ToArray());
        await group.WriteAsync<long>(at, records.Select(r => r.At.Nanoseconds).ToArray());
        await group.WriteAsync(kind, records.Select(r => r.Kind).ToArray());
        await group.WriteAsync(account, records.Select(r => r.Body.Text("account") ?? "").ToArray());
        await group.WriteAsync(
            canonical, records.Select(r => System.Text.Encoding.UTF8.GetString(r.Canonical.Span)).ToArray());
    }
}
