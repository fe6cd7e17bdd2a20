using Dms.Predictive.Notebooks.Display;

namespace Dms.Predictive.Notebooks.Engine;

/// <summary>Where the output of a running cell goes: to Jupyter, or into a file. Calls may come from any thread.</summary>
public interface ICellSink
{
    /// <summary>Takes text written to the console.</summary>
    /// <param name="name"><c>stdout</c> or <c>stderr</c>.</param>
    /// <param name="text">A piece of at most 64 Ki characters that splits no character.</param>
    public void Stream(string name, string text);

    /// <summary>Takes something to show.</summary>
    /// <param name="bundle">Its representations.</param>
    /// <param name="displayId">Name under which it can be replaced; null = never replaced.</param>
    /// <param name="update">True to replace what was shown under that name.</param>
    public void Display(MimeBundle bundle, string? displayId, bool update);
}
