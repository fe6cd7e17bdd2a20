using System.Globalization;
using System.Text;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Benchmarks;

/// <summary>Fits and updates of volatility models against a textbook fit and one plain evaluation, in one run.</summary>
internal static class VolatilityBenchmarks
{
    private const int Rounds = 45;
    private const int Updates = 1_000_000;

    /// <summary>Measures fits and streaming updates.</summary>
    /// <returns>A report in Markdown.</returns>
    public static string Run()
    {
        StringBuilder report = new();
        report.AppendLine("# Volatility models").AppendLine();
        report.AppendLine(CultureInfo.InvariantCulture,
            $"One thread. The fastest of {Rounds} rounds in which the subjects take turns. E is one plain scalar pass of the Gaussian likelihood with gradient. Fits without standard errors; the textbook fit is one start of a simplex and finds a Gaussian optimum only.").AppendLine();
        report.AppendLine(Machine.Describe()).AppendLine();
        report.AppendLine("| bars | subject | ms | E | target E | recorded: arch, E | log-likelihood |");
        report.AppendLine("|---|---|---|---|---|---|---|");
        Fits(report, 2_000, (125, 310), (360, 720));
        Fits(report, 10_000, (85, 210), (215, 400));
        Streaming(report);
        PathBenchmarks.Add(report, Returns(Updates));
        return report.ToString();
    }

    private static void Fits(StringBuilder report, int bars, (int Garch, int Gjr) target, (int Garch, int Gjr) arch)
    {
        double[] y = Returns(bars), gradient = new double[4];
        GarchModelOptions gjr = new(GarchModel.Gjr, GarchDistribution.StudentT, StandardErrors: false);
        GarchModelOptions garch = new(StandardErrors: false);
        GarchFitOptions fast = new(StandardErrors: false);
        double[] seconds = Turns.Take(
            Rounds,
            () => PlainGarch.Evaluate(y, [0, 0.05, 0.1, 0.85], gradient),
            () => PlainGarch.Fit(y),
            () => Garch11.Fit(y, fast),
            () => GarchFamily.Fit(y, garch),
            () => GarchFamily.Fit(y, gjr));
        void Row(string subject, double time, string wanted, string recorded, double value) =>
            report.AppendLine(CultureInfo.InvariantCulture,
                $"| {bars} | {subject} | {time * 1e3:F3} | {time / seconds[0]:F0} | {wanted} | {recorded} | {value:F4} |");
        Row("one plain evaluation", seconds[0], "", "", PlainGarch.Evaluate(y, [0, 0.05, 0.1, 0.85], gradient));
        Row("textbook garch-normal", seconds[1], "", "", PlainGarch.Fit(y));
        Row("Garch11", seconds[2], $"{target.Garch}", $"{arch.Garch}", Garch11.Fit(y, fast).LogLikelihood);
        Row("GarchFamily garch-normal", seconds[3], $"{target.Garch}", $"{arch.Garch}", GarchFamily.Fit(y, garch).LogLikelihood);
        Row("GarchFamily gjr-t", seconds[4], $"{target.Gjr}", $"{arch.Gjr}", GarchFamily.Fit(y, gjr).LogLikelihood);
    }

    private static void Streaming(StringBuilder report)
    {
        double[] y = Returns(Updates);
        Garch11State state = new(new(0, 0.05, 0.1, 0.85), 1);
        void Append()
        {
            foreach (double r in y)
            {
                state.Append(r);
            }
        }

        double[] seconds = Turns.Take(Rounds, Append);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Append();
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        report.AppendLine().AppendLine(CultureInfo.InvariantCulture,
            $"`Garch11State.Append`: {seconds[0] / Updates * 1e9:F1} ns, {bytes} bytes over {Updates} updates (target 1,000 ns, 0 bytes).");
    }

    private static double[] Returns(int bars)
    {
        Random random = new(17);
        double h = 1;
        double[] y = new double[bars];
        for (int t = 0; t < bars; t++)
        {
            double z = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            y[t] = 0.02 + (Math.Sqrt(h) * z);
            h = 0.05 + ((z < 0 ? 0.14 : 0.06) * h * z * z) + (0.85 * h);
        }

        return y;
    }
}
