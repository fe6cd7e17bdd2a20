using Dms.Predictive.Core;

namespace Dms.Predictive.Features;

/// <summary>History that accompanies the bars of an instrument.</summary>
public sealed record SideHistory
{
    /// <summary>Bars alone.</summary>
    public static SideHistory None { get; } = new();

    /// <summary>Slow series, each kind once.</summary>
    public IReadOnlyList<SlowSeries> Series { get; init; } = [];

    /// <summary>Bars of other instruments, of the same length.</summary>
    public IReadOnlyList<BarSeries> Peers { get; init; } = [];

    /// <summary>Trades and books of the instrument; null = none.</summary>
    public FlowSeries? Flow { get; init; }

    /// <summary>Whether the singular-spectrum features are wanted; they come from the bars themselves.</summary>
    public bool HasSpectrum { get; init; }

    /// <summary>What an engine must be made for to be told of it.</summary>
    public EngineInputs Inputs => new()
    {
        Series = [.. Series.Select(s => s.Kind)],
        Peers = [.. Peers.Select(p => NameOf(p.Instrument))],
        HasFlow = Flow is not null,
        HasSpectrum = HasSpectrum,
    };

    // Instruments are called as venues like; features are not.
    private static string NameOf(string instrument) =>
        string.Concat(instrument.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToLowerInvariant(c) : '_'));
}
