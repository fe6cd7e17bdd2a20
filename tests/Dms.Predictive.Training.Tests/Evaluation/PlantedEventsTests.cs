using Dms.Predictive.Core;

namespace Dms.Predictive.Training.Tests.Evaluation;

public sealed class PlantedEventsTests
{
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);

    [Fact]
    public void Judge_AlarmAtHalfLead_IsFoundLaterOnesAreOnlySeen()
    {
        PlantedEvent early = new(At(200), 20);
        PlantedEvent late = new(At(600), 20);
        PlantedEvent missed = new(At(900), 20);

        PlantedFindings found = Judge([190, 595], [early, late, missed], budget: 10);

        Assert.Equal((3, 1, 2), (found.Events, found.FoundAtHalfLead, found.FoundAtAll));
        Assert.Equal(10, found.MedianLeadMinutes);
        Assert.Equal(0, found.FalseAlarmsPerDay);
    }

    [Fact]
    public void Judge_RunsOutsideEverything_CountOnceEachAndSetTheThreshold()
    {
        double day = 1440.0 / 1435;
        PlantedFindings three = Judge([100, 105, 110, 400, 800], [], budget: 3 * day);
        PlantedFindings none = Judge([100, 105, 110, 400, 800], [], budget: 0.5);

        Assert.Equal(3 * day, three.FalseAlarmsPerDay, 9);
        Assert.Equal(0, none.FalseAlarmsPerDay);
        Assert.True(none.Threshold > three.Threshold);
    }

    [Fact]
    public void Judge_AlarmsInABuildUpOrAfterAShock_AreNotFalse()
    {
        PlantedFindings found = PlantedEvents.Judge(
            Scores([190, 210, 520]), [new PlantedEvent(At(200), 20)], [At(200), At(500)], falseAlarmsPerDay: 0.1);

        Assert.Equal((1, 0.0), (found.FoundAtHalfLead, found.FalseAlarmsPerDay));
    }

    [Fact]
    public void Judge_EventWhoseLeadBeganBeforeTheScores_IsNotJudged() =>
        Assert.Equal(0, Judge([5], [new PlantedEvent(At(10), 20)], budget: 1).Events);

    private static PlantedFindings Judge(int[] alarms, IReadOnlyList<PlantedEvent> events, double budget) =>
        PlantedEvents.Judge(Scores(alarms), events, [.. events.Select(e => e.Time)], budget);

    // One score every five minutes: about 1 at the alarms, up and down below 0.1 elsewhere, so that every second one would be a false run.
    private static List<(Timestamp Time, double Score)> Scores(int[] alarms) =>
        [.. Enumerable.Range(0, 288).Select(i => (At(5 * i), alarms.Contains(5 * i) ? 1 - (i / 1e6) : i % 2 == 0 ? 0.1 : 0.0))];

    private static Timestamp At(int minute) => Start + TimeSpan.FromMinutes(minute);
}
