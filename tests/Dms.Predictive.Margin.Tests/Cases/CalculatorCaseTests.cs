using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Cases;

/// <summary>Formulas one by one, against reference figures and at their edges.</summary>
public sealed class CalculatorCaseTests
{
    [Theory]
    [InlineData("""{"op":"zz"}""", "OutOfRange", "calls[1].op")]
    [InlineData("""{"op":"eip712-type-hash","type":"A(uint8 a)"}""", "NotSupported", "calls[1].op")]
    [InlineData("""{"op":"traffic-light","exceptions":1,"zz":1}""", "UnknownField", "calls[1].zz")]
    [InlineData("""{"op":"traffic-light","exceptions":251}""", "OutOfRange", "calls[1].exceptions")]
    [InlineData("""{"op":"traffic-light","exceptions":1.5}""", "OutOfRange", "calls[1].exceptions")]
    [InlineData("""{"op":"svi","a":-1,"b":0.1,"rho":0,"m":0,"sigma":0.1,"k":[]}""", "OutOfRange", "calls[1].a")]
    [InlineData("""{"op":"delta-smile","atm":0.1,"riskReversal25":1,"butterfly25":0,"years":1,"at":[]}""", "OutOfRange",
        "calls[1].butterfly25")]
    [InlineData("""{"op":"black-76","forward":1,"strike":1,"volatility":1,"years":1,"right":"cal"}""", "OutOfRange",
        "calls[1].right")]
    [InlineData("""{"op":"adl-settlement","bankruptQuantity":1,"bankruptQuote":-5,"offsetQuantity":1,"offsetQuote":5}""",
        "SameSide", "calls[1].offsetQuantity")]
    [InlineData("""{"op":"cure-amount","debt":1,"collateral":1,"issuanceRatio":0.95,"penalty":0.1}""", "OutOfRange",
        "calls[1].issuanceRatio")]
    [InlineData("""{"op":"coverage","observations":10,"hits":[10],"probability":0.01}""", "OutOfRange",
        "calls[1].hits[0]")]
    [InlineData("""{"op":"procyclicality","margins":[1,0]}""", "OutOfRange", "calls[1].margins[1]")]
    [InlineData("""{"op":"initial-margin-ppm","initialMarginPpm":1,"lower":5,"upper":4,"openInterest":1}""", "OutOfRange",
        "calls[1].upper")]
    [InlineData("""{"op":"funding-velocity","skew":1,"skewScale":0,"maximumVelocity":1,"size":1,"price":1,"path":[]}""",
        "OutOfRange", "calls[1].skewScale")]
    [InlineData("""{"op":"price-impact","long0":1e200,"short0":0,"long1":0,"short1":0,"positiveFactor":1,"negativeFactor":1,"exponent":2}""",
        "Overflow", "calls[1]")]
    public void Answer_BrokenCall_IsNamedByItsPlace(string call, string code, string where)
    {
        InputRefusedException refusal = Ask("""{"op":"traffic-light","exceptions":0},""" + call).Refusal!;
        Assert.Equal((code, where), (refusal.Code, refusal.Where));
    }

    [Fact]
    public void Answer_WholeNumbersAboveADouble_StayExact() => Assert.Equal(
        """{"results":[{"effectivePpm":20000,"requirement":180143985094819842}]}""",
        Text("""{"op":"initial-margin-ppm","initialMarginPpm":20000,"lower":0,"upper":0,"openInterest":0,"notional":9007199254740992051}"""));

    [Theory]
    [InlineData(0, "green", "0")]
    [InlineData(5, "yellow", "0.40")]
    [InlineData(9, "yellow", "0.85")]
    [InlineData(10, "red", "1")]
    public void Answer_TrafficLight_FollowsTheTable(int exceptions, string zone, string plus) => Assert.Equal(
        $$"""{"results":[{"zone":"{{zone}}","plus":{{plus}}}]}""",
        Text($$"""{"op":"traffic-light","exceptions":{{exceptions}}}"""));

    [Theory]
    [InlineData(6e-5, 60, 40, true, 0.00012)]
    [InlineData(6e-5, 51, 49, true, 5e-5)]
    [InlineData(6e-5, 52.5, 47.5, true, 6e-5)]
    [InlineData(7e-5, 40, 60, true, 1e-5)]
    [InlineData(-7e-5, 60, 40, false, 1e-5)]
    [InlineData(-5e-5, 60, 40, true, 1e-5)]
    [InlineData(0.5, 60, 40, true, 0.001)]
    public void Next_AdaptiveFunding_GrowsHoldsShrinksAndTurns(
        double current, double longs, double shorts, bool longsPay, double expected)
    {
        AdaptiveFunding rules = new(3e-6, 1e-7, 0.1, 0.03, 0, 0.001);
        (double perSecond, bool pays) = rules.Next(longs, shorts, current, 100);
        Assert.Equal(expected, perSecond, 1e-15);
        Assert.Equal(longsPay, pays);
    }

    private static MarginAnswer Ask(string calls) => MarginDocument.Answer(Encoding.UTF8.GetBytes(
        $$"""{"policy":{"kind":"calculator"},"calls":[{{calls}}]}""")).Items.Single();

    private static string Text(string calls)
    {
        using MemoryStream output = new();
        using (Utf8JsonWriter writer = new(output))
        {
            new MarginAnswers(false, [Ask(calls)]).Write(writer);
        }

        return Encoding.UTF8.GetString(output.ToArray());
    }
}
