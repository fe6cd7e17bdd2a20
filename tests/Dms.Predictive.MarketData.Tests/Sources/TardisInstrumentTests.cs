using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class TardisInstrumentTests
{
    private const string Times = "1723161255208000,1723161253937085,";

    [Theory]
    [InlineData("tardis-trades", TardisFormats.TradesHeader, "17,buy,61837.63,1.5")]
    [InlineData("tardis-quotes", TardisFormats.QuotesHeader, "1,61837.64,61837.63,1.5")]
    [InlineData("tardis-book", TardisFormats.BookHeader, "true,bid,61837.63,1.5")]
    public void Row_OfAnotherInstrument_IsRefusedByName(string format, string header, string row)
    {
        EventTally tally = new();
        IMarketDecoder decoder = MarketFormats.Known.Single(f => f.Name == format).Open(new MarketSourceOptions("a.csv"), tally);
        foreach (string line in new[]
        {
            header, "binance,BTCUSDT,broken", $"binance,ETHUSDT,{Times}{row}", $"binance,BTCUSDT,{Times}{row}", $"binance,ETHUSDT,{Times}{row}", "binance,ETHUSDT",
        })
        {
            decoder.Take(Encoding.UTF8.GetBytes(line));
        }

        decoder.End();
        QualityVerdict foreign = Assert.Single(tally.Verdicts, v => v.Detail == TardisInstrument.Foreign);
        Assert.Equal((QualityIssue.Malformed, 4L), (foreign.Issue, foreign.Line));
        Assert.Equal([2L, 4L, 6L], tally.Verdicts.Select(v => v.Line));
    }
}
