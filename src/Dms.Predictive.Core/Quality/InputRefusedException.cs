namespace Dms.Predictive.Core;

/// <summary>
/// Input from outside (data, model, configuration) that cannot be used. The message says what was found, what is
/// allowed and the way out; nothing has been written.
/// </summary>
public sealed class InputRefusedException : Exception
{
    /// <summary>Makes a refusal.</summary>
    /// <param name="code">Stable word for machines, such as <c>hash-mismatch</c>.</param>
    /// <param name="message">Found, allowed, way out.</param>
    /// <param name="where">Place: file, line, field or path.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public InputRefusedException(string code, string message, string where, Exception? innerException = null)
        : base(message, innerException) => (Code, Where) = (code, where);

    /// <summary>Stable word for machines.</summary>
    public string Code { get; }

    /// <summary>File, line, field or path.</summary>
    public string Where { get; }
}
