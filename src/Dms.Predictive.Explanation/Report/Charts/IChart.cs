namespace Dms.Predictive.Explanation.Report;

/// <summary>A chart that can be laid out for a wide and for a narrow page.</summary>
internal interface IChart
{
    /// <summary>Draws the chart; same input, same text.</summary>
    public Drawing Draw(ChartLayout layout);
}

/// <summary>SVG content and the box it needs, in user units.</summary>
internal sealed record Drawing(string Body, double Width, double Height);

/// <summary>Where a chart will stand.</summary>
/// <param name="Name">Short name used in ids.</param>
/// <param name="Width">Width in user units, about CSS pixels.</param>
/// <param name="IsNarrow">Labels go above instead of beside.</param>
internal sealed record ChartLayout(string Name, double Width, bool IsNarrow)
{
    internal static ChartLayout Wide { get; } = new("w", 760, false);

    internal static ChartLayout Narrow { get; } = new("n", 340, true);
}
