using System.Numerics;
using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation;

/// <summary>
/// A change of margin from t0 to t1, split among what changed (positions, prices, forecasts, policy …) so that the
/// booked parts sum to the booked change, to the unit. Every coalition goes through the real margin function.
/// </summary>
public sealed class MarginChange
{
    /// <summary>Most players that are evaluated: 2^9 margins.</summary>
    public const int MaxPlayers = 9;

    private readonly double[] _worth;

    private MarginChange(IReadOnlyList<string> order, string[] players, double[] worth, decimal quantum)
    {
        (Order, Players, _worth, Quantum) = (order, players, worth, quantum);
        int[] forward = [.. Enumerable.Range(0, players.Length)];
        Shapley = Named(Coalitions.Shapley(worth));
        Sequential = Named(Coalitions.Waterfall(worth, forward));
        ReverseSequential = Named(Coalitions.Waterfall(worth, forward.Reverse()));
        BookedDelta = Money.FromDouble(After, quantum, MoneyRounding.Up)
            - Money.FromDouble(Before, quantum, MoneyRounding.Up);
        Booked = Booking.Book([.. order.Select(p => Shapley[p])], BookedDelta, quantum);
    }

    /// <summary>All players in the documented order.</summary>
    public IReadOnlyList<string> Order { get; }

    /// <summary>Players whose state changed, in the documented order; the others have value 0.</summary>
    public IReadOnlyList<string> Players { get; }

    /// <summary>Smallest booked amount, in currency.</summary>
    public decimal Quantum { get; }

    /// <summary>Margin at t0, unrounded, in currency.</summary>
    public double Before => _worth[0];

    /// <summary>Margin at t1, unrounded, in currency.</summary>
    public double After => _worth[^1];

    /// <summary>booked(t1) − booked(t0), both rounded up, in currency.</summary>
    public decimal BookedDelta { get; }

    /// <summary>Average contribution over all orders, in currency; sums to the unrounded change.</summary>
    public IReadOnlyDictionary<string, double> Shapley { get; }

    /// <summary>Waterfall in the documented order, in currency.</summary>
    public IReadOnlyDictionary<string, double> Sequential { get; }

    /// <summary>Waterfall in the opposite order, in currency.</summary>
    public IReadOnlyDictionary<string, double> ReverseSequential { get; }

    /// <summary>Shapley parts as booked, in the order of <see cref="Order"/>; they sum to
    /// <see cref="BookedDelta"/>.</summary>
    public BookedParts Booked { get; }

    /// <summary>Margin of every coalition by name: <c>(none)</c>, <c>position</c>, <c>position+price</c> …</summary>
    public IEnumerable<KeyValuePair<string, double>> CoalitionMargins =>
        Enumerable.Range(0, _worth.Length)
            .OrderBy(m => BitOperations.PopCount((uint)m))
            .Select(m => KeyValuePair.Create(NameOf(m), _worth[m]));

    /// <summary>Explains a change.</summary>
    /// <param name="order">All players in the documented order, names distinct.</param>
    /// <param name="changed">Players whose state differs between t0 and t1; at most 9.</param>
    /// <param name="margin">The margin function with the named players at t1 and the rest at t0, in currency;
    /// finite.</param>
    /// <param name="quantum">Smallest booked amount, in currency; &gt; 0.</param>
    /// <exception cref="ArgumentException">A player is named twice or not in the order, or there are more than
    /// 9.</exception>
    public static MarginChange Explain(
        IReadOnlyList<string> order,
        IReadOnlyCollection<string> changed,
        Func<IReadOnlySet<string>, double> margin,
        decimal quantum)
    {
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentNullException.ThrowIfNull(margin);
        PartNames.RequireDistinct(order, nameof(order));
        string[] players = [.. order.Where(changed.Contains)];
        if (players.Length != changed.Distinct(StringComparer.Ordinal).Count() || players.Length > MaxPlayers)
        {
            throw new ArgumentException(
                $"Expected at most {MaxPlayers} players, all of them of the order.", nameof(changed));
        }

        double[] worth = new double[1 << players.Length];
        for (int mask = 0; mask < worth.Length; mask++)
        {
            HashSet<string> atT1 = NamesOf(players, mask);
            worth[mask] = margin(atT1);
            if (!double.IsFinite(worth[mask]))
            {
                throw new ArgumentException($"The margin with {string.Join('+', atT1)} at t1 is not finite.",
                    nameof(margin));
            }
        }

        return new(order, players, worth, quantum);
    }

    /// <summary>Splits one player's booked part further: a position into its instruments, say (Owen 1977).</summary>
    /// <param name="player">A player that changed.</param>
    /// <param name="within">What it consists of; at least one name, distinct.</param>
    /// <param name="margin">The margin function with the named other players whole, and the named parts of this player, at
    /// t1; with all or none of the parts it must agree with the margin that the change was explained by. Equal sets are the
    /// same object, so what depends on one of them alone can be kept.</param>
    /// <returns>Parts that sum to the player's booked part, to the unit.</returns>
    /// <exception cref="ArgumentException">The player did not change, or two parts share a name.</exception>
    /// <exception cref="AdditivityBreachException">The parts do not sum to the player's Shapley value.</exception>
    public MarginChangeParts Within(
        string player, IReadOnlyList<string> within, Func<IReadOnlySet<string>, IReadOnlySet<string>, double> margin)
    {
        ArgumentNullException.ThrowIfNull(within);
        ArgumentNullException.ThrowIfNull(margin);
        string[] others = [.. Players.Where(p => p != player)];
        PartNames.RequireDistinct(within, nameof(within));
        if (others.Length == Players.Count || within.Count == 0)
        {
            throw new ArgumentException($"{player} did not change, or has no parts.", nameof(player));
        }

        HashSet<string>[] outside = [.. Enumerable.Range(0, 1 << others.Length).Select(mask => NamesOf(others, mask))];
        HashSet<string>[] inside = [.. Enumerable.Range(0, 1 << within.Count).Select(mask => NamesOf(within, mask))];
        double[] values = Coalitions.Owen(others.Length, within.Count, (mask, inner) => margin(outside[mask], inside[inner]));
        AdditivityBreachException.ThrowIfApart(Shapley[player], values.Sum());
        decimal booked = Booked.Parts[Order.ToList().IndexOf(player)];
        return new(player, within, values, Booking.Book(values, booked, Quantum));
    }

    private static HashSet<string> NamesOf(IReadOnlyList<string> names, int mask) =>
        [.. names.Where((_, i) => (mask & (1 << i)) != 0)];

    private string NameOf(int mask) =>
        mask == 0 ? "(none)" : string.Join('+', Players.Where((_, i) => (mask & (1 << i)) != 0));

    private Dictionary<string, double> Named(double[] values)
    {
        Dictionary<string, double> named = new(StringComparer.Ordinal);
        foreach (string player in Order)
        {
            int index = Array.IndexOf([.. Players], player);
            named[player] = index < 0 ? 0 : values[index];
        }

        return named;
    }
}
