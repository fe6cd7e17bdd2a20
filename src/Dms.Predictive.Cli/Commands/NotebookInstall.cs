using System.Text;
using System.Text.Json;
using Dms.Predictive.MarketData;
using Dms.Predictive.Notebooks.Running;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Runs <c>dms notebook install-kernel</c>.</summary>
internal static class NotebookInstall
{
    /// <summary>Writes <c>kernel.json</c>.</summary>
    /// <returns><see cref="ExitCode.Done"/>.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static int Run(string? prefix, bool json)
    {
        string folder = KernelSpecification.Folder(prefix);
        string[] command = [.. Program(), "notebook", "kernel"];
        Directory.CreateDirectory(folder);
        byte[] text = Encoding.UTF8.GetBytes(KernelSpecification.Text(command));
        AtomicFile.Write(Path.Combine(folder, "kernel.json"), stream => stream.Write(text));
        Console.WriteLine(json
            ? JsonSerializer.Serialize(new { name = KernelSpecification.Name, folder, argv = command })
            : $"Installed \"{KernelSpecification.DisplayName}\" as {KernelSpecification.Name} in {folder}");
        return ExitCode.Done;
    }

    /// <summary>How this program is started: through <c>dotnet</c>, or by its own name.</summary>
    private static string[] Program()
    {
        string assembly = typeof(NotebookInstall).Assembly.Location;
        string process = Environment.ProcessPath ?? "dotnet";
        return Path.GetFileNameWithoutExtension(process) == Path.GetFileNameWithoutExtension(assembly)
            ? [process]
            : [process, assembly];
    }
}
