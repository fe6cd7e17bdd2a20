using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class BarFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bars-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Load_FolderOfParts_IsOneSeriesWithTheGapBetween()
    {
        string late = Write("X_1m_b.csv.gz", "00:07", "00:08", "00:09");
        string early = Write("X_1m_a.csv", "00:00", "00:01", "00:02");
        File.WriteAllText(Path.Combine(_folder, "README.md"), "not bars");
        BarHistory history = BarFiles.Load([_folder], CancellationToken.None);
        Assert.Equal("X_1m", history.Series.Instrument);
        Assert.Equal(6, history.Series.Bars.Count);
        Assert.Equal([early, late], history.Files.Select(f => f.Path));
        Assert.Equal(BarFile.Read(late, CancellationToken.None).Sha256, history.Files[1].Sha256);
        Assert.Equal(new GapSummary(1, 4, TimeSpan.FromMinutes(4), history.Files[1].First), history.Quality.Gaps);
        Assert.Equal(1, history.Quality[QualityIssue.Gap]);
        Assert.Equal(6, history.Quality.RowsRead);
        BarHistory reversed = BarFiles.Load([late, early], CancellationToken.None);
        Assert.Equal(history.Series.Bars, reversed.Series.Bars);
    }

    [Fact]
    public void Load_OverlappingFiles_NamesBoth()
    {
        string one = Write("a.csv", "00:00", "00:01", "00:02");
        string two = Write("b.csv", "00:02", "00:03", "00:04");
        InputRefusedException e = Refusal(two, one);
        Assert.Equal(("bars-overlap", $"{one} and {two}"), (e.Code, e.Where));
        Assert.Equal("bars-overlap", Refusal(one, one).Code);
    }

    [Fact]
    public void Load_OtherStepOrGrid_IsRefused()
    {
        string minutes = Write("a.csv", "00:00", "00:01", "00:02");
        string fives = Write("b.csv", "01:00", "01:05", "01:10");
        string shifted = Write("c.csv", "02:01", "02:06", "02:11");
        Assert.Equal("bars-steps-differ", Refusal(minutes, fives).Code);
        Assert.Equal("bars-grid", Refusal(fives, shifted).Code);
    }

    [Fact]
    public void Load_FolderWithoutBars_OrWithAnotherCsv_IsRefused()
    {
        Assert.Equal("bars-folder-empty", Refusal(_folder).Code);
        Write("a.csv", "00:00", "00:01");
        File.WriteAllText(Path.Combine(_folder, "funding.csv"), "timestamp,funding_rate\n");
        InputRefusedException e = Refusal(_folder);
        Assert.Equal("bars-header", e.Code);
        Assert.Contains("funding.csv", e.Where, StringComparison.Ordinal);
    }

    private static InputRefusedException Refusal(params string[] paths) =>
        Assert.Throws<InputRefusedException>(() => BarFiles.Load(paths, CancellationToken.None));

    private string Write(string name, params string[] clocks)
    {
        string path = Path.Combine(_folder, name);
        string text = BarText.Header + string.Concat(clocks.Select(c => $"2024-03-01T{c}:00Z,100,101,99,100.5,2\n"));
        bool gzip = name.EndsWith(".gz", StringComparison.Ordinal);
        File.WriteAllBytes(path, gzip ? BarText.Gzip(text) : System.Text.Encoding.UTF8.GetBytes(text));
        return path;
    }
}
