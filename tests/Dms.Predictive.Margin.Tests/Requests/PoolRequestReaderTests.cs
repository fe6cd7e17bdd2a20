using System.Buffers;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Requests;

/// <summary>Requests of the pool, debt-pool, prefunded-pool and sensitivities policies as text.</summary>
public sealed class PoolRequestReaderTests
{
    private const string Head = """{"schema":"dms.margin/1","id":"r","asOf":"2026-03-02T12:00:00Z",""";

    private const string Pool = Head + """
        "account":{"id":"A","mode":"isolated","positions":[
        {"instrument":"X","quantity":50,"sizeUsd":150000,"collateralAsset":"USDC","collateralQuantity":5000}]},
        "market":{"instruments":[{"id":"X","kind":"perpetual","underlying":"X","price":3000,"minPrice":2998.5}],
        "assets":[{"id":"USDC","price":1}],
        "pool":{"long":{"poolUsd":3e7,"openInterestUsd":4.2e6},"short":{"poolUsd":3e7,"openInterestUsd":3.1e6}}},
        "policy":{"kind":"pool","quantum":1e-6,"parameters":{"version":"v1","maxLeverage":50,"liquidationFeeUsd":5,
        "maxPnlFactorForTraders":1}}}
        """;

    private const string Debt = Head + """
        "account":{"id":"A","mode":"cross","debtShares":1000,"collateral":[{"asset":"SNX","quantity":4000}]},
        "market":{"assets":[{"id":"SNX","price":0.8}],"debtPool":{"totalDebt":1500000,"totalShares":2000000}},
        "policy":{"kind":"debt-pool","quantum":1e-6,"parameters":{"issuanceRatio":0.2,"liquidationRatio":0.4,"penalty":0.08}}}
        """;

    private const string Prefunded = Head + """
        "account":{"id":"A","mode":"cross","exposureUsd":10000,"lossToAbsorb":0},
        "market":{"pool":{"netExposureUsd":1500000,"layers":[{"name":"pool","amount":200000}],"members":[{"id":"m","shares":3}]}},
        "policy":{"kind":"prefunded-pool","parameters":{"confidence":0.995,"horizonDays":1,"volatility":0.8,
        "maintenanceRatio":0.8,"maximumExposureFactor":0.1}}}
        """;

    private const string Sensitivities = Head + """
        "account":{"id":"A","mode":"portfolio","cash":500000,"sensitivities":[
        {"riskClass":"equity","bucket":"large","factor":"A","kind":"curvature","lossUp":350000,"lossDown":-2}]},"market":{},
        "policy":{"kind":"sensitivities","parameters":{"maintenanceRatio":0.8,"riskClasses":[{"id":"equity",
        "crossBucketCorrelation":0.2,"buckets":[{"id":"large","riskWeight":0.22,"vegaRiskWeight":0.35,"correlation":0.4}]}],
        "crossClassCorrelation":[[1]]}}}
        """;

    [Theory]
    [InlineData(Pool)]
    [InlineData(Debt)]
    [InlineData(Prefunded)]
    [InlineData(Sensitivities)]
    public void Read_WrittenAgain_IsTheSameRequest(string request)
    {
        MarginRequest read = WireFormat.Read(request);
        string written = WireFormat.Write(read);
        Assert.Equal(written, WireFormat.Write(WireFormat.Read(written)));
        Assert.Equal(MarginCalculator.Compute(read).Hashes, MarginCalculator.Compute(WireFormat.Read(written)).Hashes);
    }

