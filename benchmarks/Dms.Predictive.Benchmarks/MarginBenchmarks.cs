using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Benchmarks;

/// <summary>Margins of many accounts on one core: kernels against the simplest correct code, in one run.</summary>
internal static class MarginBenchmarks
{
    private const int Accounts = 1_000_000;
    private const int PositionsEach = 5;
    private const int Instruments = 500;
    private const int Scenarios = 10_000;
    private const int Rounds = 61;
    private const double WarmUpSeconds = 2;

    /// <summary>Measures both kernels.</summary>
    /// <returns>A report in Markdown.</returns>
    public static string Run()
    {
        StringBuilder report = new();
        report.AppendLine("# Margins of many accounts").AppendLine();
        report.AppendLine(CultureInfo.InvariantCulture,
            $"One thread. The fastest of {Rounds} rounds in which the subjects take turns, because other work on the machine only slows; every kernel gives the bits of its plain twin, which the run checks.").AppendLine();
        report.AppendLine(Machine.Describe()).AppendLine();
        report.AppendLine("| kernel | subject | per second | × the plain one |").AppendLine("|---|---|---|---|");
        Linear(report);
        Sparse(report, 50);
        Sparse(report, Instruments);
        return report.ToString();
    }

    private static void Linear(StringBuilder report)
    {
        Random random = new(17);
        const int Count = Accounts * PositionsEach;
        double[] quantities = new double[Count], prices = new double[Count], rates = new double[Count];
        Held[][] objects = new Held[Accounts][];
        Traded[] traded = [.. Enumerable.Range(0, Instruments).Select(i => new Traded(10 + i, 0.01 + (i * 1e-4)))];
        int[] ends = new int[Accounts];
        for (int a = 0; a < Accounts; a++)
        {
            objects[a] = new Held[PositionsEach];
            ends[a] = (a + 1) * PositionsEach;
            for (int k = 0; k < PositionsEach; k++)
            {
                Traded one = traded[random.Next(Instruments)];
                Held held = new(one, random.NextDouble() - 0.5);
                objects[a][k] = held;
                (quantities[(a * PositionsEach) + k], prices[(a * PositionsEach) + k], rates[(a * PositionsEach) + k]) =
                    (held.Quantity, one.Price, one.Rate);
            }
        }

        double[] fast = new double[Accounts], twin = new double[Accounts], plain = new double[Accounts];
        double[] seconds = Take(
            () => LinearMarginKernel.Sweep(
                new() { Quantities = quantities, Prices = prices, Rates = rates }, ends, fast),
            () => LinearMarginKernel.SweepScalar(
                new() { Quantities = quantities, Prices = prices, Rates = rates }, ends, twin),
            () => OfObjects(objects, plain));
        if (!fast.AsSpan().SequenceEqual(twin) || !fast.AsSpan().SequenceEqual(plain))
        {
            throw new InvalidOperationException("The linear kernel and its twins differ.");
        }

        string name = $"linear margin, {Accounts} accounts, {Count} positions";
        Row(report, name, "columns, vectors", Count / seconds[0], seconds[2] / seconds[0], "positions");
        Row(report, name, "columns, scalar twin", Count / seconds[1], seconds[2] / seconds[1], "positions");
        Row(report, name, "loop over objects", Count / seconds[2], 1, "positions");
        report.AppendLine(CultureInfo.InvariantCulture,
            $"| {name} | whole sweep | {seconds[0] * 1e3:F1} ms | |");
    }

    private static void Sparse(StringBuilder report, int instruments)
    {
        const int Many = 50;
        const int Few = 2;
        Random random = new(5);
        float[][] moves = [.. Enumerable.Range(0, instruments).Select(_ => Column(random))];
        SparseShortfall shortfall = new(moves, 0.99, TailMeasure.ExpectedShortfall);
        int[][] held = [.. Enumerable.Range(0, Many).Select(_ =>
            Enumerable.Range(0, PositionsEach).Select(_ => random.Next(instruments)).ToArray())];
        float[][] exposures = [.. Enumerable.Range(0, Many).Select(_ =>
            Enumerable.Range(0, PositionsEach).Select(_ => (float)(random.NextDouble() - 0.5) * 1e5f).ToArray())];
        double[] fast = new double[Many], again = new double[Many], plain = new double[Many];
        float[] floors = new float[Many];
        floors.AsSpan().Fill(float.PositiveInfinity);
        double[] seconds = Take(
            () => Each(Many, a => fast[a] = shortfall.Measure(held[a], exposures[a])),
            () => Each(Many, a => again[a] = shortfall.Measure(held[a], exposures[a], ref floors[a])),
            () => Each(Few, a => plain[a] = shortfall.MeasureBySorting(held[a], exposures[a])));
        if (!fast.AsSpan().SequenceEqual(again) || !fast.AsSpan(0, Few).SequenceEqual(plain.AsSpan(0, Few)))
        {
            throw new InvalidOperationException("The sparse kernel and the full sort differ.");
        }

        string name = $"filtered-historical ES 99 %, {PositionsEach} positions x {Scenarios} scenarios, {instruments} columns";
        double sorted = seconds[2] / Few * Many;
        Row(report, name, "first time: bound from blocks", Many / seconds[0], sorted / seconds[0], "accounts");
        Row(report, name, "again: floor of the last time", Many / seconds[1], sorted / seconds[1], "accounts");
        Row(report, name, "Array.Sort of all losses", Many / sorted, 1, "accounts");
    }

    private static float[] Column(Random random)
    {
        float[] column = new float[Scenarios];
        for (int t = 0; t < column.Length; t++)
        {
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            column[t] = (float)(Math.Exp(0.03 * normal) - 1);
        }

        return column;
    }

    private static void Each(int count, Action<int> measure)
    {
        for (int a = 0; a < count; a++)
        {
            measure(a);
        }
    }

    private static void OfObjects(Held[][] accounts, double[] margins)
    {
        for (int a = 0; a < accounts.Length; a++)
        {
            double sum = 0;
            foreach (Held held in accounts[a])
            {
                sum += Math.Abs(held.Quantity) * held.Instrument.Price * held.Instrument.Rate;
            }

            margins[a] = sum;
        }
    }

    private static double[] Take(params Action[] subjects)
    {
        double[][] times = [.. subjects.Select(_ => new double[Rounds])];
        foreach (Action subject in subjects)
        {
            long began = Stopwatch.GetTimestamp();
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < WarmUpSeconds)
            {
                subject();                                           // until the compiler has settled
            }
        }

        for (int round = 0; round < Rounds; round++)
        {
            for (int s = 0; s < subjects.Length; s++)
            {
                long start = Stopwatch.GetTimestamp();
                subjects[s]();
                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
                times[s][round] = seconds;
            }
        }

        return [.. times.Select(t => t.Min())];
    }

    private static void Row(StringBuilder report, string kernel, string subject, double perSecond, double ratio, string unit) =>
        report.AppendLine(CultureInfo.InvariantCulture, $"| {kernel} | {subject} | {perSecond:E2} {unit} | {ratio:F1} |");

    private sealed record Traded(double Price, double Rate);

    private sealed record Held(Traded Instrument, double Quantity);
}
