using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Work;

/// <summary>Reads durations and times of the command line.</summary>
internal static class Durations
{
    /// <summary>Minutes of <c>10m</c>, <c>1h</c> or <c>7d</c>.</summary>
    /// <exception cref="UsageException">The text is none of these.</exception>
    public static int Minutes(string text, string option)
    {
        int unit = text.Length < 2 ? 0 : text[^1] switch { 'm' => 1, 'h' => 60, 'd' => 1440, _ => 0 };
        return unit > 0 && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out int n) && n is > 0 and < 100_000
            ? n * unit
            : throw new UsageException($"'{text}' is no duration; write 10m, 1h or 7d.", option);
    }

    /// <summary>0 for <c>monthly</c>, else days.</summary>
    /// <exception cref="UsageException">The text is neither.</exception>
    public static int RefitDays(string text) =>
        text == "monthly" ? 0 : Minutes(text, "--refit") is var m && m % 1440 == 0
            ? m / 1440
            : throw new UsageException($"'{text}' is no refit rule; write monthly or whole days such as 7d.", "--refit");

    /// <summary>A UTC time, or null when absent.</summary>
    /// <exception cref="UsageException">The text is no such time.</exception>
    public static Timestamp? Time(string? text, string option) => text is null
        ? null
        : Timestamp.TryParse(text, out Timestamp time)
            ? time
            : throw new UsageException($"'{text}' is no UTC time; write 2019-01-01 or 2019-01-01T00:05:00Z.", option);
}
