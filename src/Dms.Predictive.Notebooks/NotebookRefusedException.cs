namespace Dms.Predictive.Notebooks;

/// <summary>A notebook or connection file that cannot be used; the message says what was found and the way out.</summary>
/// <param name="message">Found, allowed, way out.</param>
/// <param name="where">File and field.</param>
/// <param name="innerException">The cause, if there is one.</param>
public sealed class NotebookRefusedException(string message, string where, Exception? innerException = null)
    : Exception(message, innerException)
{
    /// <summary>File and field.</summary>
    public string Where { get; } = where;
}
