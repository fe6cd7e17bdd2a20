using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Cli.Tests.Docs;
using Dms.Predictive.Cli.Work.Explaining;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The report of the shipped bundle on the shipped sample market, as a user asks for it.</summary>
public sealed class ExplainModelTests : IDisposable
{
    private const int BarsTaken = 12 * 1440;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dms-model-report-");

    private string Report => Path.Combine(_folder.FullName, "report");

    private string Bars => Path.Combine(_folder.FullName, "SIM-BTC.csv");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Model_ShippedBundle_FilesAreSoundAndTheSameOnAnyNumberOfThreads()
    {
        TakeBars(BarsTaken);
        CliRun[] runs = await Task.WhenAll(Explain("report", "--threads", "2"), Explain("again", "--threads", "1"));
        Assert.All(runs, r => Assert.True(r.Exit == ExitCode.Done, r.Error));
        string[] names = Names(Report);
        Assert.Equal(names, Names(Path.Combine(_folder.FullName, "again")));
        Assert.All(names, n => Assert.Equal(
            File.ReadAllBytes(Path.Combine(Report, n)), File.ReadAllBytes(Path.Combine(_folder.FullName, "again", n))));
        Assert.InRange(new FileInfo(Path.Combine(Report, "report.html")).Length, 200_000, 2_000_000);
        CheckDigests(names);
        CheckReport();
        await CheckAttributions();
    }

