using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;
using Dms.Predictive.Features.Rolling;

namespace Dms.Predictive.Features.Peers;

/// <summary>What other instruments do: their variance and returns, how closely they move with this one, and who leads.</summary>
internal sealed class PeerFeatures : IFeatureFamily
{
    private static readonly int[] VarianceWindows = [10, 60, 1440];
    private static readonly int[] ReturnWindows = [5, 60];
    private static readonly int[] CorrelationWindows = [60, 1440];
    private const int Day = 1440;
    private const int FewestPairs = 12;
    private const double Floor = 1e-5;

    private readonly int _barMinutes;
    private readonly PeerMarket _own;
    private readonly PeerMarket[] _peers;
    private readonly List<FeatureDefinition> _definitions = [];
    private readonly List<Func<double>> _formulas = [];

    public PeerFeatures(IReadOnlyList<string> names, int barMinutes)
    {
        _barMinutes = barMinutes;
        _own = new PeerMarket(barMinutes);
        _peers = [.. names.Select(_ => new PeerMarket(barMinutes))];
        for (int i = 0; i < _peers.Length; i++)
        {
            Define(names[i], _peers[i]);
        }

        DefinePanel();
    }

    public IReadOnlyList<FeatureDefinition> Definitions => _definitions;

    /// <summary>End of the newest bar of all peers.</summary>
    public Timestamp KnownUntil => _peers.Max(p => p.KnownUntil);

    public void Append(in GridBar bar) =>
        _own.Append(new Bar(bar.OpenTime, bar.Close, bar.High, bar.Low, bar.Close, bar.VolumeBase));

    /// <summary>Takes the next bar of a peer.</summary>
    public void Observe(int peer, in Bar bar) => _peers[peer].Append(in bar);

    public void Write(Timestamp asOf, Span<double> values)
    {
        foreach (PeerMarket peer in _peers)
        {
            peer.AdvanceTo(asOf);
        }

        for (int i = 0; i < _formulas.Count; i++)
        {
            values[i] = _formulas[i]();
        }
    }

    private void Define(string name, PeerMarket peer)
    {
        foreach (int w in VarianceWindows)
        {
            Feature($"{name}_ln_rv_{w}", "ln %²/min", $"ln(mean r² of {name} per minute over {w} min + 1e-5)", w, () => LnVariance(peer, w));
        }

        foreach (int w in ReturnWindows)
        {
            Feature($"{name}_return_{w}", "%", $"Σ r of {name} over {w} min", w, () => Return(peer, w));
        }

        foreach (int w in CorrelationWindows)
        {
            Feature($"{name}_correlation_{w}", "[-1, 1]", $"Σ r·r′ ÷ √(Σ r²·Σ r′²) with {name} over {w} min, at least {FewestPairs} bars", w,
                () => Correlation(peer, w, 0, 0));
        }

        Feature($"{name}_leads_1440", "[-1, 1]",
            $"the same of r with {name}'s r one bar before, minus that of {name}'s r with r one bar before, over {Day} min",
            Day + _barMinutes, () => Correlation(peer, Day, 0, 1) - Correlation(peer, Day, 1, 0));
    }

    private void DefinePanel()
    {
        foreach (int w in VarianceWindows)
        {
            Feature($"panel_ln_rv_{w}", "ln %²/min", $"mean of the others' ln RV over {w} min", w, () => _peers.Average(p => LnVariance(p, w)));
        }

        foreach (int w in ReturnWindows)
        {
            Feature($"panel_return_{w}", "%", $"mean of the others' Σ r over {w} min", w, () => _peers.Average(p => Return(p, w)));
        }
    }

    private void Feature(string name, string unit, string formula, int warmUp, Func<double> value)
    {
        _definitions.Add(new FeatureDefinition(name, unit, "cross-asset", formula, warmUp));
        _formulas.Add(value);
    }

    private double LnVariance(PeerMarket peer, int minutes)
    {
        int n = Window.Bars(minutes, _barMinutes);
        double sum = 0;
        for (int i = n - 1; i >= 0 && n <= peer.Held; i--)
        {
            sum += peer.Return(i) * peer.Return(i);
        }

        return n <= peer.Held ? Math.Log((sum / (n * _barMinutes)) + Floor) : double.NaN;
    }

    private double Return(PeerMarket peer, int minutes)
    {
        int n = Window.Bars(minutes, _barMinutes);
        double sum = 0;
        for (int i = n - 1; i >= 0 && n <= peer.Held; i--)
        {
            sum += peer.Return(i);
        }

        return n <= peer.Held ? sum : double.NaN;
    }

    // Lags are in bars: the pair of the newest bar is (own return of ownLag bars ago, theirs of peerLag bars ago).
    private double Correlation(PeerMarket peer, int minutes, int ownLag, int peerLag)
    {
        int n = Window.Bars(minutes, _barMinutes) - Math.Max(ownLag, peerLag);
        if (n < FewestPairs || n + ownLag > _own.Held || n + peerLag > peer.Held)
        {
            return double.NaN;
        }

        (double both, double own, double theirs) = (0, 0, 0);
        for (int i = n - 1; i >= 0; i--)
        {
            (double x, double y) = (_own.Return(i + ownLag), peer.Return(i + peerLag));
            (both, own, theirs) = (both + (x * y), own + (x * x), theirs + (y * y));
        }

        return own > 0 && theirs > 0 ? both / Math.Sqrt(own * theirs) : double.NaN;
    }
}
