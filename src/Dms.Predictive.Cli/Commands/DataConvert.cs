using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms data convert FILE --to parquet|csv --out DIR</c>: any file that is read, as canonical Parquet or as CSV.</summary>
public static class DataConvert
{
    private static readonly Argument<string> Input = new("FILE") { Description = "A file of any format that dms data inspect knows, or canonical Parquet." };
    private static readonly Option<string> To = new("--to") { Description = "parquet (every kind of event, exact), or csv (trades, books and bars).", DefaultValueFactory = _ => "parquet" };
    private static readonly Option<string> Out = new("--out") { Description = "Folder for the files.", Required = true };
    private static readonly Option<string?> Format = new("--format") { Description = "Format of FILE where its content fits several." };
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON document on standard output." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("convert",
            "Convert market data without loss.\nExample: dms data convert data/samples/SIM-BOOK.trades.csv.gz --to parquet --out out/market")
        {
            Input, To, Out, Format, Json,
        };
        command.SetAction((parsed, ct) => Task.Run(() => Run(parsed, ct), ct));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken ct)
    {
        string path = parsed.GetRequiredValue(Input);
        string folder = parsed.GetValue(Out)!;
        IReadOnlyList<(string Path, long Rows)> written = parsed.GetValue(To) switch
        {
            "parquet" => ToParquet(path, folder, parsed.GetValue(Format), ct),
            "csv" => MarketCsv.Write(folder, sink => Read(path, parsed.GetValue(Format), sink, ct)),
            string other => throw new UsageException($"'{other}' is no target; choose parquet or csv.", "--to"),
            _ => throw new UsageException("Name a target, parquet or csv.", "--to"),
        };
        if (parsed.GetValue(Json))
        {
            Console.Out.WriteLine(JsonSerializer.Serialize(written.Select(w => new { path = w.Path, rows = w.Rows })));
        }
        else
        {
            foreach ((string file, long rows) in written)
            {
                Console.Out.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows,12:N0} rows  {file}"));
            }
        }

        return ExitCode.Done;
    }

    private static IReadOnlyList<(string Path, long Rows)> ToParquet(string path, string folder, string? format, CancellationToken ct)
    {
        using CanonicalParquetWriter writer = new(folder);
        string sha256 = Read(path, format, writer, ct);
        IReadOnlyList<(string, long)> written = writer.Complete(sha256);
        return written.Count > 0 ? written : throw Nothing(path);
    }

    private static string Read(string path, string? format, IMarketEventSink sink, CancellationToken ct)
    {
        if (File.Exists(path) && CanonicalParquet.Detect(path))
        {
            CanonicalParquet.Read(path, sink, ct);
            using FileStream stream = File.OpenRead(path);
            return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(stream));
        }

        return MarketFile.Read(path, format is null ? null : DataInspectMarket.Named(format), null, sink, ct).Sha256;
    }

    private static InputRefusedException Nothing(string path) => new(
        "convert-empty", "No event was read; there is nothing to convert. See dms data inspect for what is wrong with the file.", path);
}
