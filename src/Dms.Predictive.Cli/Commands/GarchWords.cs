using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The command line's words for the enums of the volatility library, in the order of the enums.</summary>
internal static class GarchWords
{
    /// <summary>Of <see cref="GarchModel"/>.</summary>
    public static readonly string[] Models = ["garch", "gjr", "egarch", "tarch", "aparch", "figarch", "realgarch"];

    /// <summary>Of <see cref="GarchDistribution"/>.</summary>
    public static readonly string[] Distributions = ["normal", "t", "skewt", "ged"];

    /// <summary>Of <see cref="GarchStart"/>.</summary>
    public static readonly string[] Starts = ["backcast", "sample", "aparch-sample"];
}
