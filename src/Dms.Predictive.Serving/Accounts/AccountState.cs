using System.Collections.Immutable;
using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>One account; immutable, so that readers and what-ifs share it with the writer.</summary>
/// <param name="Id">Account id.</param>
/// <param name="Mode">How positions share collateral.</param>
/// <param name="Version">Number of commands applied, from 0.</param>
/// <param name="Cash">Cash in USD.</param>
/// <param name="Holdings">Positions by instrument; none of quantity 0.</param>
public sealed record AccountState(
    string Id, MarginMode Mode, long Version, decimal Cash, ImmutableSortedDictionary<string, Holding> Holdings)
{
    /// <summary>An account without cash and positions.</summary>
    public static AccountState Open(string id, MarginMode mode) =>
        new(id, mode, 0, 0, ImmutableSortedDictionary.Create<string, Holding>(StringComparer.Ordinal));

    /// <summary>The account as the margin engine takes it.</summary>
    public Account ToAccount() => new(Id, Mode, Cash, [.. Holdings.Select(h => h.Value.ToPosition(h.Key))]);
}
