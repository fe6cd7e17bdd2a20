namespace Dms.Predictive.Cli;

/// <summary>Exit codes of every command.</summary>
public static class ExitCode
{
    /// <summary>The job was done.</summary>
    public const int Done = 0;

    /// <summary>A check or verification failed.</summary>
    public const int CheckFailed = 1;

    /// <summary>The command line was wrong.</summary>
    public const int Usage = 2;

    /// <summary>Data, model or configuration was refused.</summary>
    public const int InputRefused = 3;

    /// <summary>File system or network failed.</summary>
    public const int OutsideWorld = 4;

    /// <summary>Stopped by Ctrl-C; nothing half-written is left.</summary>
    public const int Cancelled = 130;
}
