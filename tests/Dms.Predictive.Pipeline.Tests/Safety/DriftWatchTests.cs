using Dms.Predictive.Core;
using Dms.Predictive.Serving.Tests;
using Xunit.Abstractions;

namespace Dms.Predictive.Pipeline.Tests;

/// <summary>How soon a shift of the inputs is found, and how often one is found that is not there.</summary>
public sealed class DriftWatchTests(ITestOutputHelper output)
{
    private const int Width = 12;
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);
    private static readonly string[] Names = [.. Enumerable.Range(0, Width).Select(j => $"f{j}")];

    [Fact]
    public void Add_ALargeFeatureMovesByOneDeviation_FoundWithinTwoHundredRows()
    {
        int[] until = [.. Enumerable.Range(0, 40).Select(seed => RowsUntil(seed, row => row[0] += 1, out string? reason) is var rows && reason == "psi-top5" ? rows : int.MaxValue).Order()];

        output.WriteLine($"rows until found: median {until[20]}, largest {until[^1]}");
        Assert.InRange(until[^1], 20, 200);
    }

    [Fact]
    public void Add_ThreeOtherFeaturesMove_NamedAsMany()
    {
        int rows = RowsUntil(3, row =>
        {
            (row[7], row[8], row[9]) = (row[7] + 1, row[8] - 1, row[9] * 3);
        }, out string? reason);

        Assert.Equal("psi-many", reason);
        Assert.InRange(rows, 20, 200);
        _ = RowsUntil(3, row => row[7] += 1, out string? alone);
        Assert.Null(alone);
    }

    [Fact]
    public void Add_RowsFarFromTraining_AreNamedOutliers()
    {
        int count = 0;
        int rows = RowsUntil(5, row =>
        {
            if (++count % 20 == 0)
            {
                (row[5], row[6], row[7]) = (9, -9, 9);
            }
        }, out string? reason);

        Assert.Equal("out-of-distribution", reason);
        Assert.InRange(rows, 20, 200);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.9)]
    public void Add_NothingMoves_FalseAlarmsAreAtMostOneInTenThousandEvaluations(double memory) => CountAlarms(memory, 10_000);

    [LongTheory]
    [InlineData(0.0)]
    [InlineData(0.9)]
    [InlineData(0.97)]
    public void Add_NothingMovesForLong_FalseAlarmsAreAtMostOneInTenThousandEvaluations(double memory) => CountAlarms(memory, 100_000);

    private void CountAlarms(double memory, int evaluations)
    {
        DriftReference reference = Reference(1, memory);
        (long seen, int alarms) = (0, 0);
        for (int seed = 100; seen < evaluations; seed++)
        {
            DriftWatch watch = new(new DriftRules(), reference);
            Rows rows = new(seed, memory);
            for (int i = 0; i < 100_000 && watch.Evaluations + seen < evaluations; i++)
            {
                if (watch.Add(At(i), rows.Next()) is not null)
                {
                    alarms++;
                    break;
                }
            }

            seen += watch.Evaluations;
        }

        output.WriteLine($"memory {memory}: {alarms} false alarms in {seen} evaluations");
        Assert.InRange(alarms, 0, evaluations / 10_000);
    }

    [Fact]
    public void Add_RowsThatFollowTooClosely_AreLetGo()
    {
        DriftWatch watch = new(new DriftRules(), Plain);
        Rows rows = new(2, 0);
        for (int i = 0; i < 2_000; i++)
        {
            watch.Add(Start + TimeSpan.FromMinutes(3 * i), rows.Next());
        }

        Assert.Equal(1, watch.Evaluations);
    }

    [Fact]
    public void Calibration_WithAReference_ComesBackTheSame()
    {
        ForecastModel model = SampleModel.Make(0.0025, 0.05);
        DriftReference reference = Reference(1, 0);
        model = model with { Horizons = [model.Horizons[0] with { Drift = reference }, model.Horizons[1]] };
        byte[] written = ForecastModelJson.Write(model);
        ForecastModel read = ForecastModelJson.Read(
            written, model.Horizons.ToDictionary(h => ForecastModelJson.OutputName("gbdt", h.Baselines.HorizonMinutes), h => h.Learned[0].Model), model.Identity);

        Assert.Equal(written, ForecastModelJson.Write(read));
        Assert.Null(read.Horizons[1].Drift);
        Assert.Equal(reference.Features.Select(f => f.UsualShift), read.Horizons[0].Drift!.Features.Select(f => f.UsualShift));
    }

    [Fact]
    public void Measure_TooShortASpan_GivesNone() =>
        Assert.Null(DriftReference.Measure(30, Names, [.. Enumerable.Range(0, DriftReference.FewestRows - 1).Select(_ => new double[Width])], new HashSet<string>()));

    private static int RowsUntil(int seed, Action<double[]> move, out string? reason)
    {
        DriftWatch watch = new(new DriftRules(), Plain);
        Rows rows = new(1000 + seed, 0);
        const int before = 400, after = 600;
        for (int i = 0; i < before + after; i++)
        {
            double[] row = rows.Next();
            if (i >= before)
            {
                move(row);
            }

            if (watch.Add(At(i), row) is { } finding)
            {
                reason = finding.Reason;
                return i - before + 1;
            }
        }

        reason = null;
        return after;
    }

    private static DriftReference Plain { get; } = Reference(1, 0);

    private static DriftReference Reference(int seed, double memory)
    {
        Rows rows = new(seed, memory);
        return DriftReference.Measure(30, Names, [.. Enumerable.Range(0, 5_000).Select(_ => rows.Next())], Names.Take(5).ToHashSet())!;
    }

    private static Timestamp At(int row) => Start + TimeSpan.FromMinutes(30 * row);

    // Standard normal features, each with its own memory of the row before.
    private sealed class Rows(int seed, double memory)
    {
        private readonly Random _random = new(seed);
        private readonly double[] _state = new double[Width];

        public double[] Next()
        {
            for (int j = 0; j < Width; j++)
            {
                double normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
                _state[j] = (memory * _state[j]) + (Math.Sqrt(1 - (memory * memory)) * normal);
            }

            return [.. _state];
        }
    }
}
