using System.Globalization;
using System.Text;
using Dms.Predictive.Volatility;
using MathNet.Numerics.LinearAlgebra;

namespace Dms.Predictive.Benchmarks;

/// <summary>Training and updates of a singular-spectrum model against the simplest correct version: MathNet's dense
/// decomposition of the whole trajectory matrix, and a forecast from the whole reconstructed series.</summary>
internal static class SsaBenchmarks
{
    private const int Observations = 2_000;
    private const int Window = 100;
    private const int Rank = 12;
    private const int Rounds = 7;
    private const int Updates = 20_000;

    /// <summary>Measures.</summary>
    /// <returns>A report in Markdown.</returns>
    public static string Run()
    {
        StringBuilder report = new();
        report.AppendLine("# Singular-spectrum analysis").AppendLine();
        report.AppendLine(CultureInfo.InvariantCulture,
            $"One thread. The fastest of {Rounds} rounds in which the subjects take turns. {Observations} observations of cycles in noise, window {Window}, rank {Rank} where it is fixed; without stabilisation unless said. The plain version decomposes the {Window} × {Observations - Window + 1} trajectory matrix with MathNet and forecasts from the reconstructed series; it is also what an update costs when every observation trains anew.").AppendLine();
        report.AppendLine(Machine.Describe()).AppendLine();
        double[] series = Series();
        SsaOptions options = new()
        {
            WindowSize = Window,
            SeriesLength = Window + 1,
            TrainSize = Observations,
            RankSelectionMethod = RankSelectionMethod.Fixed,
            Rank = Rank,
            ShouldStabilize = false,
            AddNoiseMeans = false,
        };
        double[] seconds = Turns.Take(
            Rounds,
            () => PlainForecast(series),
            () => SsaModel.Train(series, options),
            () => SsaModel.Train(series, options with { RankSelectionMethod = RankSelectionMethod.Fast, Rank = null }),
            () => SsaModel.Train(series, options with { RankSelectionMethod = RankSelectionMethod.Exact, Rank = null }),
            () => SsaModel.Train(series, options with { ShouldStabilize = true }));
        string[] names = ["plain", "Fixed", "Fast", "Exact", "Fixed, stabilised"];
        report.AppendLine("| training | ms | plain ÷ it |").AppendLine("|---|---:|---:|");
        for (int i = 0; i < names.Length; i++)
        {
            report.AppendLine(CultureInfo.InvariantCulture, $"| {names[i]} | {seconds[i] * 1e3:F1} | {seconds[0] / seconds[i]:F1} |");
        }

        double difference = Math.Abs(PlainForecast(series) - SsaModel.Train(series, options).NextPrediction);
        report.AppendLine().AppendLine(CultureInfo.InvariantCulture, $"Plain and Fixed forecast the same value within {difference:E1}.").AppendLine();
        Update(report, "update", SsaModel.Train(series, options), series, seconds[0]);
        Update(report, "adaptive update", SsaModel.Train(series, options with { IsAdaptive = true, DiscountFactor = 0.99 }), series, seconds[0]);
        return report.ToString();
    }

    private static void Update(StringBuilder report, string name, SsaModel model, double[] series, double plain)
    {
        void Append()
        {
            for (int i = 0; i < Updates; i++)
            {
                model.Append(series[i % series.Length]);
            }
        }

        double seconds = Turns.Take(Rounds, Append)[0] / Updates;
        long before = GC.GetAllocatedBytesForCurrentThread();
        Append();
        long bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        report.AppendLine(CultureInfo.InvariantCulture,
            $"- {name}: {seconds * 1e9:F0} ns, {bytes / (double)Updates:F0} bytes; training anew in the plain way takes {plain / seconds:F0} times as long.");
    }

    /// <summary>The textbook: decompose X, average the diagonals of its leading part, apply the recurrence.</summary>
    private static double PlainForecast(double[] series)
    {
        int columns = series.Length - Window + 1;
        Matrix<double> u = Matrix<double>.Build.Dense(Window, columns, (i, k) => series[i + k]).Svd().U.SubMatrix(0, Window, 0, Rank);
        Matrix<double> x = Matrix<double>.Build.Dense(Window, columns, (i, k) => series[i + k]);
        Matrix<double> signal = u * (u.Transpose() * x);
        double verticality = 0, next = 0;
        for (int r = 0; r < Rank; r++)
        {
            verticality += u[Window - 1, r] * u[Window - 1, r];
        }

        for (int j = 0; j < Window - 1; j++)
        {
            int t = series.Length - Window + 1 + j;
            double sum = 0, weight = 0;
            for (int i = j + 1; i < Window; i++)
            {
                sum += signal[i, t - i];
            }

            for (int r = 0; r < Rank; r++)
            {
                weight += u[Window - 1, r] * u[j, r];
            }

            next += weight / (1 - verticality) * sum / (Window - 1 - j);
        }

        return next;
    }

    private static double[] Series()
    {
        SeededGenerator generator = new(17);
        return
        [
            .. Enumerable.Range(0, Observations).Select(t =>
                5 + Math.Sin(2 * Math.PI * t / 24) + (0.5 * Math.Sin(2 * Math.PI * t / 7.5)) + generator.NextUniform() - 0.5),
        ];
    }
}