    [Theory]
    [InlineData(Pool, "\"quantity\":50,", "\"quantity\":50,\"zz\":1,", "UnknownField", "account.positions[0].zz")]
    [InlineData(Pool, "\"sizeUsd\":150000,", "", "MissingField", "account.positions[0].sizeUsd")]
    [InlineData(Pool, "\"USDC\",\"coll", "\"?\",\"coll", "UnknownAsset", "account.positions[0].collateralAsset")]
    [InlineData(Pool, "\"isolated\"", "\"cross\"", "ModeNotSupported", "account.mode")]
    [InlineData(Pool, "\"maxLeverage\":50", "\"maxLeverage\":50,\"impactExponent\":2", "UnknownField", "policy.parameters.impactExponent")]
    [InlineData(Pool, "\"v1\"", "\"v3\"", "OutOfRange", "policy.parameters.version")]
    [InlineData(Pool, "\"long\":{\"poolUsd\":3e7,", "\"long\":{\"poolUsd\":-1,", "OutOfRange", "market.pool.long.poolUsd")]
    [InlineData(Pool, "\"short\":{", "\"short\":{\"zz\":1,", "UnknownField", "market.pool.short.zz")]
    [InlineData(Pool, "\"pool\":{\"long\"", "\"debtPool\":{\"long\"", "UnknownField", "market.debtPool")]
    [InlineData(Pool, "2998.5", "3000.5", "OutOfRange", "market.instruments[0].minPrice")]
    [InlineData(Debt, "\"debtShares\"", "\"exposureUsd\"", "UnknownField", "account.exposureUsd")]
    [InlineData(Debt, "\"penalty\":0.08", "\"penalty\":4", "OutOfRange", "policy.parameters.penalty")]
    [InlineData(Debt, "\"totalShares\":2000000", "\"totalShares\":999", "OutOfRange", "account.debtShares")]
    [InlineData(Debt, "\"totalDebt\":1500000,", "", "MissingField", "market.debtPool.totalDebt")]
    [InlineData(Prefunded, "\"lossToAbsorb\":0", "\"lossToAbsorb\":-1", "OutOfRange", "account.lossToAbsorb")]
    [InlineData(Prefunded, "\"amount\":200000", "\"amount\":-1", "OutOfRange", "market.pool.layers[0].amount")]
    [InlineData(Prefunded, "\"shares\":3", "\"shares\":\"3\"", "WrongType", "market.pool.members[0].shares")]
    [InlineData(Prefunded, "\"volatility\":0.8", "\"volatility\":0", "OutOfRange", "policy.parameters.volatility")]
    [InlineData(Prefunded, "\"exposureUsd\":10000", "\"cash\":1", "OutOfRange", "account.cash")]
    [InlineData(Sensitivities, "\"lossUp\":350000,", "", "MissingField", "account.sensitivities[0].lossUp")]
    [InlineData(Sensitivities, "\"curvature\"", "\"delta\"", "MissingField", "account.sensitivities[0].amount")]
    [InlineData(Sensitivities, "\"curvature\"", "\"gamma\"", "OutOfRange", "account.sensitivities[0].kind")]
    [InlineData(Sensitivities, "\"bucket\":\"large\"", "\"bucket\":\"x\"", "OutOfRange", "account.sensitivities[0].bucket")]
    [InlineData(Sensitivities, "[[1]]", "[[1,0],[0,1]]", "LengthMismatch", "policy.parameters.crossClassCorrelation")]
    [InlineData(Sensitivities, "[[1]]", "[[2]]", "OutOfRange", "policy.parameters.crossClassCorrelation[0][0]")]
    [InlineData(Sensitivities, "\"correlation\":0.4", "\"correlation\":1.4", "OutOfRange", "policy.parameters.riskClasses[0].buckets[0].correlation")]
    public void Answer_OneFieldSpoiled_IsRefusedWithItsPlace(
        string request, string good, string bad, string code, string where)
    {
        Assert.Contains(good, request, StringComparison.Ordinal);
        InputRefusedException refusal = MarginDocument.Answer(
            Encoding.UTF8.GetBytes(request.Replace(good, bad, StringComparison.Ordinal))).Items.Single().Refusal!;
        Assert.Equal((code, where), (refusal.Code, refusal.Where));
    }

    [Theory]
    [InlineData("\"debtShares\":1", "account.debtShares")]
    [InlineData("\"exposureUsd\":1", "account.exposureUsd")]
    [InlineData("\"sensitivities\":[]", "account.sensitivities")]
    [InlineData("\"positions\":[{\"instrument\":\"X\",\"quantity\":1,\"sizeUsd\":1}]", "account.positions[0].sizeUsd")]
    public void Answer_FieldsOfAnotherPolicy_AreUnknown(string field, string where)
    {
        string request = Head + "\"account\":{\"id\":\"A\",\"mode\":\"cross\"," + field + """
            },"market":{"instruments":[{"id":"X","kind":"perpetual","underlying":"X","price":3000}]},
            "policy":{"kind":"static","parameters":{"initialRate":0.1,"maintenanceRate":0.05}}}
            """;
        InputRefusedException refusal =
            MarginDocument.Answer(Encoding.UTF8.GetBytes(request)).Items.Single().Refusal!;
        Assert.Equal(("UnknownField", where), (refusal.Code, refusal.Where));
    }

    [Fact]
    public void WhatIf_PositionAgainstAPoolAdded_IsMarginedAndItsRefusalNamesTheChange()
    {
        Assert.Contains("\"delta\":{\"initial\":2000.000000,", WhatIf(
            """{"instrument":"X","quantity":-33,"sizeUsd":100000,"collateralAsset":"USDC","collateralQuantity":9000}"""),
            StringComparison.Ordinal);
        Assert.Contains("\"where\":\"changes[0].addPositions[0].sizeUsd\"", WhatIf(
            """{"instrument":"X","quantity":-33,"sizeUsd":0,"collateralAsset":"USDC","collateralQuantity":9000}"""),
            StringComparison.Ordinal);
    }

    private static string WhatIf(string position)
    {
        string request = Pool.TrimEnd()[..^1] + ",\"changes\":[{\"name\":\"more\",\"addPositions\":[" + position + "]}]}";
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter writer = new(output))
        {
            MarginDocument.Answer(Encoding.UTF8.GetBytes(request), MarginQuestion.WhatIf).Write(writer);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
