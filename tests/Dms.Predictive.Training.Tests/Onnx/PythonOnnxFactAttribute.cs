using System.Diagnostics;

namespace Dms.Predictive.Training.Tests;

/// <summary>Runs only where Debian's python3-onnx is installed; says so otherwise.</summary>
public sealed class PythonOnnxFactAttribute : FactAttribute
{
    /// <summary>Debian's own interpreter; another one would not see Debian's packages.</summary>
    public const string Interpreter = "/usr/bin/python3";

    private static readonly Lazy<bool> Available = new(
        () => File.Exists(Interpreter) && Run("import onnx").ExitCode == 0);

    /// <summary>Skips with the reason when the package is absent.</summary>
    public PythonOnnxFactAttribute()
    {
        if (!Available.Value)
        {
            Skip = "needs Debian's python3-onnx: apt-get install python3-onnx";
        }
    }

    /// <summary>Runs a script and collects what it says.</summary>
    public static (int ExitCode, string Text) Run(string script, params string[] arguments)
    {
        ProcessStartInfo start = new(Interpreter) { RedirectStandardError = true, RedirectStandardOutput = true };
        string[] all = ["-c", script, .. arguments];
        Array.ForEach(all, start.ArgumentList.Add);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string text = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, text + errors.Result);
    }
}
