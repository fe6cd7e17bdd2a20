using System.Buffers;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>Requests between two requests: some of what a margin depends on as it was later, the rest as it was before.</summary>
internal sealed class MarginMixture
{
    public const string Position = "position";
    public const string Price = "price";
    public const string Garch = "garch";
    public const string Learned = "ml";
    public const string State = "policy";
    public const string AddOn = "addon";
    public const string Correlation = "correlation";
    public const string Parameters = "parameters";
    public const string Quality = "quality";

    /// <summary>Part of a position: cash, debt and collateral.</summary>
    public const string Cash = "cash and collateral";

    /// <summary>Part of a position: the instruments that are too many to be shown one by one.</summary>
    public const string Rest = "other instruments";

    /// <summary>Part of the learned forecast: its volatility.</summary>
    public const string Volatility = "forecast volatility";

    /// <summary>Part of the learned forecast: probability and size of a spike.</summary>
    public const string Spike = "spike probability";

    private static readonly HashSet<string> None = [];

    private readonly MarginRequest _before;
    private readonly MarginRequest _after;
    private readonly Dictionary<(IMarginPolicy, IMarginPolicy, IMarginPolicy), IMarginPolicy> _policies = [];
    private readonly Dictionary<IReadOnlySet<string>, Account> _accounts = new(ReferenceEqualityComparer.Instance);

    public MarginMixture(MarginRequest before, MarginRequest after)
    {
        (_before, _after) = (before, after);
        byte[] unchanged = Bytes(before);
        Changed = [.. MarginExplain.Order.Where(p => Differs(p, unchanged))];
    }

    /// <summary>What differs, in the documented order.</summary>
    public IReadOnlyList<string> Changed { get; }

    /// <summary>Instruments whose position differs, the largest change of notional first, then cash where it differs.</summary>
    /// <param name="most">Most parts; the smallest changes become <see cref="Rest"/>.</param>
    public IReadOnlyList<string> PositionParts(int most)
    {
        bool cash = !SameBut(_before.Account, _after.Account);
        string[] instruments = [.. Instruments().OrderByDescending(NotionalChange).ThenBy(i => i, StringComparer.Ordinal)];
        int room = most - (cash ? 1 : 0);
        string[] shown = instruments.Length <= room ? instruments : [.. instruments.Take(room - 1), Rest];
        return cash ? [.. shown, Cash] : shown;
    }

    /// <summary>Which sides of the learned forecast differ.</summary>
    public IReadOnlyList<string> LearnedParts()
    {
        if (_before.Overlay?.Forecast is not { } b || _after.Overlay?.Forecast is not { } a)
        {
            return [];
        }

        return [.. new[] { (Volatility, b.SigmaMl != a.SigmaMl), (Spike, b.SpikeProbability != a.SpikeProbability || b.SpikeMultiple != a.SpikeMultiple) }
            .Where(p => p.Item2).Select(p => p.Item1)];
    }

    /// <summary>The request with the named players as they were later.</summary>
    public MarginRequest Request(IReadOnlySet<string> later) => Request(later, "", None, []);

    /// <summary>The same with one player in parts.</summary>
    /// <param name="later">Other players at t1.</param>
    /// <param name="split">The player that is mixed itself: position or learned forecast.</param>
    /// <param name="partsLater">Which of its parts are at t1; the same object for the same parts.</param>
    /// <param name="parts">All of its parts.</param>
    public MarginRequest Request(IReadOnlySet<string> later, string split, IReadOnlySet<string> partsLater, IReadOnlyList<string> parts)
    {
        MarginRequest Of(string player) => later.Contains(player) ? _after : _before;
        MarginOverlay? overlay = _before.Overlay is null || _after.Overlay is null
            ? Of(Learned).Overlay
            : Mix(Of, split == Learned ? partsLater : null);
        return new MarginRequest(
            _before.Id, Of(State).AsOf, split == Position ? AccountWith(partsLater, parts) : Of(Position).Account, Of(Price).Market,
            MixPolicy(Of(Garch).Policy, Of(Correlation).Policy, Of(Parameters).Policy))
        {
            Band = Of(State).Band,
            AddOns = Of(AddOn).AddOns,
            Operators = Of(Parameters).Operators,
            Oracle = Of(Quality).Oracle,
            Overlays = Of(Learned).Overlays,
            Overlay = overlay,
        };
    }

