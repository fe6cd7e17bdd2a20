using System.Text;
using System.Text.Json.Nodes;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Requests;

public sealed class MarginRequestReaderTests
{
    private const string Parameters = "policy.parameters.";

    public static TheoryData<string> EveryObject() =>
    [
        "", "account", "account.positions[0]", "market", "market.underlyings[1]", "market.instruments[3]", "policy",
        "policy.parameters", "policy.parameters.volatilities[2]", "overlay", "overlay.forecast", "overlay.previous",
        "band",
    ];

    [Theory]
    [MemberData(nameof(EveryObject))]
    public void Read_UnknownFieldAnywhere_IsRefusedWithItsPath(string path)
    {
        JsonNode request = Valid();
        At(request, path)["zzUnknown"] = 1;
        AssertRefused(request.ToJsonString(), "UnknownField", path.Length == 0 ? "zzUnknown" : path + ".zzUnknown");
    }

    [Theory]
    [InlineData("\"cash\":", "\"cash\":1,\"cash\":", "DuplicateField", "account.cash")]
    [InlineData("\"quantity\":", "\"quantity\":1,\"quantity\":", "DuplicateField", "account.positions[0].quantity")]
    [InlineData("\"cash\":20000", "\"cash\":\"20000\"", "WrongType", "account.cash")]
    [InlineData("\"cash\":20000", "\"cash\":1e40", "Overflow", "account.cash")]
    [InlineData("\"positions\":[", "\"positions\":1,\"x\":[", "UnknownField", "account.x")]
    [InlineData("\"confidence\":0.99", "\"confidence\":1e999", "NotFinite", "policy.parameters.confidence")]
    [InlineData("\"confidence\":0.99", "\"confidence\":0.5", "OutOfRange", "policy.parameters.confidence")]
    [InlineData("\"annualized\":0.72", "\"annualized\":0", "OutOfRange", Parameters + "volatilities[1].annualized")]
    [InlineData("\"maintenanceRatio\":0.75", "\"maintenanceRatio\":1.5", "OutOfRange", Parameters + "maintenanceRatio")]
    [InlineData("[1,0.82,0.7]", "[1,0.82]", "LengthMismatch", "policy.parameters.correlation")]
    [InlineData("[1,0.82,0.7]", "[1,1.82,0.7]", "OutOfRange", "policy.parameters.correlation[0][1]")]
    [InlineData("[1,0.82,0.7]", "[1,0.83,0.7]", "NotPositiveSemidefinite", "policy.parameters.correlation")]
    [InlineData("\"kind\":\"parametric\"", "\"kind\":\"span\"", "UnknownField", "policy.parameters.confidence")]
    [InlineData("\"kind\":\"parametric\"", "\"kind\":\"magic\"", "OutOfRange", "policy.kind")]
    [InlineData("\"mode\":\"cross\"", "\"mode\":\"sideways\"", "OutOfRange", "account.mode")]
    [InlineData("dms.margin/1", "dms.margin/9", "UnsupportedSchema", "schema")]
    [InlineData("2026-03-02T12:00:00Z", "2026-03-02T12:00:00+01:00", "WrongType", "asOf")]
    [InlineData("2026-03-02T12:00:00Z", "3026-03-02T12:00:00Z", "OutOfRange", "asOf")]
    [InlineData("\"cap\":2.5", "\"cap\":0.5", "OutOfRange", "overlay.cap")]
    [InlineData("\"sigmaMl\":0.8", "\"sigmaMl\":-0.8", "OutOfRange", "overlay.forecast.sigmaMl")]
    [InlineData("\"search\":1.1", "\"search\":1.25", "OutOfRange", "band.initial")]
    [InlineData("\"spot\":3012.75", "\"spot\":0", "OutOfRange", "market.underlyings[1].spot")]
    [InlineData("nt\":\"ETH-PERP\"", "nt\":\"DOGE\"", "UnknownInstrument", "account.positions[0].instrument")]
    [InlineData("\"id\":\"ETH\",\"spot\"", "\"id\":\"BTC\",\"spot\"", "DuplicateId", "market.underlyings")]
    public void Read_OneThingWrong_IsRefusedWithCodeAndPath(string found, string replaced, string code, string where)
    {
        string text = Valid().ToJsonString();
        int at = text.IndexOf(found, StringComparison.Ordinal);
        Assert.True(at >= 0, $"The sample has no {found}.");
        AssertRefused(text[..at] + replaced + text[(at + found.Length)..], code, where);
    }

