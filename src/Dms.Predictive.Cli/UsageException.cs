namespace Dms.Predictive.Cli;

/// <summary>The command line asks for something that cannot be done; exit code 2.</summary>
public sealed class UsageException(string message, string where) : Exception(message)
{
    /// <summary>The option or argument at fault.</summary>
    public string Where { get; } = where;
}
