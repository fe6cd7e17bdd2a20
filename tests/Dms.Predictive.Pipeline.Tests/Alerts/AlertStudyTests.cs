using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Pipeline.Tests;

public sealed class AlertStudyTests
{
    private static readonly AlertRule Rule = new();
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);

    [Fact]
    public void Events_CrossingsAfterACalmHour_OnlyThese()
    {
        AlertTape tape = Tape(600, 100, 101, 130, 190, 251);

        // 130 and 190 follow a crossing within the hour; 251 comes 61 minutes after 190.
        Assert.Equal([At(100), At(251)], tape.Events);
    }

    [Fact]
    public void Alerts_CrossingFromBelowInCalm_OncePerRefractoryTime()
    {
        AlertTape tape = Tape(600, 100);
        double[] scores = new double[600];
        foreach (int minute in new[] { 20, 21, 40, 55, 110, 170 })
        {
            scores[minute] = 2;
        }

        // 21 is no crossing, 40 is refractory, 110 is not calm.
        Assert.Equal([At(20), At(55), At(170)], tape.Alerts(scores, 1, At(0), At(600)));
    }

    [Fact]
    public void Alerts_ScoreHighThroughTheShock_AlertsAgainOnceCalm()
    {
        AlertTape tape = Tape(600, 100);
        double[] scores = [.. Enumerable.Repeat(2.0, 600)];

        Assert.Equal([At(0), At(160)], tape.Alerts(scores, 1, At(0), At(600)));
    }

    [Fact]
    public void Outcome_HitsAndMisses_CountedAsDefined()
    {
        AlertTape tape = Tape(2880, 100, 1000);

        AlertOutcome outcome = AlertOutcome.Of(tape, [At(30), At(60), At(500), At(940)], At(0), At(2880));

        // 30 is 70 minutes early: a false alarm. 60 leads by 40, 940 by exactly 60.
        Assert.Equal([At(30), At(500)], outcome.FalseAlarms);
        Assert.Equal(1.0, outcome.Recall);
        Assert.Equal(1.0, outcome.FalseAlarmsPerDay);
        Assert.Equal(0.5, outcome.Precision);
        Assert.Equal([40, 60], outcome.LeadMinutes);
        Assert.Equal(50, outcome.Lead(0.5));
    }

    [Fact]
    public void Outcome_AlertAtTheShock_IsNoHit()
    {
        AlertTape tape = Tape(600, 100);

        Assert.Equal(0, AlertOutcome.Of(tape, [At(100)], At(0), At(600)).Recall);
        Assert.Equal([1], AlertOutcome.Of(tape, [At(99)], At(0), At(600)).LeadMinutes);
    }

    [Fact]
    public void Threshold_Budget_IsKeptAndUsed()
    {
        (AlertTape tape, double[] scores) = Noise(days: 40);

        double threshold = AlertBudget.Threshold(tape, scores, 3, At(0), At(40 * 1440));
        AlertOutcome outcome = AlertOutcome.Of(tape, tape.Alerts(scores, threshold, At(0), At(40 * 1440)), At(0), At(40 * 1440));

        Assert.InRange(outcome.FalseAlarmsPerDay, 1.5, 3);
    }

    [Fact]
    public void Run_QuarterChanged_ThresholdOfThatQuarterStays()
    {
        (AlertTape tape, double[] scores) = Noise(days: 200);
        Timestamp from = Start + TimeSpan.FromDays(90);
        Timestamp until = Start + TimeSpan.FromDays(200);
        BudgetOutcome before = AlertStudy.Run(tape, new AlertScores("alert", scores), [], from, until, 1)[0];
        double[] changed = [.. scores.Select((s, i) => i >= 181 * 1440 ? s * 3 : s)];

        BudgetOutcome after = AlertStudy.Run(tape, new AlertScores("alert", changed), [], from, until, 1)[0];

        Assert.Equal(before.Thresholds, after.Thresholds);
        Assert.NotEqual(before.Outcome.Alerts.Count, after.Outcome.Alerts.Count);
    }

    [Fact]
    public void Run_TooLittleHistory_NoThresholdAndNoAlert()
    {
        (AlertTape tape, double[] scores) = Noise(days: 30);

        BudgetOutcome outcome = AlertStudy.Run(
            tape, new AlertScores("alert", scores), [], Start + TimeSpan.FromDays(3), Start + TimeSpan.FromDays(30), 1)[0];

        Assert.True(double.IsNaN(outcome.Thresholds[0].Score));
        Assert.Empty(outcome.Outcome.Alerts);
    }

    [Fact]
    public void Run_SameSeed_SameIntervalsAroundTheFigure()
    {
        (AlertTape tape, double[] scores) = Noise(days: 120);
        BudgetOutcome[] twice = [.. Enumerable.Range(0, 2).Select(_ => AlertStudy.Run(
            tape, new AlertScores("alert", scores), [new("same", scores)], Start + TimeSpan.FromDays(60), Start + TimeSpan.FromDays(120), 5)[1])];

        Assert.Equal(twice[0].Intervals, twice[1].Intervals);
        Assert.InRange(twice[0].Outcome.Recall, twice[0].Intervals.Recall.Lower, twice[0].Intervals.Recall.Upper);
        Assert.True(twice[0].Matched[0].Outcome.FalseAlarmsPerDay <= twice[0].Outcome.FalseAlarmsPerDay);
    }

    // Shocks about twice a day, half of them announced by a score that is otherwise noise.
    private static (AlertTape Tape, double[] Scores) Noise(int days)
    {
        Volatility.SeededGenerator random = new(3);
        bool[] above = new bool[days * 1440];
        double[] scores = [.. Enumerable.Range(0, above.Length).Select(_ => random.NextUniform())];
        for (int i = 300; i < above.Length; i += 500 + random.NextIndex(500))
        {
            above[i] = true;
            scores[i - 10] = random.NextUniform() < 0.5 ? 1.5 : scores[i - 10];
        }

        return (new AlertTape([.. Enumerable.Range(0, above.Length).Select(At)], above, Rule), scores);
    }

    private static AlertTape Tape(int length, params int[] above) => new(
        [.. Enumerable.Range(0, length).Select(At)], [.. Enumerable.Range(0, length).Select(above.Contains)], Rule);

    private static long At(int minute) => Start.Minutes + minute;
}