    // Only the parametric policy has a baseline volatility of its own; every other policy is parameters.
    private IMarginPolicy MixPolicy(IMarginPolicy garch, IMarginPolicy correlation, IMarginPolicy parameters)
    {
        if (ReferenceEquals(garch, parameters) && ReferenceEquals(correlation, parameters))
        {
            return parameters;
        }

        if (garch is not ParametricPolicy g || correlation is not ParametricPolicy c || parameters is not ParametricPolicy p)
        {
            return parameters;
        }

        if (!_policies.TryGetValue((garch, correlation, parameters), out IMarginPolicy? mixed))
        {
            mixed = new ParametricPolicy(
                p.Parameters with { Volatilities = g.Parameters.Volatilities, Correlation = c.Parameters.Correlation }, p.Quantum);
            _policies[(garch, correlation, parameters)] = mixed;
        }

        return mixed;
    }

    private MarginOverlay Mix(Func<string, MarginRequest> of, IReadOnlySet<string>? learnedLater)
    {
        MarginOverlay Learnt(string part) => learnedLater is null ? of(Learned).Overlay!
            : learnedLater.Contains(part) ? _after.Overlay! : _before.Overlay!;
        MarginOverlay state = of(State).Overlay!;
        MarginOverlay quality = of(Quality).Overlay!;
        OverlayForecast garch = of(Garch).Overlay!.Forecast;
        OverlayForecast spike = Learnt(Spike).Forecast;
        OverlayForecast forecast = new(
            garch.SigmaReference, garch.SigmaGarch, Learnt(Volatility).Forecast.SigmaMl,
            state.Forecast.IssuedAt, state.Forecast.ValidUntil)
        {
            SpikeProbability = spike.SpikeProbability,
            SpikeMultiple = spike.SpikeMultiple,
            OutOfDistribution = quality.Forecast.OutOfDistribution,
            CalibrationFailed = quality.Forecast.CalibrationFailed,
            BundleVerified = quality.Forecast.BundleVerified,
        };
        return new MarginOverlay(of(Parameters).Overlay!.Rules, forecast)
        {
            Previous = state.Previous,
            AnnouncedAt = state.AnnouncedAt,
            KillSwitch = quality.KillSwitch,
            Blocks = quality.Blocks,
        };
    }

    private Account AccountWith(IReadOnlySet<string> later, IReadOnlyList<string> parts)
    {
        if (!_accounts.TryGetValue(later, out Account? mixed))
        {
            mixed = MixAccount(later, parts);
            _accounts.Add(later, mixed);
        }

        return mixed;
    }

    private Account MixAccount(IReadOnlySet<string> later, IReadOnlyList<string> parts)
    {
        // Whole, so that not even the order of a sum differs from the coalitions of whole players.
        if (later.Count == 0 || later.Count == parts.Count)
        {
            return later.Count == 0 ? _before.Account : _after.Account;
        }

        Account cash = later.Contains(Cash) ? _after.Account : _before.Account;
        HashSet<string> named = [.. parts];
        bool IsLater(string instrument) => later.Contains(named.Contains(instrument) ? instrument : Rest);
        Position[] before = [.. _before.Account.Positions.Where(p => !IsLater(p.Instrument))];
        return cash with { Positions = [.. before, .. _after.Account.Positions.Where(p => IsLater(p.Instrument))] };
    }

    private IEnumerable<string> Instruments() => _before.Account.Positions.Concat(_after.Account.Positions)
        .Select(p => p.Instrument).Distinct(StringComparer.Ordinal)
        .Where(i => !Held(_before, i).SequenceEqual(Held(_after, i)));

    private bool Differs(string player, byte[] unchanged)
    {
        try
        {
            return !Bytes(Request(new HashSet<string> { player })).AsSpan().SequenceEqual(unchanged);
        }
        catch (InputRefusedException)
        {
            return true;                                             // with the rest as it was it is no request, so it is another
        }
    }

    // One writer gives equal requests equal bytes; only records need the canonical form.
    private static byte[] Bytes(MarginRequest request)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            MarginRequestWriter.Write(writer, request);
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static IEnumerable<Position> Held(MarginRequest request, string instrument) =>
        request.Account.Positions.Where(p => p.Instrument == instrument);

    private decimal NotionalChange(string instrument)
    {
        decimal change = Math.Abs(Held(_after, instrument).Sum(p => p.Quantity) - Held(_before, instrument).Sum(p => p.Quantity));
        decimal price = _after.Market.Instruments.Concat(_before.Market.Instruments).FirstOrDefault(i => i.Id == instrument)?.Price ?? 0;
        return Math.Min(change, 1e9m) * Math.Min(Math.Abs(price), 1e9m);
    }

    private static bool SameBut(Account a, Account b) =>
        a.Cash == b.Cash && a.Debt == b.Debt && a.DebtShares == b.DebtShares && a.Mode == b.Mode && a.Id == b.Id
        && a.ExposureUsd == b.ExposureUsd && a.LossToAbsorb == b.LossToAbsorb
        && a.Collateral.SequenceEqual(b.Collateral) && a.Sensitivities.SequenceEqual(b.Sensitivities);
}
