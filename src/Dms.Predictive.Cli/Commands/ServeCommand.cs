using System.CommandLine;
using System.Globalization;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Serving;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms serve</c>: the host.</summary>
public static class ServeCommand
{
    private static readonly Option<string?> Urls = new("--urls") { Description = $"Addresses to listen on, parted by semicolons; default {HostConfiguration.DefaultUrl}." };
    private static readonly Option<string?> Config = new("--config") { Description = "Configuration file (JSON, section Dms)." };
    private static readonly Option<string> State = new("--state") { Description = "Folder of journal, audit log, models and keys.", DefaultValueFactory = _ => "dms-state" };
    private static readonly Option<string?> Replay = new("--replay") { Description = "Bars file that becomes the live feed." };
    private static readonly Option<string[]> Flow = new("--flow") { Description = "Trades and order book of the same instrument, as for dms train; may repeat.", AllowMultipleArgumentsPerToken = true };
    private static readonly Option<string?> Instrument = new("--instrument") { Description = "Instrument id; default: the file's name up to its first dot." };
    private static readonly Option<string> Speed = new("--speed") { Description = "Event time per wall time, or max.", DefaultValueFactory = _ => "1" };
    private static readonly Option<string> WarmUp = new("--warm-up") { Description = "Event time taken in at full speed before pacing begins, as d.hh:mm:ss; at most a quarter of the file.", DefaultValueFactory = _ => "1.00:00:00" };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("serve",
            "Run the host: replayed bars as a live feed, accounts, margins, streams and the live page.\nExample: dms serve --replay data/samples/SIM-BTC.csv.gz --instrument BTC-PERP --speed 60 --warm-up 7.00:00:00")
        {
            Urls, Config, State, Replay, Flow, Instrument, Speed, WarmUp,
            ServeKeysCommand.Create(),
            ServeReplayCommand.Create(),
        };
        command.SetAction((parsed, _) => RunAsync(parsed));
        return command;
    }

    // The host answers Ctrl-C and SIGTERM itself: it drains, commits and seals before it ends.
    private static Task<int> RunAsync(ParseResult parsed)
    {
        string replay = parsed.GetValue(Replay)
            ?? throw new UsageException("This version serves replays only. Name a bars file, such as data/samples/SIM-BTC.csv.gz.", "--replay");
        HostOptions options = HostConfiguration.Read(parsed.GetValue(Config), parsed.GetValue(Urls));
        return DmsHost.RunAsync(
            new HostStart
            {
                Options = options,
                StateFolder = parsed.GetValue(State)!,
                ReplayFile = replay,
                Flow = parsed.GetValue(Flow) is { Length: > 0 } flow ? FlowFiles.Read(flow, CancellationToken.None).Flow : null,
                Instrument = parsed.GetValue(Instrument),
                Speed = SpeedOf(parsed.GetValue(Speed)!),
                WarmUp = TimeSpan.TryParse(parsed.GetValue(WarmUp), CultureInfo.InvariantCulture, out TimeSpan warmUp) && warmUp >= TimeSpan.Zero
                    ? warmUp
                    : throw new UsageException($"'{parsed.GetValue(WarmUp)}' is no time span. Write it as 1.00:00:00, a day.", "--warm-up"),
                OpenRegistry = SqliteRegistryStore.In,
                Program = Itself(),
                Fingerprint = MarginSession.Fingerprint(),
                Version = typeof(ServeCommand).Assembly.GetName().Version!.ToString(3),
            },
            TimeProvider.System);
    }

    // As it was started: by its own executable, or by dotnet with the assembly.
    private static string[] Itself()
    {
        string program = Environment.ProcessPath!, assembly = typeof(ServeCommand).Assembly.Location;
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, assembly] : [program];
    }

    private static double? SpeedOf(string text) => text == "max" ? null
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double speed) && speed is > 0 and <= 1e6 ? speed
        : throw new UsageException($"'{text}' is no speed. Give a number above 0 and up to 1000000, or max.", "--speed");
}
