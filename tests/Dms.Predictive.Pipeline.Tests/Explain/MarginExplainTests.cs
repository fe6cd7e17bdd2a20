using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline.Tests;

/// <summary>Changes between whole requests: every level sums to the one above, to the unit.</summary>
public sealed class MarginExplainTests
{
    [Fact]
    public void Between_RandomBooks_InstrumentsSumToThePositionToTheUnit()
    {
        Random random = new(21);
        for (int i = 0; i < 40; i++)
        {
            ExplainedMargin explained = MarginExplain.Between(Random(random, "t0", 3), Random(random, "t1", 3));
            MarginChange change = explained.Change;
            Assert.Equal(change.BookedDelta, change.Booked.Parts.Sum());
            Assert.NotNull(explained.Position);
            Assert.Equal(change.Booked.Parts[0], explained.Position.Booked.Parts.Sum());
            Assert.Contains("X2", explained.Position.Names);
            Assert.Contains("cash and collateral", explained.Position.Names);
        }
    }

    [Fact]
    public void Between_ManyInstruments_SmallestAreOnePart()
    {
        Random random = new(22);
        ExplainedMargin explained = MarginExplain.Between(Random(random, "t0", 20), Random(random, "t1", 20));

        Assert.InRange(explained.Position!.Names.Count, 6, 12);
        Assert.Contains("other instruments", explained.Position.Names);
        Assert.Equal(explained.Change.Booked.Parts[0], explained.Position.Booked.Parts.Sum());
    }

    [Fact]
    public void Between_PositionInAnInstrumentWithoutEarlierPrice_IsMergedWithPriceAndSaysSo()
    {
        ExplainedMargin explained = MarginExplain.Between(
            Request("t0", [("X0", 1, 100)]), Request("t1", [("X0", 1, 101), ("X1", 2, 50)], volatility: 0.5));

        Assert.Equal(["price", "garch", "correlation"], explained.Merged["position"]);
        Assert.Null(explained.Position);
        Assert.Equal(explained.Change.BookedDelta, explained.Change.Booked.Parts[0]);
        Assert.Contains("cannot be priced apart", MarginNotice.Of(
            Request("t0", [("X0", 1, 100)]), Request("t1", [("X0", 1, 101), ("X1", 2, 50)], volatility: 0.5), explained), StringComparison.Ordinal);
    }

    [Fact]
    public void Between_ConfidenceChanged_IsParametersNotVolatility()
    {
        ExplainedMargin explained = MarginExplain.Between(
            Request("t0", [("X0", 1, 100)]), Request("t1", [("X0", 1, 100)], confidence: 0.995));

        Assert.Equal(["parameters"], explained.Change.Players);
        Assert.True(explained.Change.BookedDelta > 0);
    }

    [Fact]
    public void Between_ForecastAndSpikeChanged_LearnedPartIsBothAndFeaturesSum()
    {
        ExplainedMargin explained = MarginExplain.Between(
            Request("t0", [("X0", 9, 100)], learned: 0.7), Request("t1", [("X0", 9, 100)], learned: 0.9, spike: 0.3));
        ExplainedMargin down = explained.WithFeatures([new("a", 0.4), new("b", -0.1), new("c", 0.2)], "interventional");

        Assert.Equal(["forecast volatility", "spike probability"], explained.Learned!.Names);
        Assert.Equal(explained.Change.BookedDelta, explained.Learned.Booked.Parts.Sum());
        Assert.Equal(explained.Learned.Booked.Parts[0], down.Features!.Booked.Parts.Sum());
        Assert.Contains("\"featuresMode\":\"interventional\"", MarginExplainJson.Write(down, "t0", "t1"), StringComparison.Ordinal);
        Assert.True(down.Features.Booked.Parts[0] > 0 && down.Features.Booked.Parts[1] < 0);
    }

