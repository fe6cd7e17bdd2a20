using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Formulas of options.</summary>
internal static class PricingOperations
{
    private static readonly string[] Option = ["forward", "strike", "volatility", "years", "rate", "right"];

    public static IReadOnlyList<CalculatorOperation> All { get; } =
    [
        new("black-76", Option, f => Greeks(Black76.Greeks(ReadQuote(f, "forward"), f.Number("rate", 0)))),
        new("black-scholes", ["spot", "strike", "volatility", "years", "rate", "dividendYield", "right"], f => Greeks(
            BlackScholes.Greeks(ReadQuote(f, "spot"), f.Number("rate", 0), f.Number("dividendYield", 0)))),
        new("inverse-option", ["forward", "strike", "volatility", "years", "right"], f =>
        {
            f.Positive("forward");
            InverseOption o = InverseOption.Of(ReadQuote(f, "forward"));
            return new CalculatorResult().Number("priceCoin", o.PriceCoin)
                .Number("deltaPremiumAdjusted", o.DeltaPremiumAdjusted).Number("vegaCoin", o.VegaCoin);
        }),
        new("implied-volatility", ["price", "forward", "strike", "years", "rate", "right"], Implied),
        new("merton", [.. Option, "jumpIntensity", "jumpMean", "jumpDeviation"], f => new CalculatorResult().Number(
            "price",
            new MertonJumps(Intensity(f), f.Number("jumpMean"), f.NotNegative("jumpDeviation"))
                .Price(ReadQuote(f, "forward"), f.Number("rate", 0)))),
        new("svi", ["a", "b", "rho", "m", "sigma", "k"], Svi),
        new("delta-smile", ["atm", "riskReversal25", "butterfly25", "years", "at"], Smile),
    ];

    private static OptionQuote ReadQuote(JsonFields f, string price) => new(
        f.Number(price), f.Positive("strike"), f.NotNegative("volatility"), f.Number("years"),
        f.Word("right", JsonNames.Rights));

    private static CalculatorResult Greeks(OptionGreeks g) => new CalculatorResult()
        .Number("price", g.Price).Number("delta", g.Delta).Number("gamma", g.Gamma).Number("vega", g.Vega)
        .Number("theta", g.Theta).Number("rho", g.Rho).Number("vanna", g.Vanna).Number("volga", g.Volga);

    private static CalculatorResult Implied(JsonFields f)
    {
        OptionQuote quote = new(
            f.Positive("forward"), f.Positive("strike"), 0, f.Positive("years"), f.Word("right", JsonNames.Rights));
        double? volatility = ImpliedVolatility.Solve(f.Number("price"), quote, f.Number("rate", 0));
        return new CalculatorResult().NumberOrNull("volatility", volatility)
            .Text("reason", volatility is null ? "OutsideArbitrageBounds" : null);
    }

    // The series has about as many terms as jumps are expected.
    private static double Intensity(JsonFields f)
    {
        double intensity = f.NotNegative("jumpIntensity");
        Refuse.Unless(
            intensity * f.Number("years") <= 1e6, f.At("jumpIntensity"), intensity, "at most 1e6 jumps until expiry");
        return intensity;
    }

    private static CalculatorResult Svi(JsonFields f)
    {
        double rho = f.Number("rho");
        Refuse.Unless(rho is > -1 and < 1, f.At("rho"), rho, "in (-1, 1)");
        SviSmile smile = new(f.Number("a"), f.NotNegative("b"), rho, f.Number("m"), f.Positive("sigma"));
        Refuse.Unless(smile.Minimum >= 0, f.At("a"), smile.A, "a level with a + b·sigma·√(1 − rho²) >= 0");
        return new CalculatorResult()
            .Rows("points", [.. f.Rows("k", JsonFields.Finite).Select(k => new CalculatorResult()
                .Number("k", k).Number("totalVariance", smile.TotalVariance(k)).Number("density", smile.Density(k)))])
            .Flag("butterflyFree", smile.IsButterflyFree);
    }

    private static CalculatorResult Smile(JsonFields f)
    {
        DeltaSmile smile;
        try
        {
            smile = new(
                f.Positive("atm"), f.Number("riskReversal25"), f.Number("butterfly25"), f.Positive("years"));
        }
        catch (ArgumentException e)
        {
            throw new InputRefusedException("OutOfRange", e.Message, f.At("butterfly25"), e);
        }

        return new CalculatorResult().Numbers("k", smile.LogStrikes)
            .Numbers("volatilities", [.. f.Rows("at", JsonFields.Finite).Select(smile.VolatilityAt)]);
    }
}
