using System.Diagnostics;
using System.Globalization;
using System.Text;
using Dms.Predictive.Explanation;

namespace Dms.Predictive.Benchmarks;

/// <summary>Exact tree attributions against LightGBM's own contributions, and over small and large backgrounds.</summary>
internal static class AttributionBenchmarks
{
    private const int Rows = 10_000;
    private const int Rounds = 5;
    private const int SlowRows = 1_000;
    private const int FewRows = 100;
    private const int ManyRows = 5_000;
    private const int Columns = AttributionSample.Columns;

    /// <summary>Measures all.</summary>
    /// <returns>A report in Markdown.</returns>
    public static string Run()
    {
        StringBuilder report = new();
        report.AppendLine("# Tree attributions").AppendLine();
        report.AppendLine("`dotnet run -c Release --project benchmarks/Dms.Predictive.Benchmarks -- attributions`, one thread, 300 trees of 31 leaves over "
            + "24 columns trained in the run on a skewed target, 10,000 rows with one value in twenty missing (1,000 of them row by row), median of 5 "
            + "rounds in which the subjects take turns. The peer is LightGBM itself, called through its C interface in the same process with the same rows.").AppendLine();
        report.AppendLine(Machine.Describe()).AppendLine();
        report.AppendLine("| forest | subject | rows/s | × | bytes per row | |");
        report.AppendLine("|---|---|---:|---:|---:|---|");
        foreach ((string name, int depth) in new[] { ("depth at most 8", 8), ("unbounded depth", -1) })
        {
            using AttributionSample sample = AttributionSample.Train(name, depth);
            double[] rows = AttributionSample.Draw(new Random(23), Rows);
            Path(report, sample, rows);
            Interventional(report, sample, rows);
        }

        return report.ToString();
    }

    private static void Path(StringBuilder report, AttributionSample sample, double[] rows)
    {
        double[] native = new double[Rows * (Columns + 1)];
        double[] alone = new double[SlowRows * Columns];
        double[] block = new double[Rows * Columns];
        double[] scores = new double[Rows];
        PathDependentAttributor attributor = new(sample.Forest);
        double[] seconds = Medians(
            () => sample.Peer.Contribute(rows, Rows, Columns, native),
            () => OneByOne(attributor, rows, alone),
            () => attributor.AttributeRows(rows, block, scores));
        Require(alone.AsSpan().SequenceEqual(block.AsSpan(0, alone.Length)), "A block has other bits than its rows.");
        double apart = Apart(native, block, attributor.ExpectedValue);
        Require(apart <= 1e-9, $"LightGBM's values are {apart:E1} apart.");
        Line(report, sample.Name, "LightGBM, own contributions", Rows / seconds[0], 1.0, null, "");
        Line(report, sample.Name, "path-dependent, rows in blocks", Rows / seconds[2], seconds[0] / seconds[2],
            BytesPerRow(() => attributor.AttributeRows(rows, block, scores)),
            string.Create(CultureInfo.InvariantCulture, $"{apart:E1} from LightGBM's values, per max(1, value)"));
        Line(report, sample.Name, "path-dependent, row by row", SlowRows / seconds[1], seconds[0] / seconds[1] * SlowRows / Rows,
            BytesPerRow(() => OneByOne(attributor, rows, alone)), "same bits");
    }

    private static void Interventional(StringBuilder report, AttributionSample sample, double[] rows)
    {
        double[][] background = [.. AttributionSample.Draw(new Random(29), ManyRows).Chunk(Columns)];
        InterventionalAttributor few = new(sample.Forest, background[..FewRows]);
        long began = Stopwatch.GetTimestamp();
        InterventionalAttributor many = new(sample.Forest, background);
        double build = Stopwatch.GetElapsedTime(began).TotalSeconds;
        double[] phi = new double[Rows * Columns];
        double[] alone = new double[SlowRows * Columns];
        double[] scores = new double[Rows];
        double[] seconds = Medians(
            () => few.AttributeRows(rows, phi, scores),
            () => many.AttributeRows(rows, phi, scores),
            () => OneByOne(few, rows, alone),
            () => OneByOne(many, rows, alone));
        Require(alone.AsSpan().SequenceEqual(phi.AsSpan(0, alone.Length)), "A block has other bits than its rows.");
        Line(report, sample.Name, "interventional, 100 background rows, blocks", Rows / seconds[0], 1.0, null, "");
        Line(report, sample.Name, "interventional, 5,000 background rows, blocks", Rows / seconds[1], seconds[0] / seconds[1],
            BytesPerRow(() => many.AttributeRows(rows, phi, scores)), Time(seconds[1] / seconds[0], build));
        Line(report, sample.Name, "interventional, 100 background rows, row by row", SlowRows / seconds[2], 1.0, null, "");
        Line(report, sample.Name, "interventional, 5,000 background rows, row by row", SlowRows / seconds[3], seconds[2] / seconds[3],
            BytesPerRow(() => OneByOne(many, rows, alone)), Time(seconds[3] / seconds[2], build));
    }

    private static string Time(double ratio, double build) =>
        string.Create(CultureInfo.InvariantCulture, $"{ratio:F2} times the time at 100; built in {build:F1} s");

    private static void Line(StringBuilder report, string forest, string subject, double perSecond, double ratio, double? bytes, string note) =>
        report.AppendLine(CultureInfo.InvariantCulture, $"| {forest} | {subject} | {perSecond:F0} | {ratio:F2} | {bytes:F0} | {note} |");

    private static double[] Medians(params Action[] subjects)
    {
        double[][] seconds = [.. subjects.Select(_ => new double[Rounds])];
        for (int round = -1; round < Rounds; round++)
        {
            for (int s = 0; s < subjects.Length; s++)
            {
                long start = Stopwatch.GetTimestamp();
                subjects[s]();
                if (round >= 0)
                {
                    seconds[s][round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                }
            }
        }

        return [.. seconds.Select(s => s.Order().ElementAt(Rounds / 2))];
    }

    private static double BytesPerRow(Action subject)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        subject();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Rows;
    }

    // The peer writes the expected value behind each row's contributions.
    private static double Apart(double[] native, double[] ours, double expected)
    {
        double worst = 0;
        for (int r = 0; r < Rows; r++)
        {
            ReadOnlySpan<double> theirs = native.AsSpan(r * (Columns + 1), Columns + 1);
            worst = Math.Max(worst, Gap(theirs[Columns], expected));
            for (int f = 0; f < Columns; f++)
            {
                worst = Math.Max(worst, Gap(theirs[f], ours[(r * Columns) + f]));
            }
        }

        return worst;
    }

    private static double Gap(double theirs, double ours) => Math.Abs(theirs - ours) / Math.Max(1.0, Math.Abs(theirs));

    private static void OneByOne(IAttributor attributor, double[] rows, double[] phi)
    {
        for (int r = 0; r < SlowRows; r++)
        {
            attributor.Attribute(rows.AsSpan(r * Columns, Columns), phi.AsSpan(r * Columns, Columns));
        }
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds)
        {
            throw new InvalidOperationException(otherwise);
        }
    }
}
