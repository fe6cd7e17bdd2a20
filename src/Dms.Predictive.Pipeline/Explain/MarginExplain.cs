using System.Numerics;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// Splits the change of initial margin between two requests among what changed, through the margin function itself: all
/// coalitions, never a linearisation.
/// </summary>
public static class MarginExplain
{
    // 2^12 margins at most for the parts of one player.
    private const int LargestSplit = 12;

    /// <summary>All players in the documented order. <c>garch</c> moves the baseline volatility, in the overlay and in the
    /// parametric policy; <c>correlation</c> that policy's correlations; <c>policy</c> the time and the state of ramp, decay
    /// and notice; <c>parameters</c> the rest of the policy, the overlay's rules and the operators; one overlay per
    /// underlying moves whole with <c>ml</c>.</summary>
    public static IReadOnlyList<string> Order { get; } =
    [
        MarginMixture.Position, MarginMixture.Price, MarginMixture.Garch, MarginMixture.Learned, MarginMixture.State,
        MarginMixture.AddOn, MarginMixture.Correlation, MarginMixture.Parameters, MarginMixture.Quality,
    ];

    /// <summary>Explains a change.</summary>
    /// <param name="before">Request at t0.</param>
    /// <param name="after">Request at t1, with the same quantum.</param>
    /// <param name="withParts">Whether a position is split into its instruments and the learned forecast into volatility and
    /// spike: several times the margins of the players alone.</param>
    /// <returns>Parts that sum to the booked change, to the unit.</returns>
    /// <exception cref="InputRefusedException">One of the two requests is refused, or the quanta differ
    /// (<c>quantum</c>).</exception>
    public static ExplainedMargin Between(MarginRequest before, MarginRequest after, bool withParts = true)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Policy.Quantum != after.Policy.Quantum)
        {
            throw new InputRefusedException(
                "quantum", $"Margins are booked in {before.Policy.Quantum} before and {after.Policy.Quantum} after.",
                "policy/quantum");
        }

        MarginMixture mixture = new(before, after);
        InitialMargins margins = new();
        List<List<string>> groups = [.. mixture.Changed.Select(p => new List<string> { p })];
        double?[] worth = Price(mixture, margins, groups);
        while (Array.FindIndex(worth, w => w is null) >= 0)
        {
            Merge(groups, worth);
            worth = Price(mixture, margins, groups);
        }

        string[] leaders = [.. groups.Select(g => g[0])];
        MarginChange change = MarginChange.Explain(
            Order, leaders, later => worth[MaskOf(leaders, later)]!.Value, before.Policy.Quantum);
        ExplainedMargin players = new(
            change,
            groups.Where(g => g.Count > 1).ToDictionary(g => g[0], g => (IReadOnlyList<string>)[.. g.Skip(1)]));
        return !withParts ? players : players with
        {
            Position = Split((mixture, margins), change, groups, MarginMixture.Position, mixture.PositionParts),
            Learned = Split((mixture, margins), change, groups, MarginMixture.Learned, _ => mixture.LearnedParts() is { Count: > 1 } both ? both : []),
        };
    }

    // Null = refused: that mixture of the two requests is no request, as when a new instrument has no price before.
    private static double?[] Price(MarginMixture mixture, InitialMargins margins, List<List<string>> groups)
    {
        double?[] worth = new double?[1 << groups.Count];
        for (int mask = 0; mask < worth.Length; mask++)
        {
            HashSet<string> later = [.. groups.Where((_, i) => (mask & (1 << i)) != 0).SelectMany(g => g)];
            bool isRequest = mask == 0 || mask == worth.Length - 1;
            worth[mask] = MarginOf(margins, () => mixture.Request(later), isRequest);
        }

        return worth;
    }

    private static double? MarginOf(InitialMargins margins, Func<MarginRequest> request, bool mustBePriced)
    {
        try
        {
            return (double)margins.Of(request());
        }
        catch (InputRefusedException) when (!mustBePriced)
        {
            return null;
        }
    }

    // The smallest refused coalition lacks something: the last player that it took with it joins the first that cures it.
    private static void Merge(List<List<string>> groups, double?[] worth)
    {
        int refused = Enumerable.Range(0, worth.Length).Where(m => worth[m] is null)
            .MinBy(m => (BitOperations.PopCount((uint)m), m));
        int last = BitOperations.Log2((uint)refused);
        int[] absent = [.. Enumerable.Range(0, groups.Count).Where(g => (refused & (1 << g)) == 0)];
        int cure = absent.Where(g => worth[refused | (1 << g)] is not null).DefaultIfEmpty(absent[0]).First();
        (int into, int from) = (Math.Min(last, cure), Math.Max(last, cure));
        groups[into] = [.. groups[into].Concat(groups[from]).OrderBy(p => Order.ToList().IndexOf(p))];
        groups.RemoveAt(from);
    }

    private static MarginChangeParts? Split(
        (MarginMixture Mixture, InitialMargins Margins) of, MarginChange change, List<List<string>> groups, string player,
        Func<int, IReadOnlyList<string>> partsOf)
    {
        int room = LargestSplit - (groups.Count - 1);
        IReadOnlyList<string> parts = groups.Any(g => g is [var only] && only == player) && room > 0 ? partsOf(room) : [];
        if (parts.Count == 0)
        {
            return null;
        }

        try
        {
            Dictionary<IReadOnlySet<string>, HashSet<string>> whole = new(ReferenceEqualityComparer.Instance);
            return change.Within(player, parts, (later, partsLater) =>
            {
                if (!whole.TryGetValue(later, out HashSet<string>? players))
                {
                    players = [.. groups.Where(g => later.Contains(g[0])).SelectMany(g => g)];
                    whole.Add(later, players);
                }

                return MarginOf(of.Margins, () => of.Mixture.Request(players, player, partsLater, parts), mustBePriced: true)!.Value;
            });
        }
        catch (InputRefusedException)
        {
            // Parts that cannot be priced apart are shown as one.
            return null;
        }
    }

    private static int MaskOf(string[] leaders, IReadOnlySet<string> later)
    {
        int mask = 0;
        for (int i = 0; i < leaders.Length; i++)
        {
            mask |= later.Contains(leaders[i]) ? 1 << i : 0;
        }

        return mask;
    }
}
