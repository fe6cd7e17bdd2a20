using System.IO.Compression;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

/// <summary>The SIM-BOOK files in <c>data/samples</c> are what <c>dms data simulate --sample</c> writes.</summary>
public sealed class ShippedBookTests
{
    private static readonly string[] Kinds = ["", ".trades", ".book", ".funding", ".ticker", ".truth"];

    [Fact]
    public void ShippedBook_EveryFile_IsRegeneratedByteForByte()
    {
        string folder = Directory.CreateTempSubdirectory("dms-sample-").FullName;
        try
        {
            SimulationFiles.Save(SimulationFiles.Sample, 0, null, folder, CancellationToken.None);
            long bytes = 0;
            foreach (string name in Kinds.Select(kind => $"SIM-BOOK{kind}.csv.gz"))
            {
                string shipped = Path.Combine(Samples(), name);
                Assert.True(Unpacked(shipped).AsSpan().SequenceEqual(Unpacked(Path.Combine(folder, name))), name);
                bytes += new FileInfo(shipped).Length;
            }

            Assert.InRange(bytes, 1, 6_000_000);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void ShippedBook_Bars_AreReadAsCleanMinutes()
    {
        BarReading reading = BarFile.Read(Path.Combine(Samples(), "SIM-BOOK.csv.gz"), CancellationToken.None);
        Assert.Equal("SIM-BOOK", reading.Instrument);
        Assert.Equal(TimeSpan.FromMinutes(1), reading.Step);
        Assert.InRange(reading.Bars.Count, 1_380, 1_440);
        Assert.Equal(0, reading.Quality.Quarantined);
    }

    [Fact]
    public void Save_Faults_AreWrittenBeside()
    {
        string folder = Directory.CreateTempSubdirectory("dms-faults-").FullName;
        try
        {
            WrittenMarket written = SimulationFiles.Save(
                SimulationFiles.Sample, 0, MarketFaults.Usual, folder, CancellationToken.None);
            string text = System.Text.Encoding.UTF8.GetString(Unpacked(Path.Combine(folder, "SIM-BOOK.faults.csv.gz")));
            Assert.Equal(written.Faults.Count + 1, text.Count(c => c == '\n'));
            Assert.NotEmpty(written.Faults);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static byte[] Unpacked(string path)
    {
        using FileStream file = File.OpenRead(path);
        using GZipStream gzip = new(file, CompressionMode.Decompress);
        using MemoryStream content = new();
        gzip.CopyTo(content);
        return content.ToArray();
    }

    internal static string Samples()
    {
        DirectoryInfo? at = new(AppContext.BaseDirectory);
        while (at is not null && !File.Exists(Path.Combine(at.FullName, "Dms.Predictive.sln")))
        {
            at = at.Parent;
        }

        return Path.Combine(at?.FullName ?? throw new DirectoryNotFoundException("No repository root."), "data", "samples");
    }
}
