namespace Dms.Predictive.Volatility;

/// <summary>Simulates the future of a model and keeps sums instead of paths.</summary>
/// <remarks>Path i takes its chances from (seed, i) alone. Paths are cut into at most 64 chunks by their number only, and
/// the sums of chunks are added in order, so the answer does not depend on who runs which chunk. Every buffer is made
/// once: a path allocates nothing.</remarks>
internal sealed class PathSimulator
{
    private const int MostChunks = 64;
    private const int SmallestChunk = 64;
    private readonly SimulationPlan _plan;
    private readonly VarianceEngine[] _engines;
    private readonly double[][] _rows;
    private readonly double[][] _sums;
    private readonly double[] _returns;
    private readonly double[] _totals;
    private readonly QuantileTable? _table;
    private readonly double[]? _past;
    private readonly int _units;
    private readonly int _size;

    /// <param name="engine">At the origin.</param>
    /// <param name="plan">What to simulate.</param>
    public PathSimulator(VarianceEngine engine, SimulationPlan plan)
    {
        _plan = plan;
        _units = plan.Antithetic ? (plan.Paths + 1) / 2 : plan.Paths;
        _size = Math.Max(SmallestChunk, (_units + MostChunks - 1) / MostChunks);
        Chunks = (_units + _size - 1) / _size;
        _engines = [.. Enumerable.Range(0, Chunks).Select(_ => engine.Fork(plan.Steps))];
        _rows = [.. Enumerable.Range(0, Chunks).Select(_ => new double[2 * plan.Steps])];
        _sums = [.. Enumerable.Range(0, Chunks).Select(_ => new double[2 * plan.Steps])];
        int walks = plan.Antithetic ? 2 * _units : _units;
        (_returns, _totals) = (new double[walks], new double[walks]);
        _past = plan.Innovations;
        bool measures = plan.Parameters.Model == GarchModel.Realized;
        _table = _past is null || measures ? new QuantileTable(plan.Parameters.Law.Kernel) : null;
    }

    /// <summary>Chunks of paths.</summary>
    public int Chunks { get; }

    /// <summary>Return over the horizon of every path; in rising order after <see cref="Collect"/>.</summary>
    public ReadOnlySpan<double> Returns => _returns;

    /// <summary>Σ h over the horizon of every path; in rising order after <see cref="Collect"/>.</summary>
    public ReadOnlySpan<double> Totals => _totals;

    /// <summary>Simulates the paths of one chunk; chunks may run at the same time.</summary>
    public void Run(int chunk)
    {
        if (_past is { } past)
        {
            Run(chunk, new ResidualSource(past));
        }
        else
        {
            Run(chunk, new LawSource(_plan.Parameters.Law, _table!));
        }
    }

    /// <summary>E[h] of every step and its Monte-Carlo error, chunks added in order.</summary>
    public (double[] Means, double[] Errors) Collect()
    {
        int steps = _plan.Steps;
        double[] means = new double[steps], errors = new double[steps];
        double origin = _plan.Variance;
        for (int j = 0; j < steps; j++)
        {
            double sum = 0, squares = 0;
            foreach (double[] chunk in _sums)
            {
                sum += chunk[j];
                squares += chunk[steps + j];
            }

            double mean = sum / _units;
            means[j] = origin + mean;
            errors[j] = _units > 1
                ? Math.Sqrt(Math.Max(0, squares - (sum * mean)) / (_units - 1) / _units)
                : double.NaN;
        }

        Array.Sort(_returns);
        Array.Sort(_totals);
        return (means, errors);
    }

    private void Run<TSource>(int chunk, TSource source)
        where TSource : struct, IInnovationSource
    {
        int steps = _plan.Steps, last = Math.Min(_units, (chunk + 1) * _size);
        double[] sums = _sums[chunk];
        Array.Clear(sums);
        for (int unit = chunk * _size; unit < last; unit++)
        {
            Span<double> row = _rows[chunk].AsSpan(0, steps);
            Walk(chunk, source, unit, 0, row);
            if (_plan.Antithetic)
            {
                Span<double> mirrored = _rows[chunk].AsSpan(steps);
                Walk(chunk, source, unit, ulong.MaxValue, mirrored);
                for (int j = 0; j < steps; j++)
                {
                    row[j] = 0.5 * (row[j] + mirrored[j]);
                }
            }

            double origin = _plan.Variance;
            Span<double> first = sums.AsSpan(0, steps), second = sums.AsSpan(steps);
            for (int j = 0; j < row.Length; j++)
            {
                double gain = row[j] - origin;
                first[j] += gain;
                second[j] += gain * gain;
            }
        }
    }

    private void Walk<TSource>(int chunk, TSource source, int unit, ulong mirror, Span<double> row)
        where TSource : struct, IInnovationSource
    {
        PathDraw<TSource> draw = new(source, _table, Philox.Seeded(_plan.Seed), (ulong)unit, mirror);
        int at = mirror == 0 ? unit : _units + unit;
        _returns[at] = _engines[chunk].Walk(draw, (_plan.State, _plan.Parameters.Mu), row);
        double total = 0;
        foreach (double h in row)
        {
            total += h;
        }

        _totals[at] = total;
    }
}

/// <summary>What to simulate.</summary>
/// <param name="Parameters">Model.</param>
/// <param name="State">State at the origin in the recursion's carrier.</param>
/// <param name="Variance">h of that state.</param>
/// <param name="Steps">Bars ahead.</param>
internal sealed record SimulationPlan(GarchModelParameters Parameters, double State, double Variance, int Steps)
{
    /// <summary>Paths; an odd number is rounded up where each has a partner.</summary>
    public required int Paths { get; init; }

    /// <summary>Seed of the generator.</summary>
    public required long Seed { get; init; }

    /// <summary>Whether every path has a mirrored partner.</summary>
    public bool Antithetic { get; init; }

    /// <summary>Past innovations in rising order to draw from; null draws from the law.</summary>
    public double[]? Innovations { get; init; }
}
