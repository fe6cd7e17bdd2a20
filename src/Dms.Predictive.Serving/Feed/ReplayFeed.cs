using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>Plays bars of the past as if they came now. A bar is given out when it became known: at its end.</summary>
/// <param name="source">The bars and what accompanies them.</param>
/// <param name="plan">Speed and warm-up.</param>
/// <param name="engine">Takes the events.</param>
/// <param name="metrics">Figures.</param>
/// <param name="time">Clock that paces.</param>
internal sealed class ReplayFeed(ReplaySource source, ReplayPlan plan, HostEngine engine, HostMetrics metrics, TimeProvider time)
{
    private readonly BarSeries _series = source.Bars;
    private volatile bool _isPacing;

    /// <summary>Whether the warm-up has been taken in.</summary>
    public bool IsPacing => _isPacing;

    /// <summary>Plays on from where the state stands, then says that the feed has ended.</summary>
    /// <param name="from">Where the state stands.</param>
    /// <param name="stop">Stops between events.</param>
    public async Task RunAsync(FeedState from, CancellationToken stop)
    {
        await Task.Yield();
        if (from.HasEnded)
        {
            _isPacing = true;
            return;
        }

        Timestamp warmEnd = WarmEnd(_series, plan);
        Timestamp at = from.LastBar is null ? _series.Bars[0].OpenTime : from.At;
        Pace? pace = null;
        foreach (HostEvent e in Events(at))
        {
            Timestamp due = e switch
            {
                BarArrived b => b.Bar.OpenTime + _series.Length,
                FlowArrived f => f.OpenTime + FlowSeries.Length,
                _ => ((TimePassed)e).At,
            };
            _isPacing = due > warmEnd;
            if (_isPacing && plan.Speed is double speed)
            {
                pace ??= new Pace(Max(at, warmEnd), time.GetTimestamp(), speed);
                await WaitAsync(pace, due, stop).ConfigureAwait(false);
            }

            await engine.FeedAsync(e, stop).ConfigureAwait(false);
            metrics.Ingested(e is BarArrived ? "bar" : e is FlowArrived ? "flow" : "wait", pace is null ? TimeSpan.Zero : time.GetElapsedTime(pace.Began) - pace.After(due));
        }

        _isPacing = true;
        await engine.FeedAsync(new FeedEnded(_series.Bars[^1].OpenTime + _series.Length), stop).ConfigureAwait(false);
    }

    /// <summary>Until when bars are taken in at full speed: the warm-up, at least the bars that it needs, at most a quarter.</summary>
    public static Timestamp WarmEnd(BarSeries series, ReplayPlan plan)
    {
        Timestamp wanted = series.Bars[0].OpenTime + plan.WarmUp;
        int enough = Math.Min(plan.WarmUpBars, series.Bars.Count) - 1;
        Timestamp needed = series.Bars[enough].OpenTime + series.Length;
        Timestamp quarter = series.Bars[Math.Max(0, (series.Bars.Count / 4) - 1)].OpenTime + series.Length;
        Timestamp least = wanted > needed ? wanted : needed;
        return least < quarter ? least : quarter;
    }

    private static Timestamp Max(Timestamp a, Timestamp b) => a > b ? a : b;

    // Minutes of trades and book come before the bar, or the time, that ends with them.
    private IEnumerable<HostEvent> Events(Timestamp at)
    {
        int next = source.FirstFlow();
        foreach (HostEvent e in BarEvents(at))
        {
            Timestamp due = e is BarArrived b ? b.Bar.OpenTime + _series.Length : ((TimePassed)e).At;
            for (; next < source.FlowCount && source.Flow!.OpenTime(next) + FlowSeries.Length <= due; next++)
            {
                yield return new FlowArrived(source.Flow.OpenTime(next), source.Flow.Values(next).ToArray());
            }

            yield return e;
        }
    }

    private IEnumerable<HostEvent> BarEvents(Timestamp at)
    {
        foreach (Bar bar in _series.Bars.Where(b => b.OpenTime + _series.Length > at))
        {
            for (Timestamp waited = at + _series.Length; waited <= bar.OpenTime; waited += _series.Length)
            {
                yield return new TimePassed(waited);
            }

            yield return new BarArrived(bar);
            at = bar.OpenTime + _series.Length;
        }
    }

    private async Task WaitAsync(Pace pace, Timestamp due, CancellationToken stop)
    {
        TimeSpan left = pace.After(due) - time.GetElapsedTime(pace.Began);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, time, stop).ConfigureAwait(false);
        }
    }

    private sealed record Pace(Timestamp From, long Began, double Speed)
    {
        public TimeSpan After(Timestamp due) => (due - From) / Speed;
    }
}

/// <summary>How bars are played.</summary>
/// <param name="Speed">Event time per wall time; null = as fast as the core takes them.</param>
/// <param name="WarmUp">Event time that is taken in at full speed.</param>
/// <param name="WarmUpBars">Bars that the first margin needs.</param>
public sealed record ReplayPlan(double? Speed, TimeSpan WarmUp, int WarmUpBars);
