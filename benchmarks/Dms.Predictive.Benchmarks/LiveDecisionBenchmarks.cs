using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Benchmarks;

/// <summary>One live decision: features, scores of every member, blend and multipliers, at the pace of the market.</summary>
internal static class LiveDecisionBenchmarks
{
    private const int WarmUpDecisions = 2_000;

    /// <summary>Measures the desk of the shipped two-member model on the sample market.</summary>
    /// <returns>A report in Markdown.</returns>
    public static string Run()
    {
        BarSeries series = BarFiles.Load([Path.Combine("data", "samples", "SIM-BTC.csv.gz")], CancellationToken.None).Series;
        ModelBundle bundle = BundleReader.Read(Path.Combine("models", "sim-btc", "2.0.0"), BundleTrust.Self());
        PipelinePolicy policy = new();
        MarketDesk desk = new(new PipelineSettings("SIM-BTC", 1, policy, new string('0', 32), CanonicalObject.Empty));
        bool active = false;
        List<long> decisions = [], bars = [];
        foreach (Bar bar in series.Bars)
        {
            long start = Stopwatch.GetTimestamp();
            desk.Append(in bar);
            bars.Add(Stopwatch.GetTimestamp() - start);
            Timestamp asOf = bar.OpenTime + TimeSpan.FromMinutes(1);
            if (asOf.Minutes % policy.StepMinutes != 0 || !desk.IsWarm(asOf))
            {
                continue;
            }

            if (!active)
            {
                desk.Activate(ForecastModelJson.Read(bundle));
                active = true;
            }

            start = Stopwatch.GetTimestamp();
            desk.Observe(asOf);
            decisions.Add(Stopwatch.GetTimestamp() - start);
        }

        return Report(decisions[WarmUpDecisions..], bars[^(decisions.Count * 5 / 2)..], bundle.Outputs.Count);
    }

    private static string Report(List<long> decisions, List<long> bars, int outputs)
    {
        StringBuilder report = new();
        report.AppendLine("# One live decision").AppendLine();
        report.AppendLine(CultureInfo.InvariantCulture,
            $"Time of `MarketDesk.Observe` on the sample market with models/sim-btc/2.0.0: all features, {outputs} forests (two members, two horizons), blend, spike head, multipliers; and of `Append` for a bar.").AppendLine();
        report.AppendLine(Machine.Describe()).AppendLine();
        report.AppendLine("| step | calls | p50 µs | p99 µs | largest µs |").AppendLine("|---|---|---|---|---|");
        Row(report, "decision", decisions);
        Row(report, "bar", bars);
        return report.ToString();
    }

    private static void Row(StringBuilder report, string name, List<long> ticks)
    {
        ticks.Sort();
        double unit = 1e6 / Stopwatch.Frequency;
        report.AppendLine(CultureInfo.InvariantCulture,
            $"| {name} | {ticks.Count} | {ticks[ticks.Count / 2] * unit:F1} | {ticks[ticks.Count * 99 / 100] * unit:F1} | {ticks[^1] * unit:F0} |");
    }
}
