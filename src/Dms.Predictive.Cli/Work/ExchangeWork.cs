using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Work;

/// <summary>A comparison with an exchange's own margins.</summary>
/// <param name="Days">Trading days judged.</param>
/// <param name="Runs">Runs of raises by the exchange.</param>
/// <param name="Rows">The exchange first.</param>
/// <param name="Rates">Rate of each row on each day, for the picture.</param>
internal sealed record ExchangeResult(
    IReadOnlyList<DateOnly> Days, IReadOnlyList<RaiseRun> Runs, IReadOnlyList<ExchangeRow> Rows, IReadOnlyList<(string Name, double[] Rates)> Rates);

/// <summary>Forecasts trading days walk-forward and sets margins from them against an exchange's.</summary>
internal static class ExchangeWork
{
    /// <summary>Name of the margin that the forecast may raise.</summary>
    public const string Deployed = MarginEconomics.Deployed;

    private const int FilterDays = 1_000;

    /// <summary>Runs forecasts, margins and judgement.</summary>
    /// <param name="bars">Bars with local starts, from years before the span.</param>
    /// <param name="margins">The exchange's history.</param>
    /// <param name="contractUnits">Contract notional ÷ price of the bars.</param>
    /// <param name="rules">How our margins are set.</param>
    /// <param name="span">First and last day judged; later days than the bars or the history allow are left out.</param>
    /// <param name="cancellation">Stops between quarters.</param>
    public static ExchangeResult Run(
        IReadOnlyList<LeanBar> bars, IReadOnlyList<ExchangeMargin> margins, double contractUnits, DailyRules rules,
        (DateOnly Start, DateOnly End) span, CancellationToken cancellation)
    {
        IReadOnlyList<DailySession> sessions = DailySession.Of(bars.Select(b => (b.Start, b.Open, b.Close)));
        DailyForecast[] issued = [.. DailyWalk.Run(sessions, seed: 17, cancellation).Where(f => !double.IsNaN(f.Blend))];
        int first = issued[0].Day;
        double[] returns = [.. sessions.Select(s => s.Return)];
        DailyInput input = new(returns[first..], [.. issued.Select(f => Math.Sqrt(f.Garch))], [.. issued.Select(f => Math.Sqrt(f.Blend))]);
        double[] ewma = [.. issued.Select(f => Math.Sqrt(f.Ewma))];
        (string Name, double[] Rates)[] all =
        [
            (Deployed, DailyRates.Of(input, rules, isLearned: true)),
            ("garch only", DailyRates.Of(input, rules, isLearned: false)),
            ("blend, bare", [.. input.Blend]),
            ("garch, bare", [.. input.Garch]),
            ("ewma", ewma),
            ("filtered historical", Filtered(ewma, returns, first)),
            ("static", [.. ewma.Select(_ => 1.0)]),
        ];
        int[] kept = [.. Enumerable.Range(0, issued.Length - 1).Where(i => IsIn(sessions[issued[i].Day].Date, span, margins))];
        if (kept.Length < FilterDays / 2)
        {
            throw new InputRefusedException(
                "too-short", $"Found {kept.Length} days with a forecast and a margin of the exchange; expected at least {FilterDays / 2}. Give longer bars or a wider span.", "--data");
        }

        double[] amounts = [.. kept.Select(i => (double)InForce(margins, sessions[issued[i].Day].Date).Initial)];
        double[] exchange = [.. kept.Select((i, k) => amounts[k] / (contractUnits * sessions[issued[i].Day].Close))];
        double[] moves = [.. kept.Select(i => Math.Abs(Math.Exp(sessions[issued[i].Day + 1].Return) - 1))];
        DateOnly[] days = [.. kept.Select(i => sessions[issued[i].Day].Date)];
        (string Name, double[] Rates)[] judged = [.. all.Select(r => (r.Name, kept.Select(i => r.Rates[i]).ToArray()))];
        (IReadOnlyList<RaiseRun> runs, IReadOnlyList<ExchangeRow> rows) = ExchangeStudy.Of(days, moves, exchange, amounts, judged);
        double average = exchange.Average();
        return new ExchangeResult(
            days, runs, rows, [(ExchangeStudy.Exchange, exchange), .. judged.Select(r => (r.Name, r.Rates.Select(x => x * average / r.Rates.Average()).ToArray()))]);
    }

    private static bool IsIn(DateOnly day, (DateOnly Start, DateOnly End) span, IReadOnlyList<ExchangeMargin> margins) =>
        day >= span.Start && day <= span.End && day >= margins[0].Effective;

    private static ExchangeMargin InForce(IReadOnlyList<ExchangeMargin> margins, DateOnly day) => margins.Last(m => m.Effective <= day);

    // 99 % of past moves, each in units of the volatility before it, times today's.
    private static double[] Filtered(double[] ewma, double[] returns, int first)
    {
        double[] rates = new double[ewma.Length];
        List<double> residuals = [];
        for (int i = 0; i < rates.Length; i++)
        {
            if (i > 0)
            {
                residuals.Add(Math.Abs(returns[first + i]) / ewma[i - 1]);
            }

            rates[i] = ewma[i] * (residuals.Count < 100 ? 2.5 : Quantile.Of([.. residuals.TakeLast(FilterDays)], 0.99));
        }

        return rates;
    }
}
