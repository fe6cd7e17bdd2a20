using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Tests;

/// <summary>Trainings on a schedule: when, on what, and that only a gate lets them in.</summary>
public sealed class ScheduledTrainingTests : IDisposable
{
    private readonly string _models = Directory.CreateTempSubdirectory("dms-schedule-").FullName;

    public void Dispose() => Directory.Delete(_models, recursive: true);

    [Theory]
    [InlineData("monthly", "2026-02-11T10:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z")]
    [InlineData("monthly", "2026-12-01T00:00:00Z", "2026-12-01T00:00:00Z", "2027-01-01T00:00:00Z")]
    [InlineData("1d", "2026-02-11T10:00:00Z", "2026-02-11T00:00:00Z", "2026-02-12T00:00:00Z")]
    [InlineData("7d", "1970-01-08T00:00:00Z", "1970-01-08T00:00:00Z", "1970-01-15T00:00:00Z")]
    public void Schedule_AtATime_KnowsTheLastAndTheNext(string text, string now, string last, string next)
    {
        RetrainingSchedule schedule = RetrainingSchedule.Parse(text);

        Assert.Equal(Timestamp.Parse(last), schedule.Last(Timestamp.Parse(now)));
        Assert.Equal(Timestamp.Parse(next), schedule.Next(Timestamp.Parse(now)));
    }

    [Theory]
    [InlineData("weekly")]
    [InlineData("90m")]
    [InlineData("0d")]
    [InlineData("400d")]
    public void Schedule_OfAnotherForm_Usage(string text) => Assert.Throws<UsageException>(() => RetrainingSchedule.Parse(text));

    [Fact]
    public void Once_PassesTheGate_IsChallengerOnItsEvidenceAndNeverChampion()
    {
        ScheduledTraining training = Training(At("2026-02-26"));
        ScheduledOutcome first = training.Once(CancellationToken.None);
        ScheduledOutcome again = training.Once(CancellationToken.None);

        ModelRegistry registry = RegistryWork.Open(_models);
        RegisteredModel made = registry.Find("m", first.Version)!;
        Assert.True(first.State == ModelState.Challenger, string.Join(' ', first.Reasons));
        Assert.Equal(("2026.02.26", ModelState.Challenger), (first.Version, made.State));
        Assert.Null(registry.Alias("m", ModelState.Champion));
        string gate = Path.Combine(_models, "m", "2026.02.26.gate.json");
        Assert.Equal(Commands.ModelsPromote.Digest(new FileInfo(gate)), registry.Entries[^1].Evidence);
        Assert.Equal(PromotionEvidence.WalkForward, PromotionEvidenceWork.Read(gate).Kind);
        Assert.Null(again.State);
    }

    [Fact]
    public void Once_FailsTheGate_IsKeptAsRejectedWithItsReasons()
    {
        ScheduledOutcome outcome = Training(At("2026-01-24")).Once(CancellationToken.None);

        RegistryEntry last = RegistryWork.Open(_models).Entries[^1];
        Assert.Equal(ModelState.Retired, outcome.State);
        Assert.Equal((RegistryAction.Reject, ModelState.Retired), (last.Action, last.To));
        Assert.Contains("history-too-short", last.Note);
        Assert.True(File.Exists(Path.Combine(_models, "m", outcome.Version, "manifest.json")));
    }

    [Fact]
    public async Task Loop_TrainsWhenItIsTimeAndGoesOnAfterAFailure()
    {
        JumpingClock clock = At("2026-01-05");
        using CancellationTokenSource stop = new();
        List<string> said = [];
        ScheduledTraining training = Training(clock, line =>
        {
            said.Add(line);
            if (line.StartsWith("2026.01.24", StringComparison.Ordinal))
            {
                stop.Cancel();
            }
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => training.RunAsync(stop.Token));
        Assert.Contains(said, s => s.Contains("2026-01-05", StringComparison.Ordinal) && s.Contains("failed", StringComparison.Ordinal));
        Assert.Contains("Next training at 2026-01-06T00:00:00Z.", said);
    }

    private static JumpingClock At(string date) => new(DateTimeOffset.Parse(date + "T00:00:30Z", System.Globalization.CultureInfo.InvariantCulture));

    private ScheduledTraining Training(TimeProvider clock, Action<string>? say = null) => new(
        new ScheduledPlan
        {
            Schedule = new RetrainingSchedule(1),
            Bars = stop => BarFiles.Load([ScientistTests.Challenger.Sample], stop),
            Protocol = new EvaluationProtocol { HorizonMinutes = [60], Trees = new BoostingRecipe { Trees = 40, Leaves = 15 } },
            Root = _models,
            Id = "m",
            Actor = "bot",
        },
        clock, say ?? (_ => { }));

    /// <summary>A clock on which waiting takes no time: a timer moves it to when it is due.</summary>
    private sealed class JumpingClock(DateTimeOffset start) : TimeProvider
    {
        private DateTimeOffset _now = start;

        public override DateTimeOffset GetUtcNow() => _now;

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _now += dueTime;
            return System.CreateTimer(callback, state, TimeSpan.Zero, Timeout.InfiniteTimeSpan);
        }
    }
}
