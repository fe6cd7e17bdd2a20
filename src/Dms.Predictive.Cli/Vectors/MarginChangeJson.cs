using System.Globalization;
using Dms.Predictive.Explanation;

namespace Dms.Predictive.Cli.Vectors;

/// <summary>A margin change with the field names of its vector file.</summary>
internal static class MarginChangeJson
{
    public static object Of(MarginChange change) => new
    {
        IM_t0 = change.Before,
        IM_t1 = change.After,
        delta = change.After - change.Before,
        coalitions = change.CoalitionMargins.ToDictionary(c => c.Key, c => c.Value),
        shapley = change.Shapley,
        sequential = change.Sequential,
        reverseSequential = change.ReverseSequential,
        booked = new
        {
            quantum = Text(change.Quantum),
            delta = Text(change.BookedDelta),
            residual = Text(change.Booked.Residual),
            residualOn = change.Order[change.Booked.ResidualOn],
            parts = change.Order.Zip(change.Booked.Parts).ToDictionary(p => p.First, p => Text(p.Second)),
        },
        dropped = change.Order.Except(change.Players).ToArray(),
    };

    public static string Text(decimal amount) => amount.ToString(CultureInfo.InvariantCulture);
}
