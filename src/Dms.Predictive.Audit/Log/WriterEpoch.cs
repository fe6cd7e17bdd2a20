using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Audit;

/// <summary>The fencing token of a new writer: above every one before it.</summary>
internal static class WriterEpoch
{
    /// <exception cref="InputRefusedException">The log has seen that epoch or a later one
    /// (<c>epoch-stale</c>).</exception>
    public static uint After(uint last, uint? asked, string directory)
    {
        uint epoch = asked ?? checked(last + 1);
        return epoch > last
            ? epoch
            : throw new InputRefusedException(
                "epoch-stale",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"Epoch {epoch} was asked for, but epoch {last} has written to this log already; "
                    + $"a new writer takes {last + 1} or more."),
                directory);
    }
}
