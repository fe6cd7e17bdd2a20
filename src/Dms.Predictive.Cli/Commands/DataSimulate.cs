using System.CommandLine;
using System.Globalization;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.MarketData;

namespace Dms.Predictive.Cli.Commands;

/// <summary><c>dms data simulate</c>: a market with known truth, order by order, as files.</summary>
public static class DataSimulate
{
    private static readonly MarketSimulation Usual = new();

    private static readonly Option<string> Out = new("--out") { Description = "Folder for the files; made when absent.", Required = true };
    private static readonly Option<int> Days = new("--days") { Description = "Length in days from 2026-01-01, 1 to 3,660.", DefaultValueFactory = _ => Usual.Days };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed; the same seed gives the same bytes.", DefaultValueFactory = _ => Usual.Seed };
    private static readonly Option<int> Lead = new("--lead") { Description = "Mean length of a build-up in minutes, 10 to 40; each is within 8 of it.", DefaultValueFactory = _ => Usual.LeadMinutes };
    private static readonly Option<double> Strength = new("--strength") { Description = "Strength of build-ups, 0 to 3.", DefaultValueFactory = _ => Usual.Strength };
    private static readonly Option<double> Announced = new("--announced") { Description = "Share of shocks that a build-up announces, 0 to 1.", DefaultValueFactory = _ => Usual.Announced };
    private static readonly Option<double> Shocks = new("--shocks") { Description = "Mean number of shocks a day, 0 to 12.", DefaultValueFactory = _ => Usual.ShocksPerDay };
    private static readonly Option<bool> Placebo = new("--placebo") { Description = "Build-ups at random times, so that none announces a shock." };
    private static readonly Option<int> Instruments = new("--instruments") { Description = "Instruments that share a factor, 1 to 20.", DefaultValueFactory = _ => Usual.Instruments };
    private static readonly Option<double> Faults = new("--faults") { Description = "Faults of the feed a day and kind (stale, frozen, crossed, fat finger, outage, gap), 0 to 500.", DefaultValueFactory = _ => 0 };
    private static readonly Option<bool> Sample = new("--sample") { Description = "The sample that ships with the project: other settings are not looked at." };

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        Command command = new("simulate",
            "Simulate a market with known truth: bars, trades, book, funding, truth.\nExample: dms data simulate --out out/market --days 60 --strength 1")
        {
            Out, Days, Seed, Lead, Strength, Announced, Shocks, Placebo, Instruments, Faults, Sample,
        };
        command.SetAction((parsed, cancellation) => Task.Run(() => Run(parsed, cancellation), cancellation));
        return command;
    }

    private static int Run(ParseResult parsed, CancellationToken cancellation)
    {
        string folder = parsed.GetRequiredValue(Out);
        MarketSimulation simulation = parsed.GetValue(Sample) ? SimulationFiles.Sample : SimulationOf(parsed);
        MarketFaults? faults = parsed.GetValue(Sample) ? null : FaultsOf(parsed.GetValue(Faults));
        OutputFolder.Prepare(folder);
        WrittenMarket[] written = new WrittenMarket[simulation.Instruments];
        using (ProgressLine progress = new("Simulating instruments"))
        {
            int done = 0;
            ParallelOptions options = new()
            {
                MaxDegreeOfParallelism = Environment.ProcessorCount,
                CancellationToken = cancellation,
            };
            Parallel.For(0, simulation.Instruments, options, i =>
            {
                written[i] = SimulationFiles.Save(simulation, i, faults, folder, cancellation);
                progress.Show(Interlocked.Increment(ref done), simulation.Instruments);
            });
        }

        Write(written, parsed.InvocationConfiguration.Output);
        return ExitCode.Done;
    }

    private static MarketSimulation SimulationOf(ParseResult parsed) => new()
    {
        Days = (int)InRange(parsed.GetValue(Days), "--days", (1, 3_660)),
        Seed = parsed.GetValue(Seed),
        LeadMinutes = (int)InRange(parsed.GetValue(Lead), "--lead", (10, 40)),
        Strength = InRange(parsed.GetValue(Strength), "--strength", (0, 3)),
        Announced = InRange(parsed.GetValue(Announced), "--announced", (0, 1)),
        ShocksPerDay = InRange(parsed.GetValue(Shocks), "--shocks", (0, 12)),
        Placebo = parsed.GetValue(Placebo),
        Instruments = (int)InRange(parsed.GetValue(Instruments), "--instruments", (1, 20)),
    };

    private static MarketFaults? FaultsOf(double perDay)
    {
        double rate = InRange(perDay, "--faults", (0, 500));
        return rate == 0 ? null : new MarketFaults
        {
            Stale = rate,
            Frozen = rate,
            Crossed = rate,
            FatFinger = rate,
            Outage = rate,
            Gap = rate,
        };
    }

    private static void Write(WrittenMarket[] written, TextWriter output)
    {
        TextTable table = new("instrument", ">bars", ">trades", ">book rows", ">shocks", ">announced", ">build-up min", ">faults");
        foreach (WrittenMarket w in written)
        {
            table.Add(w.Instrument, Text(w.Bars), Text(w.Trades), Text(w.Levels), Text(w.Truth.Count(m => m.Event)),
                Text(w.Truth.Count(m => m.Event && m.LeadMinutes > 0)), Text(w.Truth.Count(m => m.BuildUp)),
                Text(w.Faults.Count));
        }

        table.WriteTo(output);
    }

    private static string Text(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static double InRange(double value, string option, (double Least, double Most) allowed) =>
        value >= allowed.Least && value <= allowed.Most
            ? value
            : throw new UsageException(
                FormattableString.Invariant($"Found {value}; allowed is {allowed.Least} to {allowed.Most}."), option);
}
