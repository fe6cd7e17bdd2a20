using Dms.Predictive.Features;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Work;

/// <summary>A file that accompanies the bars, for reports and cards.</summary>
/// <param name="Kind">Kind of slow series, <c>flow</c> or <c>peer</c>.</param>
/// <param name="Name">File name.</param>
/// <param name="Sha256">Digest of the stored bytes.</param>
/// <param name="Values">Values, minutes or bars that were read.</param>
internal sealed record SideSource(string Kind, string Name, string Sha256, int Values);

/// <summary>Everything that accompanies the bars, with the files that it was read from.</summary>
/// <param name="History">What features are made of.</param>
/// <param name="Sources">The files.</param>
internal sealed record SideFiles(SideHistory History, IReadOnlyList<SideSource> Sources)
{
    /// <summary>Bars alone.</summary>
    public static SideFiles None { get; } = new(SideHistory.None, []);

    /// <summary>Digests of the bars files and of all that accompanies them.</summary>
    public IEnumerable<string> DigestsWith(BarHistory history) =>
        history.Files.Select(f => f.Sha256).Concat(Sources.Select(s => s.Sha256));
}
