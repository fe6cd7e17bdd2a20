namespace Dms.Predictive.Notebooks.Display;

/// <summary>An SVG picture to show.</summary>
/// <param name="Text">The content, whole.</param>
public sealed record SvgContent(string Text);
