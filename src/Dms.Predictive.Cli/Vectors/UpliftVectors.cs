using System.Globalization;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;

namespace Dms.Predictive.Cli.Vectors;

/// <summary>A learned uplift in currency by feature, and the booking of parts.</summary>
internal static class UpliftVectors
{
    private const string Link =
        "p=1/(1+exp(-f)); sigML=sigG*(1+kappa*p); IM=|qty|*px*z*max(floor,sigML)*(1+buffer)";

    private const decimal Quantum = 0.01m;

    public static object Features(VectorField file)
    {
        if (file["link"].Text() != Link)
        {
            throw new InputRefusedException("formula-unknown", $"The link of this schema is {Link}.", "/link");
        }

        VectorField p = file["params"];
        double notional = Math.Abs(p["qty"].Number()) * p["px"].Number();
        (double sigma, double kappa, double floor) =
            (p["sigG"].Number(), p["kappa"].Number(), p["floor"].Number());
        double scale = notional * p["z"].Number() * (1 + p["buffer"].Number());
        double MarginOf(double volatility) => scale * Math.Max(floor, volatility);
        double MarginAt(double f) => MarginOf(sigma * (1 + (kappa / (1 + Math.Exp(-f)))));
        double without = MarginOf(sigma);
        double score = file["f_x"].Number();
        string[] names = [.. file["featureNames"].Items().Select(n => n.Text())];
        UpliftAttribution parts = UpliftAttribution.Split(new UpliftCase
        {
            MarginAt = MarginAt,
            ReferenceScore = file["f_baseline"].Number(),
            Score = score,
            Contributions = FeatureAttribution.Pair(names, file["phi"].Numbers()),
            MarginWithout = without,
            BookedUplift = Money.FromDouble(MarginAt(score), Quantum, MoneyRounding.Up)
                - Money.FromDouble(without, Quantum, MoneyRounding.Up),
            Quantum = Quantum,
        });
        return new
        {
            multiplier = parts.Multiplier,
            uplift = parts.Uplift,
            parts = parts.Parts.ToDictionary(x => x.Name, x => x.Amount),
        };
    }

    public static object Booking(VectorField file) => new { cases = file["cases"].Items().Select(Book).ToArray() };

    private static object Book(VectorField input)
    {
        decimal quantum = Amount(input["quantum"]);
        BookedParts parts = Explanation.Booking.Book(
            input["parts"].Numbers(), bookedDelta: Amount(input["bookedDelta"]), quantum: quantum);
        return new
        {
            booked = parts.Parts.Select(MarginChangeJson.Text).ToArray(),
            residual = MarginChangeJson.Text(parts.Residual),
            residualOn = parts.ResidualOn,
        };
    }

    private static decimal Amount(VectorField text) =>
        decimal.TryParse(text.Text(), NumberStyles.Number, CultureInfo.InvariantCulture, out decimal amount)
            ? amount
            : throw text.Refused("an amount");
}