    [Theory]
    [InlineData("liquidation")]
    [InlineData("changes")]
    public void Read_PartThatIsNotBuilt_IsRefusedUnlessEmpty(string part)
    {
        JsonNode request = Valid();
        request[part] = new JsonObject { ["anything"] = 1 };
        AssertRefused(request.ToJsonString(), "NotSupported", part);
        foreach (JsonNode? empty in new JsonNode?[] { null, new JsonObject(), new JsonArray() })
        {
            request[part] = empty?.DeepClone();
            Assert.Null(AnswerTo(request.ToJsonString()).Refusal);
        }
    }

    [Theory]
    [InlineData("oracle")]
    [InlineData("addOns")]
    public void Read_OptionIsEmpty_IsOffAndUnknownFieldsInItAreRefused(string part)
    {
        JsonNode request = Valid();
        string off = AnswerTo(request.ToJsonString()).Requirement!.Hashes.Input;
        foreach (JsonNode? empty in new JsonNode?[] { null, new JsonObject(), new JsonArray() })
        {
            request[part] = empty?.DeepClone();
            Assert.Equal(off, AnswerTo(request.ToJsonString()).Requirement!.Hashes.Input);
        }

        request[part] = new JsonObject { ["anything"] = 1 };
        AssertRefused(request.ToJsonString(), "UnknownField", part + ".anything");
    }

    [Fact]
    public void Answer_ArrayWithABrokenRequest_OthersAreAnsweredAsIfAlone()
    {
        string good = Valid().ToJsonString();
        string bad = good.Replace("\"id\":\"r\"", "\"id\":\"broken\",\"oops\":1", StringComparison.Ordinal);
        MarginAnswers answers = MarginDocument.Answer(Encoding.UTF8.GetBytes($"[{good},{bad},7,{good}]"));
        MarginRequirement alone = AnswerTo(good).Requirement!;
        Assert.True(answers.IsArray);
        Assert.Equal(["r", "broken", null, "r"], answers.Items.Select(i => i.Id));
        Assert.Equal([null, "UnknownField", "WrongType", null], answers.Items.Select(i => i.Refusal?.Code));
        Assert.Equal(alone.Hashes, answers.Items[0].Requirement!.Hashes);
        Assert.Equal(alone.Hashes, answers.Items[3].Requirement!.Hashes);
    }

    [Theory]
    [InlineData("{", "NotJson")]
    [InlineData("", "NotJson")]
    [InlineData("[1,]", "NotJson")]
    [InlineData("7", "WrongType")]
    public void Answer_NotARequestAtAll_IsRefused(string text, string code) =>
        Assert.Equal(
            code,
            Assert.Throws<InputRefusedException>(() => MarginDocument.Answer(Encoding.UTF8.GetBytes(text))).Code);

    [Fact]
    public void Read_TextIsNotUnicode_IsRefused()
    {
        string broken = Valid().ToJsonString().Replace("\"id\":\"A\"", "\"id\":\"\\ud800\"", StringComparison.Ordinal);
        AssertRefused(broken, "WrongType", "request");
    }

    [Fact]
    public void Read_NullSpikeProbability_BlocksTheForecast()
    {
        JsonNode request = Valid();
        request["overlay"]!["forecast"]!["spikeProbability"] = null;
        Assert.Equal([GateReason.ForecastNotFinite], AnswerTo(request.ToJsonString()).Requirement!.Overlay!.Blocked);
    }

    private static JsonNode Valid()
    {
        Account account = Sample.Account([new("ETH-PERP", -6, 2950), new("BTC-PERP", 0.5m)], 20_000);
        MarginOverlay overlay = Sample.Overlay(Sample.Forecast(0.5, 0.55, 0.8, 0.2)) with
        {
            Previous = new(1.2, 1, Sample.AsOf + TimeSpan.FromMinutes(-1)),
        };
        MarginRequest request = Sample.Request(Sample.Parametric(), account, overlay) with
        {
            Band = new(1.1m, 1.2m, 1.3m),
        };
        return JsonNode.Parse(WireFormat.Write(request))!;
    }

    private static JsonNode At(JsonNode root, string path)
    {
        foreach (string part in path.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            int bracket = part.IndexOf('[', StringComparison.Ordinal);
            root = bracket < 0 ? root[part]! : root[part[..bracket]]![int.Parse(part[(bracket + 1)..^1])]!;
        }

        return root;
    }

    private static MarginAnswer AnswerTo(string text) =>
        MarginDocument.Answer(Encoding.UTF8.GetBytes(text)).Items.Single();

    private static void AssertRefused(string text, string code, string where)
    {
        InputRefusedException? refusal = AnswerTo(text).Refusal;
        Assert.Equal((code, where), (refusal?.Code, refusal?.Where));
    }
}
