using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Cli.Pack;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>The files of a model report, in memory: the same run gives the same bytes.</summary>
internal static class ExplainFiles
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>report.html, report.json, attributions.parquet and .csv.gz, figures, verify.json.</summary>
    public static Dictionary<string, byte[]> Of(ExplainRun run, ReportFiles report)
    {
        (byte[] parquet, byte[] csv) = ([], []);
        Parallel.Invoke(
            new ParallelOptions { MaxDegreeOfParallelism = run.Order.Threads }, () => parquet = Parquet(run), () => csv = Csv(run));
        SortedDictionary<string, byte[]> files = new(StringComparer.Ordinal)
        {
            ["report.html"] = Encoding.UTF8.GetBytes(report.Html),
            ["report.json"] = Encoding.UTF8.GetBytes(report.Json),
            ["attributions.parquet"] = parquet,
            ["attributions.csv.gz"] = csv,
        };
        foreach ((string name, string svg) in report.Figures)
        {
            files["figures/" + name] = Encoding.UTF8.GetBytes(svg);
        }

        Dictionary<string, byte[]> all = new(files, StringComparer.Ordinal);
        all["verify.json"] = Verify(run, files);
        return all;
    }

    private static byte[] Parquet(ExplainRun run)
    {
        using MemoryStream stream = new();
        FrameFiles.Write(stream, AttributionFrame.Of(new AttributionRows
        {
            Instrument = run.Order.History.Series.Instrument,
            Mode = run.Rows.Mode,
            BaseValue = run.Rows.BaseValue,
            ModelSha256 = run.Model.Model.Identity.Sha256,
            FeatureSchemaHash = run.Model.Model.RowSchemaHash,
            Features = run.Rows.FeatureNames,
            Times = run.Rows.Times,
            Scores = run.Rows.Scores,
            Parts = run.Rows.Parts,
        }));
        return stream.ToArray();
    }

    private static byte[] Csv(ExplainRun run)
    {
        using MemoryStream stream = new();
        using (GZipStream gzip = new(stream, CompressionLevel.Fastest, leaveOpen: true))
        using (StreamWriter writer = new(gzip, new UTF8Encoding(false), 1 << 16) { NewLine = "\n" })
        {
            writer.Write("row_id,as_of,instrument,score,base,mode");
            foreach (string feature in run.Rows.FeatureNames)
            {
                writer.Write("," + AttributionFrame.PartPrefix + feature);
            }

            writer.WriteLine();
            for (int k = 0; k < run.Rows.Count; k++)
            {
                writer.Write(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{k},{run.Rows.Times[k]},{run.Order.History.Series.Instrument},{run.Rows.Scores[k]:R},{run.Rows.BaseValue:R},{run.Rows.Mode}"));
                foreach (double part in run.Rows.Phi(k))
                {
                    writer.Write(',');
                    writer.Write(part.ToString("R", CultureInfo.InvariantCulture));
                }

                writer.WriteLine();
            }
        }

        return stream.ToArray();
    }

    // The largest raise is the decision that a reader asks about: its record is proved to be in the run's.
    private static byte[] Verify(ExplainRun run, SortedDictionary<string, byte[]> files)
    {
        MerkleTree tree = new(run.Leaves);
        MarginDecision? largest = run.Raises.Count > 0 ? run.Raises[0] : null;
        return JsonSerializer.SerializeToUtf8Bytes(
            new
            {
                schema = "dms-report-verify/1",
                files = files.ToDictionary(f => f.Key, f => Convert.ToHexStringLower(SHA256.HashData(f.Value))),
                record = new
                {
                    size = run.Leaves.Count,
                    root = Convert.ToHexStringLower(tree.Root),
                    chainHead = run.ChainHead,
                    note = "records of the replay, sealed in memory and not kept; repeat the command to get the same root",
                },
                inclusion = largest is null ? null : new
                {
                    sequence = largest.Sequence,
                    leaf = Convert.ToHexStringLower(run.Leaves[(int)largest.Sequence - 1]),
                    path = tree.Inclusion((int)largest.Sequence - 1).Select(h => Convert.ToHexStringLower(h)).ToArray(),
                },
                inclusionReason = largest is null ? "the learned forecast raised no margin" : null,
            },
            Indented);
    }
}
