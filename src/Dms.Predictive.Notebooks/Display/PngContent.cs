namespace Dms.Predictive.Notebooks.Display;

/// <summary>A PNG picture to show.</summary>
/// <param name="Bytes">The content, whole.</param>
public sealed record PngContent(byte[] Bytes);
