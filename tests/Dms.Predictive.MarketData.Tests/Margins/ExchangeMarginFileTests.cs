using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class ExchangeMarginFileTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_CommentsAndBlankLines_AreSteppedOver()
    {
        File.WriteAllText(_path, "# converted\ndate,initial,maintenance\n20120326,4375,3500\n\n# advisory\n20120924,3850,3500\n");

        IReadOnlyList<ExchangeMargin> margins = ExchangeMarginFile.Read(_path);

        Assert.Equal([new(new DateOnly(2012, 3, 26), 4375m, 3500m), new(new DateOnly(2012, 9, 24), 3850m, 3500m)], margins);
    }

    [Theory]
    [InlineData("day,initial\n", "malformed", ":1")]
    [InlineData("date,initial,maintenance\n20121301,1,1\n", "malformed", ":2")]
    [InlineData("date,initial,maintenance\n20120326,1,2\n", "malformed", ":2")]
    [InlineData("date,initial,maintenance\n20120326,-1,-2\n", "malformed", ":2")]
    [InlineData("date,initial,maintenance\n20120326,2,1\n20120326,2,1\n", "malformed", ":3")]
    [InlineData("date,initial,maintenance\n", "empty", "")]
    public void Read_BrokenFile_IsRefusedAtItsLine(string text, string code, string line)
    {
        File.WriteAllText(_path, text);

        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => ExchangeMarginFile.Read(_path));

        Assert.Equal(code, refused.Code);
        Assert.Equal(_path + line, refused.Where);
    }

    [SharedFact("data/exchange_margins_lean")]
    public void Read_EveryRealHistory_HasRisingDays()
    {
        string[] files = Directory.GetFiles(SharedFactAttribute.Path("data/exchange_margins_lean"), "*.csv", SearchOption.AllDirectories);

        Assert.Equal(91, files.Length);
        Assert.All(files, f => Assert.NotEmpty(ExchangeMarginFile.Read(f)));
    }
}
