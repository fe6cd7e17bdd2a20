namespace Dms.Predictive.Notebooks.Display;

/// <summary>Representations of one value by MIME type; the reader takes the richest it can show.</summary>
/// <param name="Entries">MIME type to text; pictures other than SVG are in base 64. In a fixed order.</param>
public sealed record MimeBundle(IReadOnlyList<KeyValuePair<string, string>> Entries)
{
    internal static MimeBundle Of(params (string Type, string Text)[] entries) =>
        new([.. entries.Select(e => KeyValuePair.Create(e.Type, e.Text))]);
}
