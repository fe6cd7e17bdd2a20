using System.Globalization;
using System.IO.Compression;
using Dms.Predictive.Core;
using Xunit.Abstractions;

namespace Dms.Predictive.Volatility.Tests;

/// <summary>Whether a member on realized measures earns a place in a log pool of log-HAR and GARCH: bitcoin minutes of
/// 2019 in periods of five, everything refitted walk-forward. The figures are those of the reference page.</summary>
public sealed class MeasureMembersTests(ITestOutputHelper output)
{
    private const int Day = 288;
    private const int TrainingRows = 60 * Day;
    private const int RefitEvery = 7 * Day;
    private const int PoolRefit = 30 * Day;
    private const double Floor = 5e-5;

    [LongSharedFact]
    public void TenMinutesAhead_EachMember_IsJudgedByWhatItAddsToThePool() => Judge(horizon: 2);

    [LongSharedFact]
    public void OneHourAhead_EachMember_IsJudgedByWhatItAddsToThePool() => Judge(horizon: 12);

    /// <summary>The blend as it is deployed, from the file that <c>dms evaluate</c> writes for the same bars: a pool of
    /// it alone, which may rescale it, against a pool of it and HEAVY. Weights from every earlier outcome after sixty
    /// days, refitted monthly.</summary>
    [ForecastFileFact]
    public void DeployedBlend_WithHeavyBeside_IsJudgedWhereItsForecastsAreGiven()
    {
        string path = Environment.GetEnvironmentVariable(ForecastFileFactAttribute.Variable)!;
        List<double> returns = [];
        double[] variances = [.. Periods(returns).Select(o => o.Variance)];
        foreach (int horizon in (int[])[2, 12])
        {
            double[] heavy = Refitted([.. returns], variances, horizon, HeavyOf);
            Dictionary<string, double[]> issued = Issued(path, 5 * horizon, variances.Length);
            int[] rows = [.. Enumerable.Range(0, variances.Length - horizon)
                .Where(t => issued.Values.All(f => f[t] > 0) && heavy[t] > 0)];
            output.WriteLine($"horizon {5 * horizon} min, rows {rows.Length}: " + string.Join(", ",
                issued.Select(m => $"{m.Key} {Alone(m.Value, variances, rows, horizon):F4}"))
                + $", heavy {Alone(heavy, variances, rows, horizon):F4}");
            double[] before = PooledAt([issued["blend"]], variances, horizon, rows);
            double[] after = PooledAt([issued["blend"], heavy], variances, horizon, rows);
            DieboldMarianoResult test = DieboldMariano.Test([.. after.Zip(before, (a, b) => a - b)], horizon);
            output.WriteLine($"  blend {before.Average():F4}, with HEAVY {after.Average():F4}, n {after.Length}, "
                + $"t {test.StatisticHln:F2}, p {test.PValue:F4}");
            Assert.NotEmpty(after);
        }
    }

    private static double[] PooledAt(double[][] members, double[] variances, int horizon, int[] rows)
    {
        List<double> losses = [];
        for (int from = 60 * Day; from < rows.Length; from += PoolRefit)
        {
            int[] past = [.. rows.Take(from).Where(t => t + horizon <= rows[from])];
            LogPoolWeights weights = LogPool.Fit(
                [.. members.Select(m => past.Select(t => Math.Log(m[t])).ToArray())],
                [.. past.Select(t => Outcome(variances, t, horizon))],
                new LogPoolOptions(FloorMember: -1, Floor: 0));
            losses.AddRange(rows.Skip(from).Take(PoolRefit).Select(t => ForecastLoss.Qlike(
                Outcome(variances, t, horizon), Math.Exp(weights.Combine([.. members.Select(m => Math.Log(m[t]))])))));
        }

        return [.. losses];
    }

