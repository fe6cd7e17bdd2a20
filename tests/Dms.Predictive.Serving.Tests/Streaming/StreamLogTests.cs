using System.Text.Json;

namespace Dms.Predictive.Serving.Tests;

public sealed class StreamLogTests
{
    private static readonly StreamFilter All = new(Topics.All.ToHashSet(), null, _ => true);

    [Fact]
    public void After_ANumber_GivesEveryLaterEventOnce()
    {
        StreamLog log = Open();
        Publish(log, 5);

        IReadOnlyList<StreamEvent>? events = log.After(102, out _);

        Assert.Equal([103L, 104, 105], events!.Select(e => e.Id));
    }

    [Fact]
    public void After_BeyondRetention_SaysSo()
    {
        StreamLog log = Open();
        Publish(log, 1500);

        Assert.Equal("expired", log.WhyNotFrom(101));
        Assert.Null(log.After(101, out _));
        Assert.Equal("future", log.WhyNotFrom(10_000));
        Assert.Null(log.WhyNotFrom(1600));
        Assert.Equal(1024, log.After(1600 - 1024, out _)!.Count);
    }

    [Fact]
    public void Snapshot_Always_HoldsTheNewestValueOfEachKeyThatMayBeSeen()
    {
        StreamLog log = Open();
        log.Publish([(Topics.Rates, "X", "1"), (Topics.Margin, "A", "2"), (Topics.Margin, "B", "3"), (Topics.Rates, "X", "4")], 9);

        (long id, string data) = log.Snapshot(All with { MaySeeAccount = a => a == "A" });
        JsonElement value = JsonDocument.Parse(data).RootElement.GetProperty("value");

        Assert.Equal(104, id);
        Assert.Equal(4, value.GetProperty("rates").GetProperty("X").GetInt32());
        Assert.Equal(["A"], value.GetProperty("margin").EnumerateObject().Select(p => p.Name));
    }

    [Fact]
    public void Open_TheNextBlock_GoesOnWithoutForgetting()
    {
        StreamLog log = Open();
        Publish(log, 10);
        log.Open(1100, 1000);
        Publish(log, 1);

        Assert.Equal(11, log.After(100, out _)!.Count);
    }

    [Fact]
    public async Task Publish_Always_WakesWhoWaits()
    {
        StreamLog log = Open();
        log.After(100, out Task more);
        Publish(log, 1);

        await more.WaitAsync(TimeSpan.FromSeconds(5));
    }

    private static StreamLog Open()
    {
        StreamLog log = new(new StreamOptions { RetainedEvents = 1024 }, TimeProvider.System);
        log.Open(100, 1000);
        return log;
    }

    private static void Publish(StreamLog log, int count)
    {
        for (int i = 0; i < count; i++)
        {
            log.Publish([(Topics.Rates, "X", "0")], i);
        }
    }
}
