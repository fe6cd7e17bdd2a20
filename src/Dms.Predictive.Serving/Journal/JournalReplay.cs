using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>A host's state, computed from its journal by a process that shares nothing else with the host.</summary>
/// <param name="Sequence">Last sequence applied.</param>
/// <param name="StateHash">SHA-256 over the whole state, lower-case hex.</param>
/// <param name="Accounts">Number of accounts.</param>
public sealed record JournalReplay(long Sequence, string StateHash, int Accounts)
{
    /// <summary>Applies a journal from the start; reads only.</summary>
    /// <param name="stateFolder">State folder.</param>
    /// <param name="to">Last sequence to apply; null = all that is durable.</param>
    /// <exception cref="InputRefusedException">The journal is damaged or not this program's.</exception>
    public static JournalReplay Run(string stateFolder, long? to)
    {
        ModelShelf shelf = new(Path.Combine(stateFolder, HostFolders.Models));
        HostCore core = new(shelf.Open);
        foreach (JournalEntry entry in JournalReader.Read(Path.Combine(stateFolder, HostFolders.Journal)))
        {
            if (core.Sequence == to)
            {
                break;
            }

            core.Apply(EventCodec.Decode(entry.Payload.Span));
        }

        return new JournalReplay(core.Sequence, core.StateHash(), core.AccountCount);
    }
}
