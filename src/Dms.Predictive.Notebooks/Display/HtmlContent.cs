namespace Dms.Predictive.Notebooks.Display;

/// <summary>A fragment of HTML to show.</summary>
/// <param name="Text">The content, whole.</param>
public sealed record HtmlContent(string Text);
