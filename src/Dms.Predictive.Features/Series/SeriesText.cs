using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Series;

/// <summary>Words that definitions of series features share.</summary>
internal static class SeriesText
{
    /// <summary>Name of a kind as features write it: <c>fear_greed</c>, <c>custom_etf_flow</c>.</summary>
    public static string FeatureName(SlowSeriesKind kind) => kind.Name.Replace('-', '_').Replace(':', '_');

    /// <summary>The staleness limit, as the end of a formula; part of the schema's hash.</summary>
    public static string Carried(SlowSeriesKind kind) => string.Create(
        CultureInfo.InvariantCulture, $"; carried at most {kind.StaleAfter.TotalHours:0.##} h");
}
