using System.CommandLine;
using Dms.Predictive.Cli;
using Dms.Predictive.Cli.Commands;

RootCommand root = new("Volatility forecasts that raise margin before the shock, with a reason and a record.")
{
    DataCommand.Create(),
    EvaluateCommand.Create(),
    BacktestCommand.Create(),
    GarchCommand.Create(),
    MarginCommand.Create(),
    TreesCommand.Create(),
    ModelsCommand.Create(),
    AuditCommand.Create(),
};

return await CommandHost.RunAsync(root, args);
