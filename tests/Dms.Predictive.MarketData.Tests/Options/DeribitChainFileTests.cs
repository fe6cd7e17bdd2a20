using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests.Options;

public sealed class DeribitChainFileTests : IDisposable
{
    private const string Header = "timestamp,instrument_name,underlying,bid_price,ask_price,mark_price,implied_volatility,delta,vega,open_interest,volume,index_price";
    private const string Row = "2026-01-02T16:26:24Z,BTC-3JAN26-88000-C,88728.9,0.0840,,0.0855,0.43,0.81,50.2,0.3,0,88530.2";
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_RowsOfTwoCoins_AreChainsInOrder()
    {
        IReadOnlyList<OptionChain> chains = Read(
            Row, Row.Replace("88000-C", "87000-P").Replace(",,", ",0.09,"), Row.Replace("BTC-3JAN26-88000", "ETH-25DEC26-3000"), Row.Replace("16:26:24", "15:00:00"));

        Assert.Equal(["BTC", "BTC", "ETH"], chains.Select(c => c.Underlying));
        Assert.Equal(["BTC-3JAN26-87000-P", "BTC-3JAN26-88000-C"], chains[1].Options.Select(o => o.Instrument));
        ChainOption call = chains[1].Options[1];
        Assert.Equal((Timestamp.Parse("2026-01-03T08:00:00Z"), 88000.0, true, 88728.9), (call.Expiry, call.Strike, call.IsCall, call.Forward));
        Assert.Equal((0.084, null, 0.0855, 0.43), (call.BidCoin, call.AskCoin, call.MarkCoin, call.MarkVolatility));
        Assert.Equal((0.81, 0.3, 0.0), (call.Delta, call.OpenInterest, call.Volume));
        Assert.Equal(88530.2, chains[1].IndexPrice);
        Assert.Equal(Timestamp.Parse("2026-12-25T08:00:00Z"), chains[2].Options[0].Expiry);
    }

    [Theory]
    [InlineData("BTC-3JAN26-88000-C", "BTC-3JAN26-88000")]
    [InlineData("BTC-3JAN26-88000-C", "BTC-33JAN26-88000-C")]
    [InlineData("BTC-3JAN26-88000-C", "BTC-3JAN26-0-C")]
    [InlineData("88728.9", "0")]
    [InlineData("0.0840", "-0.0840")]
    [InlineData("0.0855", "NaN")]
    [InlineData(",88530.2", "")]
    [InlineData("2026-01-02T16:26:24Z", "2026-01-02 16:26:24")]
    public void Read_BrokenCell_IsRefusedWithItsLine(string good, string bad)
    {
        InputRefusedException refused = Assert.Throws<InputRefusedException>(() => Read(Row, Row.Replace(good, bad)));

        Assert.Equal(("malformed", $"{_path}:3"), (refused.Code, refused.Where));
    }

    [Fact]
    public void Read_NoHeaderOrNoRow_IsRefused()
    {
        File.WriteAllText(_path, Row);
        Assert.Equal($"{_path}:1", Assert.Throws<InputRefusedException>(() => new DeribitChainFile(_path).Read(default)).Where);
        Assert.Equal("empty", Assert.Throws<InputRefusedException>(() => Read()).Code);
    }

    // One byte after the other is changed; a chain or a refusal with its place comes out, nothing else.
    [Fact]
    public void Read_MutatedBytes_AreReadOrRefused()
    {
        byte[] whole = System.Text.Encoding.UTF8.GetBytes($"{Header}\n{Row}\n{Row}\n");
        for (int i = 0; i < whole.Length; i++)
        {
            byte[] changed = [.. whole];
            changed[i] ^= (byte)(1 << (i % 8));
            File.WriteAllBytes(_path, changed);
            try
            {
                Assert.NotEmpty(new DeribitChainFile(_path).Read(default));
            }
            catch (InputRefusedException e)
            {
                Assert.StartsWith(_path, e.Where, StringComparison.Ordinal);
            }
        }
    }

    [SharedFact("data/deribit_options_2026")]
    public void Read_RecordedMonths_HoldTheRowsOfTheirDescription()
    {
        string folder = SharedFactAttribute.Path("data/deribit_options_2026");
        Dictionary<string, (int Snapshots, int Rows)> expected = new()
        {
            ["202512"] = (2, 2_058),
            ["202601"] = (43, 44_521),
            ["202603"] = (31, 42_263),
            ["202604"] = (30, 37_894),
            ["202605"] = (37, 43_088),
        };
        foreach ((string month, (int snapshots, int rows)) in expected)
        {
            IReadOnlyList<OptionChain> chains = new DeribitChainFile(Path.Combine(folder, $"deribit_chain_{month}.csv.gz")).Read(default);
            Assert.Equal(rows, chains.Sum(c => c.Options.Count));
            Assert.Equal(snapshots, chains.Select(c => c.At).Distinct().Count());
            Assert.Equal(["BTC", "ETH"], chains.Select(c => c.Underlying).Distinct().Order(StringComparer.Ordinal));
        }
    }

    private IReadOnlyList<OptionChain> Read(params string[] rows)
    {
        File.WriteAllLines(_path, [Header, .. rows]);
        return new DeribitChainFile(_path).Read(default);
    }
}
