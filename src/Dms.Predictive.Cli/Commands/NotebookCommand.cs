using System.CommandLine;
using Dms.Predictive.Notebooks.Running;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms notebook</c>.</summary>
public static class NotebookCommand
{
    /// <summary>Builds the command tree.</summary>
    public static Command Create() =>
        new("notebook", "Run C# notebooks, here or in Jupyter.") { CreateRun(), CreateInstall(), CreateKernel() };

    private static Command CreateRun()
    {
        Argument<string> file = new("file") { Description = "The notebook (.ipynb, format 4)." };
        Option<string?> output = new("--out") { Description = "File for the notebook with its outputs; default: FILE itself." };
        Option<bool> json = JsonOption();
        Command run = new("run",
            "Run every cell in order and write the outputs into the notebook; stops at the first error. "
            + "Example: dms notebook run notebooks/explore.ipynb --out out/explore.ipynb --json")
        {
            file, output, json,
        };
        run.SetAction((parsed, cancellation) => Task.FromResult(NotebookRun.Run(
            parsed.GetRequiredValue(file), parsed.GetValue(output), parsed.GetValue(json), cancellation)));
        return run;
    }

    private static Command CreateInstall()
    {
        Option<string?> prefix = new("--prefix")
        {
            Description = "Install under PREFIX/share/jupyter/kernels instead of the user's own Jupyter folder.",
        };
        Option<bool> json = JsonOption();
        Command install = new("install-kernel",
            $"Tell Jupyter about the kernel \"{KernelSpecification.DisplayName}\". Example: dms notebook install-kernel --json")
        {
            prefix, json,
        };
        install.SetAction(parsed => NotebookInstall.Run(parsed.GetValue(prefix), parsed.GetValue(json)));
        return install;
    }

    private static Command CreateKernel()
    {
        Argument<string> connection = new("connection-file") { Description = "The file Jupyter wrote." };
        Command kernel = new("kernel",
            "Serve cells to a Jupyter client; Jupyter itself starts this. Example: dms notebook kernel connection.json")
        {
            connection,
        };
        kernel.SetAction((parsed, cancellation) =>
            Task.FromResult(NotebookServe.Run(parsed.GetRequiredValue(connection), cancellation)));
        return kernel;
    }

    private static Option<bool> JsonOption() => new("--json") { Description = "One JSON document on standard output." };
}
