using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Benchmarks;

/// <summary>Explaining the margin changes of many accounts at once: every coalition through the margin function.</summary>
internal static class ExplainBenchmarks
{
    private const int Accounts = 10_000;
    private const int Instruments = 4;

    /// <summary>Runs it on one thread and on all.</summary>
    public static string Run()
    {
        MarginRequest[] before = [.. Enumerable.Range(0, Accounts).Select(i => Request(i, later: false))];
        MarginRequest[] after = [.. Enumerable.Range(0, Accounts).Select(i => Request(i, later: true))];
        StringBuilder text = new();
        CultureInfo c = CultureInfo.InvariantCulture;
        text.AppendLine(c, $"Margin changes. {Machine.Describe()}");
        Explain(before, after, 1, (200, true));
        foreach (bool withParts in new[] { false, true })
        {
            foreach (int threads in new[] { 1, Environment.ProcessorCount })
            {
                long allocated = GC.GetTotalAllocatedBytes();
                long began = Stopwatch.GetTimestamp();
                long coalitions = Explain(before, after, threads, (Accounts, withParts));
                double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
                text.AppendLine(c, $"{Accounts:N0} accounts, {coalitions / (double)Accounts:F0} coalitions each{(withParts ? $", positions split into {Instruments} instruments" : "")}, {threads} threads: {seconds:F1} s, {(GC.GetTotalAllocatedBytes() - allocated) / 1024 / Accounts} KiB an account, residual 0.00 everywhere");
            }
        }

        return text.ToString();
    }

    private static long Explain(MarginRequest[] before, MarginRequest[] after, int threads, (int Count, bool WithParts) what)
    {
        long coalitions = 0;
        Parallel.For(0, what.Count, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            ExplainedMargin explained = MarginExplain.Between(before[i], after[i], what.WithParts);
            if (explained.Change.BookedDelta != explained.Change.Booked.Parts.Sum()
                || (what.WithParts && explained.Position!.Booked.Parts.Sum() != explained.Change.Booked.Parts[0]))
            {
                throw new InvalidOperationException($"Account {i} does not add up.");
            }

            Interlocked.Add(ref coalitions, 1 << explained.Change.Players.Count);
        });
        return coalitions;
    }

    // Positions, prices, baseline volatility, forecast and the state of the ramp differ: five players.
    private static MarginRequest Request(int account, bool later)
    {
        Random random = new((account * 2) + (later ? 1 : 0));
        string[] ids = [.. Enumerable.Range(0, Instruments).Select(i => $"X{i}")];
        double[] prices = [.. ids.Select((_, i) => (later ? 101.0 : 100.0) * (i + 1))];
        ParametricParameters parameters = new()
        {
            Confidence = 0.99,
            HorizonDays = 1,
            MaintenanceRatio = 0.75,
            Volatilities = [.. ids.Select(u => new UnderlyingVolatility(u, later ? 0.7 : 0.6))],
            Correlation = [.. ids.Select((_, i) => (IReadOnlyList<double>)[.. ids.Select((_, j) => i == j ? 1.0 : 0.6)])],
        };
        Timestamp at = Timestamp.FromDate(2026, 3, 1) + TimeSpan.FromMinutes(later ? 5 : 0);
        OverlayRules rules = new()
        {
            WeightMl = 1,
            Cap = 4,
            MaxStep = 0.5,
            StepSeconds = 300,
            HalfLifeSeconds = 3600,
            NoticeSeconds = 14_400,
            RampSeconds = 7_200,
        };
        OverlayForecast forecast = new(0.6, later ? 0.7 : 0.6, later ? 0.95 : 0.8, at, at + TimeSpan.FromMinutes(15));
        return new MarginRequest(
            $"r{account}", at,
            new Account($"A{account}", MarginMode.Cross, 1_000_000, [.. ids.Select(id => new Position(id, (decimal)Math.Round(20 * (random.NextDouble() - 0.5), 3)))]),
            new MarginMarket(
                [.. ids.Select((u, i) => new Underlying(u, (decimal)prices[i]))],
                [.. ids.Select((u, i) => new Instrument(u, InstrumentKind.Perpetual, u, (decimal)prices[i]))]),
            new ParametricPolicy(parameters))
        {
            Overlay = new MarginOverlay(rules, forecast) { Previous = new OverlayState(later ? 1.2 : 1.1, 1, at - TimeSpan.FromMinutes(5)) },
        };
    }
}
