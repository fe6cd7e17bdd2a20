using Dms.Predictive.Core;
using Dms.Predictive.Notebooks;
using Dms.Predictive.Notebooks.Protocol;
using NetMQ;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Runs <c>dms notebook kernel</c>.</summary>
internal static class NotebookServe
{
    /// <summary>Serves until the client asks for shutdown, or goes away.</summary>
    /// <returns><see cref="ExitCode.Done"/>.</returns>
    /// <exception cref="InputRefusedException">The connection file was refused; exit code 3.</exception>
    public static int Run(string connectionFile, CancellationToken cancellation)
    {
        try
        {
            ConnectionFile connection = ConnectionFile.Read(connectionFile);
            using NotebookKernel kernel =
                new(connection, Environment.CurrentDirectory, Console.Error, TimeProvider.System) { Parent = Client() };
            kernel.Serve(cancellation);
        }
        catch (NotebookRefusedException e)
        {
            throw new InputRefusedException("connection-file", e.Message, e.Where, e);
        }

        // Lets the last replies leave before the process ends.
        NetMQConfig.Cleanup();
        return ExitCode.Done;
    }

    /// <summary>The process that started the kernel, as Jupyter names it.</summary>
    private static int? Client() =>
        int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), out int process) && process > 0 ? process : null;
}