    [Fact]
    public async Task Model_AskedWrongly_RefusedBeforeTheWork()
    {
        TakeBars(100);
        Directory.CreateDirectory(Report);
        await File.WriteAllTextAsync(Path.Combine(Report, "mine.txt"), "kept");
        Assert.Equal(ExitCode.InputRefused, (await Explain("report")).Exit);
        CliRun mode = await Explain("x", "--mode", "shap");
        Assert.Equal(ExitCode.Usage, mode.Exit);
        Assert.Contains("interventional", mode.Error, StringComparison.Ordinal);
        Assert.Contains("gbdt", (await Explain("x", "--member", "nobody")).Error, StringComparison.Ordinal);
        CliRun cold = await Explain("x");
        Assert.Equal(ExitCode.InputRefused, cold.Exit);
        Assert.Contains("[no-rows]", cold.Error, StringComparison.Ordinal);
        Assert.Contains("10, 60", (await Explain("x", "--horizon", "30m")).Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_folder.FullName, "x")));
    }

    [Theory]
    [InlineData("1.0.0", 64, "golden rows")]
    [InlineData("2.1.0", 512, "the background stored in the bundle")]
    public void Background_OfOldAndNewBundles_IsNamed(string version, int rows, string origin)
    {
        ExplainedModel model = ExplainedModel.Of(new ExplainOrder
        {
            Bundle = BundleReader.Read(Path.Combine(Repository.Root(), "models", "sim-btc", version), BundleTrust.Self()),
            History = null!,
        });

        Assert.Equal(rows, model.Background.Count);
        Assert.Contains(origin, model.BackgroundOrigin, StringComparison.Ordinal);
        Assert.Equal("interventional", model.Attributor(isInterventional: true).Mode);
        Assert.Equal(rows == 512 ? "interventional" : "path", MemberAttributors.ModeOf(model.Horizon));
    }

    [Fact]
    public void Pdf_NoBrowser_SaysWhatIsMissing()
    {
        IOException refusal = Assert.Throws<IOException>(() => ReportPdf.Browser(_folder.FullName));
        Assert.Contains("apt-get install", refusal.Message, StringComparison.Ordinal);
    }

    private static string[] Names(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(folder, f)).Order(StringComparer.Ordinal)];

    private Task<CliRun> Explain(string name, params string[] more)
    {
        string root = Repository.Root();
        return CliRun.Of([
            "explain", "model", "--bundle", Path.Combine(root, "models", "sim-btc", "2.1.0"), "--data", Bars, "--rows", "300", "--out", Path.Combine(_folder.FullName, name), .. more]);
    }

    // Twelve days are enough to warm up and to raise a margin; the whole file would take minutes on a busy machine.
    private void TakeBars(int count)
    {
        using GZipStream gzip = new(
            File.OpenRead(Path.Combine(Repository.Root(), "data", "samples", "SIM-BTC.csv.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(gzip);
        File.WriteAllLines(Bars, Enumerable.Range(0, count + 1).Select(_ => reader.ReadLine()!));
    }

    private void CheckDigests(string[] names)
    {
        using JsonDocument verify = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Report, "verify.json")));
        Dictionary<string, string> digests = verify.RootElement.GetProperty("files").EnumerateObject()
            .ToDictionary(p => p.Name, p => p.Value.GetString()!);
        Assert.Equal(names.Where(n => n != "verify.json"), digests.Keys.Order(StringComparer.Ordinal));
        Assert.All(digests, d => Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(Report, d.Key)))), d.Value));

        // The record of the largest raise is in the tree under the stated root (RFC 6962).
        JsonElement record = verify.RootElement.GetProperty("record"), inclusion = verify.RootElement.GetProperty("inclusion");
        long index = inclusion.GetProperty("sequence").GetInt64() - 1, last = record.GetProperty("size").GetInt64() - 1;
        byte[] hash = Convert.FromHexString(inclusion.GetProperty("leaf").GetString()!);
        foreach (JsonElement step in inclusion.GetProperty("path").EnumerateArray())
        {
            byte[] other = Convert.FromHexString(step.GetString()!);
            while (index % 2 == 0 && index == last)
            {
                (index, last) = (index >> 1, last >> 1);
            }

            hash = SHA256.HashData(index % 2 == 1 ? [1, .. other, .. hash] : [1, .. hash, .. other]);
            (index, last) = (index >> 1, last >> 1);
        }

        Assert.Equal(record.GetProperty("root").GetString(), Convert.ToHexStringLower(hash));
    }

    private void CheckReport()
    {
        using JsonDocument report = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Report, "report.json")));
        JsonElement root = report.RootElement;
        using JsonDocument schema = JsonDocument.Parse(
            File.ReadAllBytes(Path.Combine(Repository.Root(), "docs", "reference", "report.schema.json")));
        Assert.Null(JsonShape.FirstFault(schema.RootElement, root));
        Assert.Contains("Change points of the forecast", root.GetProperty("sections").GetProperty("drift").GetRawText(), StringComparison.Ordinal);
        JsonElement attribution = root.GetProperty("attribution");
        Assert.True(attribution.GetProperty("maxAdditivityError").GetDouble() <= 1e-9);
        Assert.InRange(attribution.GetProperty("rows").GetInt32(), 200, 300);
        Assert.Equal("interventional", attribution.GetProperty("mode").GetString());
        JsonElement[] verdicts = [.. root.GetProperty("verdict").EnumerateArray()];
        Assert.DoesNotContain(verdicts, v => v.GetProperty("status").GetString() == "fail");
        CheckFaultsAndShifts(root);
        string html = File.ReadAllText(Path.Combine(Report, "report.html"));
        Assert.Contains("the 512 rows of the background stored in the bundle (512 training rows, 64 from each eighth", html, StringComparison.Ordinal);
        string[] questions = ["What moved my margin?", "How sure is the model?", "When was it wrong?", "What would undo it?", "Can I trust this figure?"];
        Assert.All(questions, q => Assert.Contains(q, html, StringComparison.Ordinal));
        string[] figures = [.. root.GetProperty("figures").EnumerateArray().Select(f => f.GetProperty("id").GetString()!)];
        Assert.Empty(new[]
        {
            "fig-global", "fig-groups", "fig-beeswarm", "fig-dependence", "fig-partial", "fig-accumulated", "fig-interactions",
            "fig-deletion", "fig-story",
        }.Except(figures));
    }

    private static void CheckFaultsAndShifts(JsonElement root)
    {
        JsonElement robustness = root.GetProperty("sections").GetProperty("robustness").GetProperty("tables");
        JsonElement[] faults = [.. robustness.GetProperty("faults").GetProperty("rows").EnumerateArray()];
        Assert.True(faults.Length >= 9, $"Only {faults.Length} faults.");
        Assert.Contains(faults, f => f[0].GetString() == "worst value of one market feature, upwards" && f[2].GetDouble() >= 0);
        Assert.Contains(faults, f => f[1].GetString() == "n/a" && f[0].GetString()!.Contains("book", StringComparison.Ordinal));
        JsonElement[] effects = [.. robustness.GetProperty("faultEffects").GetProperty("rows").EnumerateArray()];
        Assert.All(effects, e => Assert.True(e[8].GetDouble() >= 0, e[0].GetString()));
        Assert.Contains(effects, e => e[3].GetDouble() > 0.01);
        JsonElement sensitivity = root.GetProperty("sections").GetProperty("sensitivity").GetProperty("tables");
        Dictionary<string, double> shifts = sensitivity.GetProperty("fig-sensitivity").GetProperty("rows").EnumerateArray()
            .ToDictionary(r => r[0].GetString()!, r => r[1].GetDouble());
        Assert.True(shifts["confidence 0.99 to 0.995"] > 0 && shifts["confidence 0.99 to 0.985"] < 0);
        Assert.True(shifts["forecast volatility times 1.1"] >= 0 && shifts["forecast volatility times 0.9"] <= 0);
        JsonElement[] months = [.. sensitivity.GetProperty("monthlyMargin").GetProperty("rows").EnumerateArray()];
        Assert.Equal("as deployed", months[0][0].GetString());
        Assert.Equal(shifts.Count + 1, months.Length);
        foreach (string check in new[] { "No injected fault takes a margin below its baseline", "Margins computed again equal those decided" })
        {
            Assert.Contains(root.GetProperty("verdict").EnumerateArray(), v => v.GetProperty("check").GetString() == check && v.GetProperty("status").GetString() == "pass");
        }
    }

    private async Task CheckAttributions()
    {
        await using FileStream stream = File.OpenRead(Path.Combine(Report, "attributions.parquet"));
        FrameDocument document = await FrameParquet.ReadAsync(stream, "attributions.parquet");
        Assert.Equal(AttributionFrame.Kind, document.Metadata[FrameDocument.Kind]);
        Assert.Equal(64, document.Metadata[AttributionFrame.ModelSha256].Length);
        string[] columns = [.. document.Frame.Columns.Select(c => c.Name)];
        Assert.Equal(["row_id", "as_of", "instrument", "score", "base", "mode"], columns.Take(6));
        using GZipStream gzip = new(File.OpenRead(Path.Combine(Report, "attributions.csv.gz")), CompressionMode.Decompress);
        using StreamReader reader = new(gzip, Encoding.UTF8);
        Assert.Equal(columns, (await reader.ReadLineAsync())!.Split(','));
        for (int row = 0; row < document.Frame.Rows.Count; row++)
        {
            string[] cells = (await reader.ReadLineAsync())!.Split(',');
            double[] phi = [.. columns.Select((c, k) => (c, k)).Skip(6).Select(c => (double)document.Frame.Columns[c.k][row])];
            double score = (double)document.Frame.Columns["score"][row], sum = (double)document.Frame.Columns["base"][row];
            Assert.Equal(score, phi.Aggregate(sum, (s, p) => s + p), 1e-9);
            Assert.Equal(phi, cells.Skip(6).Select(c => double.Parse(c, System.Globalization.CultureInfo.InvariantCulture)));
            Assert.Equal(Timestamp.From(new DateTimeOffset((DateTime)document.Frame.Columns["as_of"][row], TimeSpan.Zero)).ToString(), cells[1]);
        }

        Assert.Null(await reader.ReadLineAsync());
    }
}