    /// <summary>Forecasts by model; place t holds the one made at the end of period t of the year.</summary>
    private static Dictionary<string, double[]> Issued(string path, int minutes, int periods)
    {
        long start = Timestamp.FromDate(2019, 1, 1).Minutes;
        Dictionary<string, double[]> issued = [];
        using FileStream file = File.OpenRead(path);
        using StreamReader reader = new(new GZipStream(file, CompressionMode.Decompress));
        reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            string[] cells = line.Split(',');
            if (int.Parse(cells[1], CultureInfo.InvariantCulture) == minutes && cells[3].Length > 0)
            {
                if (!issued.TryGetValue(cells[2], out double[]? forecasts))
                {
                    issued.Add(cells[2], forecasts = new double[periods]);
                }

                long at = ((Timestamp.Parse(cells[0]).Minutes - start) / 5) - 1;
                forecasts[at] = double.Parse(cells[3], CultureInfo.InvariantCulture);
            }
        }

        return issued;
    }

    private static HarObservation[] Periods(List<double> returns)
    {
        List<RealizedMeasures> periods = RealizedDays.Bars(
            [SharedFolder.Path("data", "crypto_1m_bitfinex", "bitfinex_BTCUSD_1m_2019.csv.gz")], 5, returns);
        return [.. periods.Select(p => HarObservation.From(p)).Select(o => new HarObservation(o.Variance + Floor)
        {
            Quarticity = o.Quarticity,
            Jump = o.Jump,
            Upside = o.Upside + (Floor / 2),
        })];
    }

    private void Judge(int horizon)
    {
        List<double> returns = [];
        HarObservation[] observations = Periods(returns);
        double[] variances = [.. observations.Select(o => o.Variance)];
        HarOptions har = new()
        {
            Windows = [1, 2, 6, 12, 36, 72, 288, 864, 2016],
            Horizon = horizon,
            TrainingRows = TrainingRows,
            RefitEvery = RefitEvery,
            ScaleRows = TrainingRows,
        };
        double[] plain = HarForecaster.Run(observations, har);
        double[] garch = Refitted([.. returns], variances, horizon, GarchOf);
        double[] heavy = Refitted([.. returns], variances, horizon, HeavyOf);
        (double[] before, int[] rows) = Pooled([plain, garch], variances, horizon);
        output.WriteLine($"horizon {5 * horizon} min, rows {rows.Length}: har {Alone(plain, variances, rows, horizon):F4}, "
            + $"garch {Alone(garch, variances, rows, horizon):F4}, pool {before.Average():F4}");
        foreach ((string name, double[] member) in new[] { HarVariant.HarQ, HarVariant.HarJ, HarVariant.HarCJ, HarVariant.Shar }
            .Select(v => (v.ToString(), HarForecaster.Run(observations, har with { Variant = v }))).Append(("Heavy", heavy)))
        {
            (double[] after, _) = Pooled([plain, garch, member], variances, horizon);
            DieboldMarianoResult test = DieboldMariano.Test([.. after.Zip(before, (a, b) => a - b)], horizon);
            output.WriteLine($"  with {name} {after.Average():F4} ({100 * ((after.Average() / before.Average()) - 1):F2} %), "
                + $"t {test.StatisticHln:F2}, p {test.PValue:F4}; alone {Alone(member, variances, rows, horizon):F4}");
            Assert.Equal(before.Length, after.Length);
            bool better = test is { MeanDifference: < 0, PValue: < 0.05 };
            Assert.Equal(name == "Heavy" && horizon == 12, better);
            Assert.True(name != "Heavy" || test.MeanDifference < 0);
        }
    }

    private static double[] GarchOf(double[] returns, double[] variances, int horizon, int from)
    {
        GarchFit fit = Garch11.Fit(returns.AsSpan(from - TrainingRows, TrainingRows));
        Garch11State state = new(fit.Parameters, fit.StartVariance);
        return [.. returns[(from - TrainingRows)..Math.Min(from + RefitEvery, returns.Length)].Select(r =>
        {
            state.Append(r);
            return Garch11.SumForecast(state.NextVariance, fit.Parameters, horizon) + (horizon * Floor);
        })];
    }

    private static double[] HeavyOf(double[] returns, double[] variances, int horizon, int from)
    {
        int begin = from - TrainingRows;
        HeavyFit fit = Heavy.Fit(returns.AsSpan(begin, TrainingRows), variances.AsSpan(begin, TrainingRows));
        HeavyState state = new(fit.Variance.Parameters, fit.Measure.Parameters, fit.Variance.Start, fit.StartMeasure);
        return [.. variances[begin..Math.Min(from + RefitEvery, variances.Length)].Select(x =>
        {
            state = state.Append(x);
            HeavyState ahead = state;
            double sum = 0;
            for (int k = 0; k < horizon; k++)
            {
                sum += ahead.NextMeasure;
                ahead = ahead.Append(ahead.NextMeasure);
            }

            return sum;
        })];
    }

    /// <summary>Forecasts of a model fitted to the last sixty days every week, with the scale of those days.</summary>
    private static double[] Refitted(
        double[] returns, double[] variances, int horizon, Func<double[], double[], int, int, double[]> model)
    {
        double[] forecasts = [.. Enumerable.Repeat(double.NaN, returns.Length)];
        for (int from = TrainingRows; from < returns.Length; from += RefitEvery)
        {
            double[] run = model(returns, variances, horizon, from);
            int known = TrainingRows - horizon;
            double[] outcomes = [.. Enumerable.Range(from - TrainingRows, known).Select(t => Outcome(variances, t, horizon))];
            double scale = QlikeScale.Of(outcomes, run.AsSpan(0, known));
            for (int t = from; t < Math.Min(from + RefitEvery, returns.Length); t++)
            {
                forecasts[t] = scale * run[t - from + TrainingRows];
            }
        }

        return forecasts;
    }

    /// <summary>Losses of a pool whose weights come from every earlier outcome, refitted monthly after sixty
    /// days.</summary>
    private static (double[] Losses, int[] Rows) Pooled(double[][] members, double[] variances, int horizon)
    {
        // Three months in, every member has forecasts: two of training, and the slow windows of a week.
        int first = TrainingRows + RefitEvery + (2 * Day);
        List<double> losses = [];
        List<int> rows = [];
        for (int from = first + TrainingRows; from < variances.Length - horizon; from += PoolRefit)
        {
            int[] past = [.. Enumerable.Range(first, from - first - horizon)];
            LogPoolWeights weights = LogPool.Fit(
                [.. members.Select(m => past.Select(t => Math.Log(m[t])).ToArray())],
                [.. past.Select(t => Outcome(variances, t, horizon))],
                new LogPoolOptions(FloorMember: 1));
            for (int t = from; t < Math.Min(from + PoolRefit, variances.Length - horizon); t++)
            {
                double forecast = Math.Exp(weights.Combine([.. members.Select(m => Math.Log(m[t]))]));
                losses.Add(ForecastLoss.Qlike(Outcome(variances, t, horizon), forecast));
                rows.Add(t);
            }
        }

        return ([.. losses], [.. rows]);
    }

    private static double Alone(double[] forecasts, double[] variances, int[] rows, int horizon) =>
        rows.Average(t => ForecastLoss.Qlike(Outcome(variances, t, horizon), forecasts[t]));

    private static double Outcome(double[] variances, int t, int horizon)
    {
        double sum = 0;
        for (int k = 1; k <= horizon; k++)
        {
            sum += variances[t + k];
        }

        return sum;
    }
}

/// <summary>A long test that reads the forecasts of an evaluation of bitcoin minutes of 2019.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ForecastFileFactAttribute : FactAttribute
{
    /// <summary>Variable that names the file.</summary>
    public const string Variable = "DMS_FORECASTS";

    public ForecastFileFactAttribute()
    {
        if (SharedFolder.Root is null || Environment.GetEnvironmentVariable(Variable) is null)
        {
            Skip = $"needs ../shared/data, and {Variable} = the forecasts.csv.gz of `dms evaluate` on bitcoin minutes of 2019";
        }
    }
}
