using System.Globalization;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>What somebody asks for: a multiple of initial margin for a time. Maintenance margin is never touched.</summary>
/// <param name="Scope">Whose margin.</param>
/// <param name="Factor">Multiple of initial margin, in [0.1, 10]; 1 is none.</param>
/// <param name="Why">One line of 1 to 500 printable characters.</param>
/// <param name="Until">Until when, at most seven days ahead.</param>
public sealed record OverrideOrder(OverrideScope Scope, decimal Factor, string Why, Timestamp Until)
{
    private const int LongestWhy = 500;

    /// <summary>Whether it can only raise.</summary>
    public bool Raises => Factor > 1;

    /// <summary>Refuses what may not be asked for at a time.</summary>
    /// <exception cref="InputRefusedException"><c>override-factor</c>, <c>override-why</c>, <c>override-until</c>.</exception>
    internal void Refuse(Timestamp now)
    {
        if (Factor is < MarginOverride.Smallest or > MarginOverride.Largest or 1)
        {
            throw Refused(
                "override-factor",
                $"The factor is {Factor.ToString(CultureInfo.InvariantCulture)}; allowed is 0.1 to 10 but not 1. Above 1 raises initial margin, below 1 lowers it and needs two approvers.");
        }

        if (string.IsNullOrWhiteSpace(Why) || Why.Length > LongestWhy || Why.Any(char.IsControl))
        {
            throw Refused("override-why", $"The reason must be one line of 1 to {LongestWhy} printable characters.");
        }

        if (Until <= now || Until - now > TimeSpan.FromDays(OverrideSet.LongestDays))
        {
            throw Refused(
                "override-until",
                $"It would hold until {Until}; the time of the feed is {now}. Name a time after it and within {OverrideSet.LongestDays} days.");
        }
    }

    internal static InputRefusedException Refused(string code, string message) => new(code, message, "override");
}
