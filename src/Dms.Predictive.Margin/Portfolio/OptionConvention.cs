namespace Dms.Predictive.Margin;

/// <summary>How a policy values options.</summary>
public sealed record OptionConvention
{
    /// <summary>The usual one: window of 30 minutes, rates as given, marks in equity.</summary>
    public static OptionConvention Usual { get; } = new();

    /// <summary>Length of the averaging window before expiry, seconds; &gt; 0. Inside it a part of the forward no
    /// longer moves.</summary>
    public double SettlementWindowSeconds { get; init; } = MarketShift.SettlementWindowSeconds;

    /// <summary>Whether a negative rate counts as 0.</summary>
    public bool FloorsRates { get; init; }

    /// <summary>Whether marks are discounted; false = every rate counts as 0.</summary>
    public bool Discounts { get; init; } = true;

    /// <summary>Whether marks of options are part of equity.</summary>
    public bool CountsMarks { get; init; } = true;
}
