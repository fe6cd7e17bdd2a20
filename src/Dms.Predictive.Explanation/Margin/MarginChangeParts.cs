namespace Dms.Predictive.Explanation;

/// <summary>One player's part of a margin change, split further.</summary>
/// <param name="Player">The player.</param>
/// <param name="Names">What it consists of.</param>
/// <param name="Values">Unrounded parts in currency, by name; they sum to the player's Shapley value.</param>
/// <param name="Booked">Booked parts; they sum to the player's booked part, to the unit.</param>
public sealed record MarginChangeParts(
    string Player, IReadOnlyList<string> Names, IReadOnlyList<double> Values, BookedParts Booked)
{
    /// <summary>Splits an amount in the proportion of contributions to a raw score.</summary>
    /// <param name="player">Name of the amount.</param>
    /// <param name="contributions">Contributions in the raw score's unit, names distinct; finite.</param>
    /// <param name="amount">Unrounded amount in currency.</param>
    /// <param name="booked">The amount as booked, and the smallest booked amount, in currency; &gt; 0.</param>
    /// <param name="otherwise">Name of the part that takes everything where the contributions cancel, so that no
    /// proportion exists.</param>
    public static MarginChangeParts Proportional(
        string player, IReadOnlyList<FeatureAttribution> contributions, double amount, (decimal Booked, decimal Quantum) booked,
        string otherwise)
    {
        const double Cancelled = 1e-12;
        ArgumentNullException.ThrowIfNull(contributions);
        PartNames.RequireDistinct(contributions.Select(c => c.Name).Append(otherwise), nameof(contributions));
        double sum = contributions.Sum(c => c.Contribution);
        bool cancels = Math.Abs(sum) < Cancelled * Math.Max(1, contributions.Sum(c => Math.Abs(c.Contribution)));
        string[] names = [.. contributions.Select(c => c.Name), otherwise];
        double[] values = [.. contributions.Select(c => cancels ? 0 : c.Contribution * (amount / sum)), cancels ? amount : 0];
        return new(player, names, values, Booking.Book(values, booked.Booked, booked.Quantum));
    }
}
