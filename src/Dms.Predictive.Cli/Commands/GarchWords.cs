using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The command line's words for the enums of the volatility library, in the order of the enums.</summary>
internal static class GarchWords
{
    /// <summary>Of <see cref="GarchModel"/>.</summary>
    public static readonly string[] Models = [.. VolatilityModel.Volatilities];

    /// <summary>Of <see cref="GarchDistribution"/>.</summary>
    public static readonly string[] Distributions = [.. VolatilityModel.Distributions];

    /// <summary>Of <see cref="GarchStart"/>.</summary>
    public static readonly string[] Starts = [.. VolatilityModel.Starts.Where(s => s != "value")];
}
