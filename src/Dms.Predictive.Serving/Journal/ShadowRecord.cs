using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>What a stopped host's journal says of a challenger that it scored in shadow, computed again from its events.</summary>
/// <param name="Series">All bars of the host.</param>
/// <param name="Start">From when on the challenger ran beside the present champion.</param>
/// <param name="End">Time of the last bar.</param>
/// <param name="Challenger">Its forecasts.</param>
/// <param name="Champion">Forecasts of the model in service; empty without one.</param>
public sealed record ShadowRecord(
    BarSeries Series, Timestamp Start, Timestamp End, IReadOnlyList<IssuedForecast> Challenger, IReadOnlyList<IssuedForecast> Champion)
{
    /// <summary>Reads a state folder; changes nothing.</summary>
    /// <param name="stateFolder">Folder of a host that does not run.</param>
    /// <param name="challenger">Digest of the challenger's manifest.</param>
    /// <param name="champion">Digest of the champion's manifest; null = there was none.</param>
    /// <exception cref="InputRefusedException"><c>shadow-missing</c>: the challenger does not run there beside that champion.</exception>
    public static ShadowRecord Read(string stateFolder, string challenger, string? champion)
    {
        ModelShelf shelf = new(Path.Combine(stateFolder, HostFolders.Models));
        HostCore core = new(shelf.Open);
        List<Bar> bars = [];
        List<IssuedForecast> ours = [], theirs = [];
        Timestamp? start = null;
        foreach (JournalEntry entry in JournalReader.Read(Path.Combine(stateFolder, HostFolders.Journal)))
        {
            HostEvent e = EventCodec.Decode(entry.Payload.Span);
            CoreStep step = core.Apply(e);
            if (e is BarArrived bar)
            {
                bars.Add(bar.Bar);
            }

            bool runs = core.ChallengerManifest == challenger && core.ActiveManifest == champion && core.Withdrawn is null;
            if (!runs || e is ModelActivated or ChallengerActivated)
            {
                start = runs ? core.Feed.At : null;
                ours.Clear();
                theirs.Clear();
            }
            else
            {
                ours.AddRange(step.Shadow);
                theirs.AddRange(new[] { step.Outlook?.Issued, step.Outlook?.IssuedSpike }.OfType<IssuedForecast>().DistinctBy(f => f.HorizonMinutes));
            }
        }

        return start is Timestamp from && bars.Count > 0
            ? new ShadowRecord(new BarSeries(core.Founding!.Instrument, TimeSpan.FromMinutes(core.Founding.BarMinutes), bars), from, core.Feed.LastKnown, ours, theirs)
            : throw new InputRefusedException(
                "shadow-missing",
                $"The host does not score the manifest {challenger} beside {champion ?? "no champion"}. Let it follow the registry (Dms:Registry) and run.", stateFolder);
    }
}
