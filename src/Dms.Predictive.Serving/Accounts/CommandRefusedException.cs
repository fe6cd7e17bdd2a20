namespace Dms.Predictive.Serving;

/// <summary>The rules refuse a command; nothing changed.</summary>
/// <param name="code">Stable word, such as <c>insufficient-margin</c>.</param>
/// <param name="message">What was found and what is allowed.</param>
public sealed class CommandRefusedException(string code, string message) : Exception(message)
{
    /// <summary>Stable word.</summary>
    public string Code { get; } = code;
}
