namespace Dms.Predictive.Explanation.Report;

/// <summary>A fact with its name: <c>Commit</c>, <c>4f2a…</c>.</summary>
/// <param name="Name">Name shown to the reader.</param>
/// <param name="Text">The fact; never a path of a machine or the time of writing.</param>
public sealed record NamedText(string Name, string Text);
