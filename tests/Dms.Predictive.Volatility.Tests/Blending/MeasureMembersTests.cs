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

    private void Judge(int horizon)
    {
        List<double> returns = [];
        List<RealizedMeasures> periods = RealizedDays.Bars(
            [SharedFolder.Path("data", "crypto_1m_bitfinex", "bitfinex_BTCUSD_1m_2019.csv.gz")], 5, returns);
        HarObservation[] observations = [.. periods.Select(p => HarObservation.From(p)).Select(o => new HarObservation(o.Variance + Floor)
        {
            Quarticity = o.Quarticity,
            Jump = o.Jump,
            Upside = o.Upside + (Floor / 2),
        })];
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

    /// <summary>Losses of a pool whose weights come from every earlier outcome, refitted monthly after sixty days.</summary>
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
