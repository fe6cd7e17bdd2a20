using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>Numbers and times in the sentences of a model report.</summary>
internal static class ExplainWords
{
    private const char NoBreak = '\u00A0';

    /// <summary>A number of fixed places with a true minus sign, never minus zero.</summary>
    public static string Fixed(double value, int places)
    {
        double rounded = Math.Round(value, places);
        return (rounded < 0 ? "\u2212" : "") + Math.Abs(rounded).ToString("N" + places, CultureInfo.InvariantCulture);
    }

    /// <summary>About three significant digits.</summary>
    public static string Short(double value)
    {
        double size = Math.Abs(value);
        return Fixed(value, size == 0 || size >= 100 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 5));
    }

    /// <summary>A fraction as percent.</summary>
    public static string Percent(double fraction, int places) => Fixed(100 * fraction, places) + NoBreak + "%";

    /// <summary>A count with thousands separators.</summary>
    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A part of a margin in words: what kind of reason it is, and its name.</summary>
    public static string Plain(string part, FeatureSchema schema)
    {
        FeatureDefinition? feature = schema.Features.FirstOrDefault(f => f.Name == part);
        return feature is not null ? $"{Family(feature.Family)} ({part})" : part switch
        {
            "ramp" => "an earlier raise that still fades (ramp)",
            "raiseOnly" => "the rule that a forecast never lowers (raiseOnly)",
            "spikeProbability" => "the chance of a spike (spikeProbability)",
            "blend:level" => "the level of the blend (blend:level)",
            "member:har" => "the HAR forecast (member:har)",
            _ => part,
        };
    }

    private static string Family(string family) => family switch
    {
        "variance" => "recent swings",
        "price" => "recent price moves",
        "time" => "the time of day or week",
        "volume" => "trading activity",
        "baselines" => "the simpler forecasts",
        _ => family,
    };

    /// <summary>A time to the minute, UTC.</summary>
    public static string Time(Timestamp time) =>
        time.ToDateTimeOffset().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + NoBreak + "UTC";
}
