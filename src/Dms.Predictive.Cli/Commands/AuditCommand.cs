using System.CommandLine;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms audit</c>.</summary>
public static class AuditCommand
{
    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("audit", "Verify and replay the record.");
}
