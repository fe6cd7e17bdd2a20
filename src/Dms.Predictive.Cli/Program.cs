using System.CommandLine;
using Dms.Predictive.Cli;
using Dms.Predictive.Cli.Commands;
using Dms.Predictive.Cli.Work;

RootCommand root = new("Volatility forecasts that raise margin before the shock, with a reason and a record.")
{
    DemoCommand.Create(),
    DataCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    BacktestCommand.Create(),
    GarchCommand.Create(),
    MarginCommand.Create(),
    TreesCommand.Create(),
    ModelsCommand.Create(),
    AuditCommand.Create(AuditReplayers.For),
    NotebookCommand.Create(),
};

return await CommandHost.RunAsync(root, args);
