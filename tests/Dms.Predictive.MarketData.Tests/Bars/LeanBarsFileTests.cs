using System.IO.Compression;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class LeanBarsFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName() + ".zip");

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void ReadEquity_Prices_AreDividedByTenThousand()
    {
        Write("19980102 09:00,973100,975300,970300,970300,384500\n19980102 10:00,970200,971300,965300,970500,585900\n");

        IReadOnlyList<LeanBar> bars = LeanBarsFile.ReadEquity(_path);

        Assert.Equal(new LeanBar(new DateTime(1998, 1, 2, 9, 0, 0), 97.31, 97.53, 97.03, 97.03), bars[0]);
        Assert.Equal(2, bars.Count);
    }

    [Theory]
    [InlineData("19980102 09:00,973100,975300,970300\n", ":1")]
    [InlineData("19980102 09:00,973100,970300,970300,970300,1\n", ":1")]
    [InlineData("19980102 09:00,973100,975300,970300,970300,1\n19980102 09:00,973100,975300,970300,970300,1\n", ":2")]
    public void ReadEquity_BrokenLine_IsRefusedAtItsLine(string text, string line)
    {
        Write(text);

        Assert.Equal(_path + line, Assert.Throws<InputRefusedException>(() => LeanBarsFile.ReadEquity(_path)).Where);
    }

    [Fact]
    public void ReadEquity_NoZip_IsRefused()
    {
        File.WriteAllText(_path, "19980102 09:00,1,1,1,1,1\n");

        Assert.Equal("not-lean", Assert.Throws<InputRefusedException>(() => LeanBarsFile.ReadEquity(_path)).Code);
    }

    [SharedFact("data/lean_bars")]
    public void ReadEquity_RealArchives_HaveTheRowsOfTheirReadme()
    {
        string folder = SharedFactAttribute.Path("data/lean_bars");

        Assert.Equal(40_832, LeanBarsFile.ReadEquity(Path.Combine(folder, "equity_usa_hour_spy.zip")).Count);
        Assert.Equal(5_849, LeanBarsFile.ReadEquity(Path.Combine(folder, "equity_usa_daily_spy.zip")).Count);
    }

    private void Write(string text)
    {
        using ZipArchive zip = ZipFile.Open(_path, ZipArchiveMode.Create);
        using StreamWriter writer = new(zip.CreateEntry("spy.csv").Open());
        writer.Write(text);
    }
}
