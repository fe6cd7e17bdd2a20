using System.CommandLine;
using Dms.Predictive.Cli.Commands;
using Dms.Predictive.Cli.Work;

namespace Dms.Predictive.Cli;

/// <summary>The command line <c>dms</c>.</summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        RootCommand root = new("Volatility forecasts that raise margin before the shock, with a reason and a record.")
        {
            DemoCommand.Create(),
            DataCommand.Create(),
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            AblateCommand.Create(),
            BacktestCommand.Create(),
            CascadeCommand.Create(),
            GarchCommand.Create(),
            MarginCommand.Create(),
            SurfaceCommand.Create(),
            CalibrateCommand.Create(),
            ParametersCommand.Create(),
            TreesCommand.Create(),
            ModelsCommand.Create(),
            ExplainCommand.Create(),
            AuditCommand.Create(AuditReplayers.For),
            ServeCommand.Create(),
            NotebookCommand.Create(),
            VectorsCommand.Create(),
        };
        return CommandHost.RunAsync(root, args);
    }
}
