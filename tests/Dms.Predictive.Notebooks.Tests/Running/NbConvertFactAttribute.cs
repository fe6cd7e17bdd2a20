using System.Diagnostics;

namespace Dms.Predictive.Notebooks.Tests.Running;

/// <summary>Runs only where Debian's nbconvert is installed; says so otherwise.</summary>
public sealed class NbConvertFactAttribute : FactAttribute
{
    /// <summary>Debian's own interpreter; another one would not see Debian's packages.</summary>
    public const string Interpreter = "/usr/bin/python3";

    private static readonly Lazy<bool> Available = new(() =>
    {
        if (!File.Exists(Interpreter))
        {
            return false;
        }

        using Process process = Process.Start(new ProcessStartInfo(
            Interpreter, ["-c", "import nbconvert, nbclient, jupyter_client"])
        { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    });

    /// <summary>Skips with the reason when the package is absent.</summary>
    public NbConvertFactAttribute()
    {
        if (!Available.Value)
        {
            Skip = "needs Debian's nbconvert: apt-get install python3-nbconvert python3-jupyter-client";
        }
    }
}
