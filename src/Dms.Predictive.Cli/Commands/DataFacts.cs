using System.CommandLine;
using System.Text;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms data facts</c>: stylised facts of the simulated market beside those of files.</summary>
public static class DataFacts
{
    private const int FewestDays = 7;

    private static readonly Argument<string[]> Files = new("FILE") { Description = "Files of 1-minute bars to set beside it.", Arity = ArgumentArity.ZeroOrMore };
    private static readonly Option<int> Days = new("--days") { Description = "Length of the simulated market in days, 7 to 3,660.", DefaultValueFactory = _ => 60 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the simulated market.", DefaultValueFactory = _ => new MarketSimulation().Seed };
    private static readonly Option<string?> Out = new("--out") { Description = "Folder for three pictures; without it only the table is printed." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("facts",
            "State the stylised facts of the simulated market, with their targets, beside those of files.\nExample: dms data facts data/samples/SIM-BTC.csv.gz --days 60 --out out/facts")
        {
            Files, Days, Seed, Out,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        int days = parsed.GetValue(Days);
        if (days is < FewestDays or > 3_660)
        {
            throw new UsageException($"Found {days}; allowed is {FewestDays} to 3660.", "--days");
        }

        string? folder = parsed.GetValue(Out);
        if (folder is not null)
        {
            OutputFolder.Prepare(folder);
        }

        List<(string Name, StylizedFacts Facts)> all = [("simulated", Simulated(days, parsed.GetValue(Seed)))];
        foreach (string file in parsed.GetValue(Files) ?? [])
        {
            all.Add((Name(file), OfFile(file, cancellation)));
        }

        FactsReport.Table(all, parsed.InvocationConfiguration.Output);
        if (folder is not null)
        {
            OutputFolder.Write(folder, [.. FactsReport.Draw(all).Select<(string, string), (string, Action<Stream>)>(
                p => (p.Item1, s => s.Write(Encoding.UTF8.GetBytes(p.Item2))))]);
        }

        return ExitCode.Done;
    }

    private static StylizedFacts Simulated(int days, ulong seed)
    {
        MarketSimulator market = new(new MarketSimulation { Days = days, Seed = seed });
        FlowMinutes flow = new();
        market.AdvanceTo(market.End, flow);
        return StylizedFacts.Of(flow);
    }

    private static StylizedFacts OfFile(string file, CancellationToken cancellation)
    {
        BarReading reading = BarFile.Read(file, cancellation);
        return reading.Step == TimeSpan.FromMinutes(1) && reading.Bars.Count >= 3_000
            ? StylizedFacts.Of(reading.Bars)
            : throw new UsageException(
                $"'{file}' has {reading.Bars.Count} bars of {reading.Step}; allowed are 1-minute bars, at least 3000.", "FILE");
    }

    private static string Name(string file)
    {
        string name = Path.GetFileName(file);
        string[] parts = name[..name.IndexOf('.', StringComparison.Ordinal)].Split('_');
        return parts.Length >= 3 ? $"{parts[0]} {parts[^1][..Math.Min(6, parts[^1].Length)]}" : parts[0];
    }
}
