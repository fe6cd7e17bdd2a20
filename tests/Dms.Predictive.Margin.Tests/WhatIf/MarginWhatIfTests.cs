using System.Text;
using System.Text.Json;
using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.WhatIf;

public sealed class MarginWhatIfTests
{
    private const string Request = """
        {"schema":"dms.margin/1","id":"e1","asOf":"2026-03-02T12:00:00Z",
        "account":{"id":"A","mode":"cross","cash":10000,
        "positions":[{"instrument":"ETH-PERP","quantity":-6,"entryPrice":2950.0}]},
        "market":{"underlyings":[{"id":"ETH","spot":3012.75}],
        "instruments":[{"id":"ETH-PERP","kind":"perpetual","underlying":"ETH","price":3012.75}]},
        "policy":{"kind":"static","quantum":0.01,
        "parameters":{"initialRate":0.1,"maintenanceRate":0.06,"rates":{}}},"changes":[CHANGES]}
        """;

    [Fact]
    public void Compute_AnyChanges_EachStartsFromTheUnchangedRequest() =>
        Gen.Select(Sample.Accounts, Gen.Int[50, 150], Gen.Int[-9000, 9000]).Sample(
            (account, percent, cash) =>
            {
                MarginRequest request = Sample.Request(Sample.Parametric(), account);
                WhatIfChange[] changes =
                [
                    new("cash") { AddCash = cash },
                    new("move") { Shifts = [new("ETH", percent / 100m)] },
                    new("position") { AddPositions = [new("BTC-PERP", 0.5m)] },
                    new("policy") { Policy = Sample.Static() },
                ];
                WhatIfAnswer together = MarginWhatIf.Compute(request, changes);
                foreach ((WhatIfChange change, WhatIfOutcome outcome) in changes.Zip(together.Changes))
                {
                    WhatIfOutcome alone = MarginWhatIf.Compute(request, [change]).Changes.Single();
                    Assert.Equal(alone.After.Hashes, outcome.After.Hashes);
                    Assert.Equal(outcome.After.Initial, together.Before.Initial + outcome.Delta.Initial);
                    Assert.Equal(outcome.After.Maintenance, together.Before.Maintenance + outcome.Delta.Maintenance);
                    Assert.Equal(outcome.After.Equity, together.Before.Equity + outcome.Delta.Equity);
                }
            },
            iter: 60);

    [Fact]
    public void Compute_ChangeThatChangesNothing_SameAnswer() => Sample.Accounts.Sample(
        account =>
        {
            MarginRequest request = Sample.Request(Sample.Static(), account);
            WhatIfAnswer answer = MarginWhatIf.Compute(request, [new("nothing")]);
            Assert.Equal(answer.Before.Hashes, answer.Changes[0].After.Hashes);
            Assert.Equal(new(0, 0, 0), answer.Changes[0].Delta);
        },
        iter: 60);

    [Fact]
    public void Apply_PositionWithoutEntryPrice_IsSettledBeforeTheMove()
    {
        MarginRequest request = Sample.Request(Sample.Static(), Sample.Account([new("ETH-PERP", 2)]));
        WhatIfChange change = new("fall")
        {
            AddPositions = [new("ETH-PERP", 1)],
            Shifts = [new("ETH", 0.9m)],
        };
        WhatIfOutcome fall = MarginWhatIf.Compute(request, [change]).Changes.Single();
        Assert.Equal(-903.83m, fall.Delta.Equity);                   // 3 · 3,012.75 · −0.1 = −903.825, rounded down
    }

    [Fact]
    public void Apply_CollateralOfTheUnderlying_MovesAlong()
    {
        MarginMarket market = Sample.Market with { Assets = [new("WETH", 3000) { Underlying = "ETH" }, new("SOL", 140)] };
        Account account = Sample.Account([]) with { Collateral = [new("WETH", 2), new("SOL", 10)] };
        MarginRequest request = Sample.Request(Sample.Static(), account) with { Market = market };
        WhatIfOutcome fall = MarginWhatIf.Compute(request, [new("fall") { Shifts = [new("ETH", 0.5m)] }]).Changes[0];
        Assert.Equal(-3000m, fall.Delta.Equity);
    }

    [Fact]
    public void Apply_ForwardInsideTheSettlementWindow_OnlyItsOpenPartMoves()
    {
        MarginMarket market = Sample.Market with
        {
            Expiries = [new("ETH", 450, 3000, 0.05), new("ETH", 86_400, 3000, 0.05), new("BTC", 450, 60_000, 0.05)],
        };
        MarginMarket moved = MarketShift.Apply(market, [new("ETH", 1.2m)]);
        Assert.Equal([3150m, 3600m, 60_000m], moved.Expiries.Select(e => e.Forward));
        Assert.Equal([2250m, null, null], moved.Expiries.Select(e => e.ForwardFixed));
    }

