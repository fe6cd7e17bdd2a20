using System.CommandLine;
using System.Text.Json;
using Dms.Predictive.Serving;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms serve replay</c>: computes a host's state from its journal alone.</summary>
public static class ServeReplayCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Option<string> state = new("--state") { Description = "State folder of a host that does not run.", DefaultValueFactory = _ => "dms-state" };
        Option<long?> to = new("--to") { Description = "Last sequence to apply; default: all." };
        Option<bool> json = new("--json") { Description = "One JSON document on standard output." };
        Command command = new("replay",
            "Apply a host's journal anew and print the state hash: the same as the host's own at that sequence.\nExample: dms serve replay --state dms-state --json")
        {
            state, to, json,
        };
        command.SetAction(parsed =>
        {
            JournalReplay replay = JournalReplay.Run(parsed.GetValue(state)!, parsed.GetValue(to));
            Console.Out.WriteLine(parsed.GetValue(json)
                ? JsonSerializer.Serialize(replay, JsonSerializerOptions.Web)
                : $"{replay.Sequence} events, {replay.Accounts} accounts, state {replay.StateHash}");
            return ExitCode.Done;
        });
        return command;
    }
}
