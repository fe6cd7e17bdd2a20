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
    private const string Position = "position";
    private const string Price = "price";
    private const string Garch = "garch";
    private const string Learned = "ml";
    private const string State = "policy";
    private const string Parameters = "parameters";
    private const string Quality = "quality";

    /// <summary>All players in the documented order. <c>garch</c> moves the policy with its baseline volatility;
    /// <c>policy</c> the time and the state of ramp, decay and notice; <c>parameters</c> the overlay's rules and the
    /// operators; one overlay per underlying moves whole with <c>ml</c>; correlations are parts of the policy here and
    /// never change alone.</summary>
    public static IReadOnlyList<string> Order { get; } =
        [Position, Price, Garch, Learned, State, "addon", "correlation", Parameters, Quality];

    /// <summary>Explains a change.</summary>
    /// <param name="before">Request at t0.</param>
    /// <param name="after">Request at t1, with the same quantum.</param>
    /// <returns>Parts that sum to the booked change, to the unit.</returns>
    /// <exception cref="InputRefusedException">A request is refused, or a mixture of both
    /// (<c>coalition-refused</c>), as when an instrument has no price on one side; or the quanta differ
    /// (<c>quantum</c>).</exception>
    public static MarginChange Between(MarginRequest before, MarginRequest after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        if (before.Policy.Quantum != after.Policy.Quantum)
        {
            throw new InputRefusedException(
                "quantum", $"Margins are booked in {before.Policy.Quantum} before and {after.Policy.Quantum} after.",
                "policy/quantum");
        }

        string unchanged = DecisionSealer.RequestText(before);
        string[] changed = [.. Order.Where(p =>
            DecisionSealer.RequestText(Mix(before, after, new HashSet<string> { p })) != unchanged)];
        return MarginChange.Explain(Order, changed, at => MarginOf(before, after, at), before.Policy.Quantum);
    }

    private static double MarginOf(MarginRequest before, MarginRequest after, IReadOnlySet<string> atT1)
    {
        try
        {
            return (double)MarginCalculator.Compute(Mix(before, after, atT1)).Initial;
        }
        catch (InputRefusedException e) when (atT1.Count > 0)
        {
            throw new InputRefusedException(
                "coalition-refused",
                $"With {string.Join('+', atT1)} of the later request and the rest of the earlier one: {e.Message} Explain "
                + "the two parts of the change one after the other.",
                e.Where,
                e);
        }
    }

    private static MarginRequest Mix(MarginRequest before, MarginRequest after, IReadOnlySet<string> atT1)
    {
        MarginRequest Of(string player) => atT1.Contains(player) ? after : before;
        return new MarginRequest(
            Of(State).Id, Of(State).AsOf, Of(Position).Account, Of(Price).Market, Of(Garch).Policy)
        {
            Band = Of(State).Band,
            AddOns = Of("addon").AddOns,
            Operators = Of(Parameters).Operators,
            Oracle = Of(Quality).Oracle,
            Overlays = Of(Learned).Overlays,
            Overlay = before.Overlay is null || after.Overlay is null
                ? Of(Learned).Overlay
                : MixOverlay(Of(Garch).Overlay!, Of(Learned).Overlay!, Of(State).Overlay!,
                    (Of(Parameters).Overlay!, Of(Quality).Overlay!)),
        };
    }

    private static MarginOverlay MixOverlay(
        MarginOverlay garch, MarginOverlay learned, MarginOverlay state, (MarginOverlay Rules, MarginOverlay Quality) other)
    {
        OverlayForecast forecast = new(
            garch.Forecast.SigmaReference, garch.Forecast.SigmaGarch, learned.Forecast.SigmaMl,
            state.Forecast.IssuedAt, state.Forecast.ValidUntil)
        {
            SpikeProbability = learned.Forecast.SpikeProbability,
            SpikeMultiple = learned.Forecast.SpikeMultiple,
            OutOfDistribution = other.Quality.Forecast.OutOfDistribution,
            CalibrationFailed = other.Quality.Forecast.CalibrationFailed,
            BundleVerified = other.Quality.Forecast.BundleVerified,
        };
        return new MarginOverlay(other.Rules.Rules, forecast)
        {
            Previous = state.Previous,
            AnnouncedAt = state.AnnouncedAt,
            KillSwitch = other.Quality.KillSwitch,
            Blocks = other.Quality.Blocks,
        };
    }
}
