using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Pipeline.Tests;

public sealed class AlertDeskTests
{
    private const int Days = 200;
    private const int Step = 5;
    private const double Threshold = 0.6;
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);
    private static readonly AlertRule Rule = new();
    private static readonly Market Whole = Market.Make(Days * 1440);

    [Fact]
    public void Append_TwoQuarters_AlertsOfTheStudyBitForBit()
    {
        List<RaisedAlert> live = [];
        AlertThresholds? last = null;
        Play(Whole, Days * 1440, (_, desk) => { live.AddRange(desk.TakeRaised()); last = desk.Read().Thresholds; });

        (AlertTape tape, double[] scores) = Offline(Whole);
        long quarter = Timestamp.FromDate(2026, 4, 1).Minutes, next = Timestamp.FromDate(2026, 7, 1).Minutes;
        double watch = AlertBudget.ChosenBefore(tape, scores, Rule.Budgets[2], quarter);
        IReadOnlyList<long> expected = tape.Alerts(scores, watch, quarter, next);
        List<long> watches = [.. live.Where(a => a.Level >= AlertLevel.Watch && a.Minute >= quarter && a.Minute < next).Select(a => a.Minute)];

        Assert.True(expected.Count > 20, $"{expected.Count} alerts are too few to compare.");
        // The live level has hysteresis, so it crosses from below no more often than the bare threshold.
        Assert.All(watches, m => Assert.True(scores[tape.IndexAt(m)] >= watch && tape.IsCalm(tape.IndexAt(m))));
        Assert.True(watches.Count(expected.Contains) >= 0.8 * expected.Count, $"{watches.Count(expected.Contains)} of {expected.Count} alerts of the study came.");
        Assert.Equal(AlertBudget.ChosenBefore(tape, scores, Rule.Budgets[2], next), last!.Watch);
        Assert.Equal(AlertBudget.ChosenBefore(tape, scores, Rule.Budgets[0], next), last.Cap);
    }

    [Fact]
    public void Append_FutureChanged_PastLevelsKeepTheirBits()
    {
        const int cut = 120 * 1440;
        List<AlertStanding> before = [], after = [];
        Play(Whole, Days * 1440, (minute, desk) => Note(before, minute, desk));
        Play(Whole.DisturbedFrom(cut), Days * 1440, (minute, desk) => Note(after, minute, desk));

        Assert.Equal(cut, before.Count);
        Assert.Equal(before, after);

        static void Note(List<AlertStanding> to, int minute, AlertDesk desk)
        {
            if (minute < cut)
            {
                to.Add(desk.Read());
            }
        }
    }

    [Fact]
    public void Read_FirstWeek_NoThresholdsAndNoAlert()
    {
        AlertDesk desk = Play(Whole, 6 * 1440, (_, _) => { });

        Assert.Null(desk.Read().Thresholds);
        Assert.Equal(AlertLevel.Calm, desk.Read().Level);
        Assert.Empty(desk.TakeRaised());
    }

    [Fact]
    public void Append_Outage_HoldsTheLevel()
    {
        AlertDesk desk = Play(Whole, 30 * 1440, (_, _) => { });
        AlertLevel level = desk.Read().Level;
        desk.Append(Whole.Bar((30 * 1440) + 1), inOutage: true);

        Assert.True(double.IsNaN(desk.Read().Reading.Score));
        Assert.Equal(level, desk.Read().Level);
    }

    private static AlertDesk Play(Market market, int bars, Action<int, AlertDesk> each)
    {
        AlertDesk desk = new(1, Rule);
        for (int i = 0; i < bars; i++)
        {
            desk.Append(market.Bar(i), inOutage: false);
            if ((i + 1) % Step == 0)
            {
                desk.Forecast(market.LnForecast[i], Threshold);
            }

            desk.Read();
            each(i, desk);
        }

        return desk;
    }

    private static (AlertTape Tape, double[] Scores) Offline(Market market)
    {
        int n = market.Returns.Length;
        AlertScore score = new(1);
        double[] scores = new double[n];
        bool[] above = new bool[n];
        for (int i = 0; i < n; i++)
        {
            score.Append(market.Returns[i]);
            int decision = ((i + 1) / Step * Step) - 1;
            scores[i] = decision < 0 ? double.NaN : score.Read(market.LnForecast[decision], Threshold).Score;
            above[i] = decision >= 0 && market.Returns[Math.Max(0, i - 9)..(i + 1)].Sum(r => r * r) > Threshold;
        }

        return (new AlertTape([.. Enumerable.Range(0, n).Select(i => Start.Minutes + i + 1)], above, Rule), scores);
    }

    // Calm minutes with shocks; before most of them the forecast rises and returns begin to grow.
    private sealed record Market(double[] Returns, double[] LnForecast)
    {
        public GridBar Bar(int i) => new(
            Start + TimeSpan.FromMinutes(i), 100, 100, 100, 1, Returns[i], false, false);

        public static Market Make(int n)
        {
            Random random = new(7);
            double[] returns = new double[n], forecast = new double[n];
            int shock = 700;
            for (int i = 0; i < n; i++)
            {
                int ahead = shock - i;
                double sigma = 0.05 * (ahead is > 0 and < 15 ? 1.8 : ahead is <= 0 and > -8 ? 9 : 1);
                returns[i] = sigma * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                forecast[i] = Math.Log(10 * 0.0025) + (ahead is > 0 and < 20 ? 1.2 : 0) + (0.3 * (random.NextDouble() - 0.5));
                shock = ahead < -8 ? i + 300 + random.Next(2400) : shock;
            }

            return new Market(returns, forecast);
        }

        public Market DisturbedFrom(int cut) => new(
            [.. Returns.Select((r, i) => i < cut ? r : 3 * r)], [.. LnForecast.Select((f, i) => i < cut ? f : f - 1)]);
    }
}