    [Fact]
    public void Notice_AnyChange_SaysWhatWhyAndWhatWouldUndoIt()
    {
        MarginRequest before = Request("t0", [("X0", 1, 100)]), after = Request("t1", [("X0", 2, 100)]);
        string notice = MarginNotice.Of(before, after, MarginExplain.Between(before, after));

        Assert.Contains("Account A: the initial margin rose to", notice, StringComparison.Ordinal);
        Assert.Contains("your positions changed", notice, StringComparison.Ordinal);
        Assert.Contains("0.00 is left unexplained", notice, StringComparison.Ordinal);
        Assert.Contains("with 50 % of today's positions", notice, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_Explanation_HasTheFieldsOfTheSchema()
    {
        MarginRequest before = Request("t0", [("X0", 1, 100)]), after = Request("t1", [("X0", 2, 110)]);
        using JsonDocument json = JsonDocument.Parse(MarginExplainJson.Write(MarginExplain.Between(before, after), "t0", "t1"));

        Assert.Equal("dms-margin-explain/1", json.RootElement.GetProperty("schema").GetString());
        Assert.Equal("0.00", json.RootElement.GetProperty("unexplained").GetString());
        Assert.Equal(
            ["position", "price"], json.RootElement.GetProperty("order").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal(4, json.RootElement.GetProperty("coalitions").EnumerateObject().Count());
    }

    private static MarginRequest Random(Random random, string id, int instruments) => Request(
        id, [.. Enumerable.Range(0, instruments).Select(i => ($"X{i}", Math.Round((random.NextDouble() - 0.5) * 20, 3), (double)random.Next(50, 150)))],
        random.Next(1, 9) / 10.0, learned: 0.5 + random.NextDouble(), cash: random.Next(1, 100_000));

    private static MarginRequest Request(
        string id, (string Instrument, double Quantity, double Price)[] held, double volatility = 0.6, double confidence = 0.99,
        double learned = 0.7, double spike = 0, int cash = 1_000)
    {
        string N(double value) => value.ToString("R", CultureInfo.InvariantCulture);
        string Rows(Func<(string Instrument, double Quantity, double Price), string> row) => string.Join(',', held.Select(row));
        string correlation = string.Join(',', held.Select((_, i) => $"[{string.Join(',', held.Select((_, j) => i == j ? "1" : "0.5"))}]"));
        string json = $$"""
            {"schema":"dms.margin/1","id":"{{id}}","asOf":"2026-03-01T16:40:00Z",
             "account":{"id":"A","mode":"cross","cash":{{cash}},"debt":0,"collateral":[],
               "positions":[{{Rows(h => $$"""{"instrument":"{{h.Instrument}}","quantity":{{N(h.Quantity)}},"unrealizedPnl":0,"accruedFunding":0}""")}}] },
             "market":{"assets":[],"expiries":[],
               "instruments":[{{Rows(h => $$"""{"id":"{{h.Instrument}}","kind":"perpetual","underlying":"{{h.Instrument}}","multiplier":1,"lot":0,"price":{{N(h.Price)}},"confidence":1}""")}}],
               "underlyings":[{{Rows(h => $$"""{"id":"{{h.Instrument}}","spot":{{N(h.Price)}},"confidence":1}""")}}]},
             "policy":{"kind":"parametric","quantum":0.01,"parameters":{"measure":"es","confidence":{{N(confidence)}},"distribution":"normal",
               "horizonDays":1,"yearDays":365,"maintenanceRatio":0.75,"correlation":[{{correlation}}],
               "volatilities":[{{Rows(h => $$"""{"underlying":"{{h.Instrument}}","annualized":{{N(volatility)}} }""")}}] } },
             "overlay":{"cap":4,"maxStep":5,"stepSeconds":300,"halfLifeSeconds":3600,"weightMl":1,"killSwitch":false,
               "maintenanceMode":"ramped","noticeSeconds":14400,"rampSeconds":7200,
               "previous":{"at":"2026-03-01T16:35:00Z","multiplier":1,"maintenanceMultiplier":1},
               "forecast":{"sigmaReference":0.6,"sigmaGarch":0.6,"sigmaMl":{{N(learned)}},"spikeProbability":{{N(spike)}},"spikeMultiple":3,
                 "issuedAt":"2026-03-01T16:40:00Z","validUntil":"2026-03-01T16:55:00Z","bundleVerified":true,"calibration":"ok",
                 "outOfDistribution":false} } }
            """;
        using JsonDocument document = JsonDocument.Parse(json);
        return MarginRequestReader.Read(document.RootElement);
    }
}
