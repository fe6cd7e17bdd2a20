namespace Dms.Predictive.Explanation.Report;

/// <summary>A finished report as text, to be written as UTF-8 without a byte-order mark.</summary>
/// <param name="Html">Content of <c>report.html</c>.</param>
/// <param name="Json">Content of <c>report.json</c>.</param>
/// <param name="Figures">Stand-alone drawings: file name such as <c>fig-story.svg</c>, and content.</param>
public sealed record ReportFiles(string Html, string Json, IReadOnlyList<KeyValuePair<string, string>> Figures);