    [Fact]
    public void Answer_WorkedExample_Matches()
    {
        JsonElement change = Answer("""{"name":"rally","shiftUnderlyings":[{"underlying":"ETH","factor":1.1}]}""")
            .GetProperty("changes")[0];
        Assert.Equal("""{"initial":180.77,"maintenance":108.46,"equity":-1807.65}""", change.GetProperty("delta").GetRawText());
        Assert.Equal("rally", change.GetProperty("name").GetString());
        Assert.Equal("7815.85", change.GetProperty("after").GetProperty("equity").GetRawText());
    }

    [Theory]
    [InlineData("""{"parameters":{"rates":{"ETH-PERP":{"initialRate":0.2,"maintenanceRate":0.1}}}}""", "3615.30")]
    [InlineData("""{"parameters":{"initialRate":0.2}}""", "3615.30")]
    [InlineData("""{"quantum":100}""", "1900")]
    [InlineData("""{"quantum":null}""", "1807.65")]
    public void Answer_PolicyPatch_IsMergedOverThePolicy(string patch, string initial) => Assert.Equal(
        initial,
        Answer($$"""{"name":"p","policy":{{patch}}}""").GetProperty("changes")[0].GetProperty("after")
            .GetProperty("initial").GetRawText());

    [Theory]
    [InlineData("""{"name":"a","zz":1}""", "UnknownField", "changes[1].zz")]
    [InlineData("""{"addCash":1}""", "MissingField", "changes[1].name")]
    [InlineData("""{"name":"a","addPositions":[{"instrument":"X","quantity":1}]}""", "UnknownInstrument",
        "changes[1].addPositions[0].instrument")]
    [InlineData("""{"name":"a","addPositions":[{"instrument":"ETH-PERP","quantity":1,"zz":1}]}""", "UnknownField",
        "changes[1].addPositions[0].zz")]
    [InlineData("""{"name":"a","shiftUnderlyings":[{"underlying":"X","factor":1}]}""", "UnknownUnderlying",
        "changes[1].shiftUnderlyings[0].underlying")]
    [InlineData("""{"name":"a","shiftUnderlyings":[{"underlying":"ETH","factor":0}]}""", "OutOfRange",
        "changes[1].shiftUnderlyings[0].factor")]
    [InlineData("""{"name":"a","shiftUnderlyings":[{"underlying":"ETH","factor":1},{"underlying":"ETH","factor":2}]}""",
        "DuplicateId", "changes[1].shiftUnderlyings[1].underlying")]
    [InlineData("""{"name":"a","volatilityFactor":-1}""", "OutOfRange", "changes[1].volatilityFactor")]
    [InlineData("""{"name":"a","policy":{"parameters":{"zz":1}}}""", "UnknownField", "changes[1].policy.parameters.zz")]
    [InlineData("""{"name":"a","policy":{"parameters":{"initialRate":2}}}""", "OutOfRange",
        "changes[1].policy.parameters.initialRate")]
    [InlineData("""{"name":"a","policy":{"parameters":{"initialRate":0.1,"initialRate":0.2}}}""", "DuplicateField",
        "changes[1].policy.parameters.initialRate")]
    [InlineData("""{"name":"a","addCash":79000000000000000000000000000}""", "Overflow", "changes[1]")]
    public void Answer_BrokenChange_IsNamedByItsPlace(string change, string code, string where)
    {
        InputRefusedException refusal = Ask("""{"name":"fine"},""" + change).Refusal!;
        Assert.Equal((code, where), (refusal.Code, refusal.Where));
    }

    [Fact]
    public void Answer_WithoutChanges_IsRefused()
    {
        string text = Request.Replace(",\"changes\":[CHANGES]", "", StringComparison.Ordinal);
        MarginAnswer answer = MarginDocument.Answer(Encoding.UTF8.GetBytes(text), MarginQuestion.WhatIf).Items[0];
        Assert.Equal(("MissingField", "changes"), (answer.Refusal!.Code, answer.Refusal.Where));
    }

    [Fact]
    public void Compute_RequestWithChanges_NamesTheCommandThatReadsThem()
    {
        MarginAnswer answer = MarginDocument.Answer(Encoding.UTF8.GetBytes(
            Request.Replace("CHANGES", """{"name":"a"}""", StringComparison.Ordinal))).Items[0];
        Assert.Equal("changes", answer.Refusal!.Where);
        Assert.Contains("dms margin whatif", answer.Refusal.Message, StringComparison.Ordinal);
    }

    private static MarginAnswer Ask(string changes) => MarginDocument.Answer(
        Encoding.UTF8.GetBytes(Request.Replace("CHANGES", changes, StringComparison.Ordinal)),
        MarginQuestion.WhatIf).Items.Single();

    private static JsonElement Answer(string changes)
    {
        using MemoryStream output = new();
        using (Utf8JsonWriter writer = new(output))
        {
            new MarginAnswers(false, [Ask(changes)]).Write(writer);
        }

        return JsonDocument.Parse(output.ToArray()).RootElement;
    }
}
