using System.Text.Json;

namespace Dms.Predictive.Margin;

/// <summary>Formulas of perpetual contracts.</summary>
internal static class PerpetualOperations
{
    public static IReadOnlyList<CalculatorOperation> All { get; } =
    [
        new("initial-margin-ppm", ["initialMarginPpm", "lower", "upper", "openInterest", "notional"], InitialMargin),
        new("funding-clamp", ["clampPpm", "initialMarginPpm", "maintenanceFractionPpm"], f => new CalculatorResult()
            .Integer("maximumPpm", PerpetualIntegers.MaximumFundingPpm(
                f.NotNegativeInteger("clampPpm"), f.Ppm("initialMarginPpm"), f.Ppm("maintenanceFractionPpm")))),
        new("funding-index", ["atomicResolution", "priceExponent", "price", "rate8hPpm", "seconds"], f =>
            new CalculatorResult().Integer("indexDelta", PerpetualIntegers.FundingIndexDelta(
                f.Integer("rate8hPpm"),
                f.NotNegativeInteger("seconds"),
                (f.NotNegativeInteger("price"), f.Exponent("priceExponent")),
                f.Exponent("atomicResolution")))),
        new("adaptive-funding",
            [
                "longOpenInterest", "shortOpenInterest", "current", "increasePerSecond", "decreasePerSecond",
                "stableThreshold", "decreaseThreshold", "seconds", "minimumPerSecond", "maximumPerSecond",
            ],
            Adaptive),
        new("funding-velocity", ["skew", "skewScale", "maximumVelocity", "size", "price", "path"], Velocity),
    ];

    private static CalculatorResult InitialMargin(JsonFields f)
    {
        decimal upper = (decimal)f.NotNegativeInteger("upper");
        PerpTier tier = new((int)f.Ppm("initialMarginPpm"), 0)
        {
            OpenInterestLower = (decimal)f.NotNegativeInteger("lower"),
            OpenInterestUpper = upper,
        };
        Refuse.Unless(upper == 0 || upper > tier.OpenInterestLower, f.At("upper"), upper, "0, or above lower");
        int effective = Quantums.EffectivePpm(tier, f.NotNegativeInteger("openInterest"));
        CalculatorResult result = new CalculatorResult().Integer("effectivePpm", effective);
        return f.Has("notional")
            ? result.Integer("requirement", Quantums.PortionUp(f.NotNegativeInteger("notional"), effective))
            : result;
    }

    private static CalculatorResult Adaptive(JsonFields f)
    {
        (double minimum, double maximum) = (f.NotNegative("minimumPerSecond"), f.NotNegative("maximumPerSecond"));
        Refuse.Unless(minimum <= maximum, f.At("maximumPerSecond"), maximum, "at least minimumPerSecond");
        AdaptiveFunding rules = new(
            f.NotNegative("increasePerSecond"), f.NotNegative("decreasePerSecond"), f.Fraction("stableThreshold"),
            f.Fraction("decreaseThreshold"), minimum, maximum);
        Refuse.Unless(
            rules.DecreaseThreshold <= rules.StableThreshold,
            f.At("decreaseThreshold"), rules.DecreaseThreshold, "at most stableThreshold");
        (double perSecond, bool longsPay) = rules.Next(
            f.NotNegative("longOpenInterest"), f.NotNegative("shortOpenInterest"), f.Number("current"),
            f.NotNegative("seconds"));
        return new CalculatorResult().Number("fundingPerSecond", perSecond).Flag("longsPayShorts", longsPay);
    }

    private static CalculatorResult Velocity(JsonFields f)
    {
        (IReadOnlyList<double> accrued, double rate) = FundingVelocity.Run(
            (f.Number("skew"), f.Positive("skewScale")),
            f.NotNegative("maximumVelocity"),
            (f.Number("size"), f.Positive("price")),
            f.Rows("path", ReadStep));
        return new CalculatorResult().Numbers("accrued", accrued).Number("rate", rate);
    }

    private static (double Days, double SkewChange) ReadStep(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "days", "skewChange");
        return (f.NotNegative("days"), f.Number("skewChange"));
    }
}
