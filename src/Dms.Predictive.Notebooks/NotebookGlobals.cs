using Dms.Predictive.Notebooks.Display;
using Dms.Predictive.Notebooks.Engine;

namespace Dms.Predictive.Notebooks;

/// <summary>What every cell can call without naming where it comes from.</summary>
public sealed class NotebookGlobals
{
    private ICellSink? _sink;
    private Action _flush = () => { };
    private int _displays;

    /// <summary>Cancelled when the cell is interrupted; hand it to long calls.</summary>
    public CancellationToken Cancellation { get; private set; }

    /// <summary>Shows a value: plots as images, data frames as tables, anything else as text.</summary>
    /// <param name="value">What to show; null is shown as the word.</param>
    /// <returns>Name to replace it with <see cref="UpdateDisplay"/>.</returns>
    public string Display(object? value)
    {
        string id = $"display-{Interlocked.Increment(ref _displays)}";
        Show(value, id, update: false);
        return id;
    }

    /// <summary>Replaces what was shown before, for progress.</summary>
    /// <param name="displayId">Name returned by <see cref="Display"/>.</param>
    /// <param name="value">What to show in its place.</param>
    public void UpdateDisplay(string displayId, object? value)
    {
        ArgumentException.ThrowIfNullOrEmpty(displayId);
        Show(value, displayId, update: true);
    }

    /// <summary>Marks text as HTML. It is shown as it is: escape what comes from data.</summary>
    /// <param name="html">A fragment of HTML.</param>
    public static HtmlContent Html(string html) => new(html);

    /// <summary>Marks text as an SVG picture.</summary>
    /// <param name="svg">A whole <c>svg</c> element.</param>
    public static SvgContent Svg(string svg) => new(svg);

    /// <summary>Marks bytes as a PNG picture.</summary>
    /// <param name="png">A whole PNG file.</param>
    public static PngContent Png(byte[] png) => new(png);

    internal void Begin(ICellSink sink, Action flush, CancellationToken cancellation)
    {
        _sink = sink;
        _flush = flush;
        Cancellation = cancellation;
    }

    private void Show(object? value, string id, bool update)
    {
        MimeBundle bundle = MimeFormatter.Format(value);
        // What was printed before must stand before the picture.
        _flush();
        _sink?.Display(bundle, id, update);
    }
}
