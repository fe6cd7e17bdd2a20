using System.Globalization;
using System.Text;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Benchmarks;

/// <summary>Simulated paths and streaming updates of every volatility model.</summary>
internal static class PathBenchmarks
{
    private const int Rounds = 15;
    private const int Paths = 1_000;
    private const int Steps = 240;
    private const int Updates = 200_000;

    private static readonly (string Name, GarchModel Model, GarchDistribution Law, string Values)[] Subjects =
    [
        ("garch normal", GarchModel.Garch, GarchDistribution.Normal, "omega 0.05 alpha 0.08 beta 0.87"),
        ("gjr t", GarchModel.Gjr, GarchDistribution.StudentT, "omega 0.05 alpha 0.03 gamma 0.1 beta 0.85 nu 7"),
        ("gjr skewt", GarchModel.Gjr, GarchDistribution.SkewedT, "omega 0.05 alpha 0.03 gamma 0.1 beta 0.85 eta 7 lambda -0.2"),
        ("tarch t", GarchModel.Tarch, GarchDistribution.StudentT, "omega 0.05 alpha 0.05 gamma 0.08 beta 0.87 nu 7"),
        ("egarch t", GarchModel.Egarch, GarchDistribution.StudentT, "omega 0.01 alpha 0.15 gamma -0.08 beta 0.95 nu 7"),
        ("aparch ged", GarchModel.Aparch, GarchDistribution.GeneralizedError, "omega 0.05 alpha 0.08 gamma 0.3 beta 0.87 delta 1.4 nu 1.4"),
        ("figarch normal", GarchModel.Figarch, GarchDistribution.Normal, "omega 0.05 phi 0.2 d 0.4 beta 0.45"),
    ];

    /// <summary>Adds both tables to a report.</summary>
    public static void Add(StringBuilder report, double[] returns)
    {
        report.AppendLine().AppendLine(CultureInfo.InvariantCulture,
            $"{Paths} paths of {Steps} bars on one thread (target 8 ms for gjr t, 0 bytes a path; recorded: arch 26.6 ms) and one streaming update (target 1 µs normal, 2 µs t, 0 bytes). Opening a simulation builds the table of its law once.").AppendLine();
        report.AppendLine("| model | paths, ms | ns a bar | bytes a path | opening, ms | update, ns | bytes |");
        report.AppendLine("|---|---|---|---|---|---|---|");
        double[] y = returns[..Updates];
        foreach ((string name, GarchModel model, GarchDistribution law, string values) in Subjects)
        {
            string[] words = values.Split(' ');
            GarchModelParameters p = GarchModelParameters.Create(model, law, Enumerable.Range(0, words.Length / 2)
                .ToDictionary(i => words[2 * i], i => double.Parse(words[(2 * i) + 1], CultureInfo.InvariantCulture)));
            int updates = model == GarchModel.Figarch ? Updates / 20 : Updates;
            PathSimulator simulator = new(VarianceEngine.Of(p, 1), new(p, State(p), 1, Steps) { Paths = Paths, Seed = 1 });
            GarchModelState state = new(p, VarianceStart.At(1));
            void Simulate()
            {
                for (int chunk = 0; chunk < simulator.Chunks; chunk++)
                {
                    simulator.Run(chunk);
                }
            }

            void Append()
            {
                foreach (double r in y.AsSpan(0, updates))
                {
                    state.Append(r);
                }
            }

            double[] seconds = Turns.Take(
                Rounds, Simulate, Append, () => _ = new PathSimulator(VarianceEngine.Of(p, 1), new(p, State(p), 1, 1) { Paths = 2, Seed = 1 }));
            report.AppendLine(CultureInfo.InvariantCulture,
                $"| {name} | {seconds[0] * 1e3:F2} | {seconds[0] / Paths / Steps * 1e9:F1} | {Bytes(Simulate) / Paths} | {seconds[2] * 1e3:F2} | {seconds[1] / updates * 1e9:F0} | {Bytes(Append)} |");
        }
    }

    private static double State(GarchModelParameters p) => VarianceEngine.Of(p, 1).State(1);

    private static long Bytes(Action subject)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        subject();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
