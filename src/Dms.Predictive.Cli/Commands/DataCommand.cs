using System.CommandLine;

namespace Dms.Predictive.Cli.Commands;

/// <summary>The commands under <c>dms data</c>.</summary>
public static class DataCommand
{
    /// <summary>Builds the command tree.</summary>
    public static Command Create() => new("data", "Inspect, convert and simulate market data.")
    {
        DataInspect.Create(), DataConvert.Create(), DataSimulate.Create(), DataFacts.Create(),
    };
}
