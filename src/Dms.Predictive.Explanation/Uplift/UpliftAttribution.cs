namespace Dms.Predictive.Explanation;

/// <summary>A learned uplift in currency, split so that booked parts sum to the booked uplift to the unit.</summary>
public sealed class UpliftAttribution
{
    /// <summary>Name of the part g(f₀) − IM(without).</summary>
    public const string BaseRate = "baseRate";

    // Both margins are rounded up, each by less than one quantum.
    private const int QuantaOfRounding = 2;

    private UpliftAttribution(double uplift, double multiplier, IReadOnlyList<UpliftPart> parts, BookedParts booked) =>
        (Uplift, Multiplier, Parts, Residual, ResidualOn) =
            (uplift, multiplier, parts, booked.Residual, parts[booked.ResidualOn].Name);

    /// <summary>IM(with) − IM(without), unrounded, in currency.</summary>
    public double Uplift { get; }

    /// <summary>Currency per unit of raw score along the way from f₀ to f₁.</summary>
    public double Multiplier { get; }

    /// <summary>Base rate, then contributions in their order, then cuts in theirs.</summary>
    public IReadOnlyList<UpliftPart> Parts { get; }

    /// <summary>What rounding had left over, in currency; already inside one part.</summary>
    public decimal Residual { get; }

    /// <summary>Name of the part that took the residual.</summary>
    public string ResidualOn { get; }

    /// <summary>Value function of the contributions, named beside every number; null = none was stated.</summary>
    public string? Mode { get; private init; }

    /// <summary>Splits an uplift.</summary>
    /// <exception cref="ArgumentException">A number is not finite, two parts share a name, or the booked uplift is off
    /// the quantum.</exception>
    /// <exception cref="AdditivityBreachException">The contributions do not sum to f₁ − f₀, or the booked uplift lies
    /// more than two quanta from the uplift.</exception>
    public static UpliftAttribution Split(UpliftCase uplift)
    {
        ArgumentNullException.ThrowIfNull(uplift);
        RequireSum(uplift.Score, uplift.ReferenceScore, uplift.Contributions);
        double multiplier = RescaleRule.Multiplier(
            uplift.MarginAt, uplift.ReferenceScore, uplift.Score, uplift.Slope);
        FeatureAttribution[] parts =
            [BaseRateOf(uplift), .. RescaleRule.Carry(uplift.Contributions, multiplier), .. CutsOf(uplift)];
        PartNames.RequireDistinct(parts.Select(p => p.Name), nameof(uplift));
        double with = uplift.Cuts.Count > 0 ? uplift.Cuts[^1].MarginAfter : uplift.MarginAt(uplift.Score);
        RequireSum(with, uplift.MarginWithout, parts);
        RequireBookedNear(uplift, with - uplift.MarginWithout);
        BookedParts booked = Booking.Book(
            [.. parts.Select(p => p.Contribution)], bookedDelta: uplift.BookedUplift, quantum: uplift.Quantum);
        UpliftPart[] named = [.. parts.Select((p, i) => new UpliftPart(p.Name, p.Contribution, booked.Parts[i]))];
        return new(with - uplift.MarginWithout, multiplier, named, booked) { Mode = uplift.Mode };
    }

    private static FeatureAttribution BaseRateOf(UpliftCase uplift) =>
        new(BaseRate, uplift.MarginAt(uplift.ReferenceScore) - uplift.MarginWithout);

    private static IEnumerable<FeatureAttribution> CutsOf(UpliftCase uplift)
    {
        double before = uplift.MarginAt(uplift.Score);
        foreach (MarginCut cut in uplift.Cuts)
        {
            yield return new(cut.Name, cut.MarginAfter - before);
            before = cut.MarginAfter;
        }
    }

    private static void RequireSum(double end, double start, IReadOnlyList<FeatureAttribution> parts)
    {
        double sum = start;
        foreach (FeatureAttribution part in parts)
        {
            sum += part.Contribution;
        }

        AdditivityBreachException.ThrowIfApart(end, sum);
    }

    private static void RequireBookedNear(UpliftCase uplift, double exact)
    {
        double booked = (double)uplift.BookedUplift;
        double rounding = QuantaOfRounding * (double)uplift.Quantum;
        double allowed = rounding + AdditivityBreachException.Tolerance * Math.Max(1.0, Math.Abs(exact));
        if (!(Math.Abs(booked - exact) <= allowed))
        {
            throw new AdditivityBreachException(booked, exact);
        }
    }
}
