using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;

namespace Dms.Predictive.Serving;

/// <summary>Server-sent events: a snapshot first, then every event once, or everything after a known number.</summary>
internal static class StreamRoute
{
    private const int ConnectTokens = 10;

    // Behind by more than this a client gets the newest value of each key instead of every one.
    private const int ConflateAbove = 2048;

    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes, HostContext host, CancellationToken stopping) =>
        routes.Route("GET", "/v1/stream", Access.Market, c => FollowAsync(c, host, stopping)).WithMetadata(new Weight(ConnectTokens))
            .WithName("stream").WithSummary("Events as they happen; resume with Last-Event-ID or ?from=")
            .Produces<string>(200, "text/event-stream").ProducesProblem(400).ProducesProblem(401).ProducesProblem(403).ProducesProblem(429);

    private static async Task FollowAsync(HttpContext context, HostContext host, CancellationToken stopping)
    {
        StreamFilter filter = FilterOf(context);
        long? from = PositionOf(context);
        if (host.Metrics.Client(1) > host.Options.Stream.MaxClients)
        {
            host.Metrics.Client(-1);
            throw new RequestRefusedException(429, "too-many-streams", $"{host.Options.Stream.MaxClients} streams are open, the most this host serves.");
        }

        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        try
        {
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            context.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            await new Connection(context.Response.Body, host, filter).RunAsync(from, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client went away, or the host stops.
        }
        catch (IOException)
        {
            // The client went away in the middle of an event.
        }
        finally
        {
            host.Metrics.Client(-1);
        }
    }

    private static StreamFilter FilterOf(HttpContext context)
    {
        Principal? who = AccessGate.Of(context);
        HashSet<string> may = [.. Topics.OfMarket];
        may.UnionWith(who?.HasAny(Roles.RiskEngine, Roles.Auditor) == true ? Topics.OfAccounts : []);
        may.UnionWith(who?.HasAny(Roles.Operator) == true ? [Topics.Operations] : []);
        string[] asked = Words(context, "topics");
        if (asked.FirstOrDefault(t => !Topics.All.Contains(t)) is string unknown)
        {
            throw new RequestRefusedException(400, "topic", $"There is no topic '{unknown}'; there are {string.Join(", ", Topics.All)}.");
        }

        if (asked.FirstOrDefault(t => !may.Contains(t)) is string forbidden)
        {
            throw new RequestRefusedException(403, "forbidden", $"This key's roles do not include topic '{forbidden}'.");
        }

        HashSet<string> accounts = [.. Words(context, "accounts")];
        string[] instruments = Words(context, "instruments");
        return new StreamFilter(
            asked.Length == 0 ? may : asked.ToHashSet(), instruments.Length == 0 ? null : instruments.ToHashSet(),
            id => who?.MaySee(id) == true && (accounts.Count == 0 || accounts.Contains(id)));
    }

    private static string[] Words(HttpContext context, string name) => context.Request.Query[name].ToString()
        .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static long? PositionOf(HttpContext context)
    {
        string text = context.Request.Headers["Last-Event-ID"].ToString();
        text = text.Length > 0 ? text : context.Request.Query["from"].ToString();
        return text.Length == 0 ? null
            : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long id) ? id
            : throw new RequestRefusedException(400, "position", $"'{text}' is no event number.");
    }

    private sealed class Connection(Stream body, HostContext host, StreamFilter filter)
    {
        private long _at;
        private long _catchUpTo;

        public async Task RunAsync(long? from, CancellationToken end)
        {
            await StartAsync(from, end).ConfigureAwait(false);
            while (true)
            {
                IReadOnlyList<StreamEvent>? events = host.Stream.After(_at, out Task more);
                if (events is null)
                {
                    await ResetAsync("expired", end).ConfigureAwait(false);
                }
                else if (events.Count > 0)
                {
                    await WriteAsync(Text(events), end).ConfigureAwait(false);
                    _at = events[^1].Id;
                }
                else
                {
                    await WaitAsync(more, end).ConfigureAwait(false);
                }
            }
        }

        private Task StartAsync(long? from, CancellationToken end)
        {
            if (from is not long position)
            {
                return SnapshotAsync(end);
            }

            if (host.Stream.WhyNotFrom(position) is string reason)
            {
                return ResetAsync(reason, end);
            }

            _at = position;
            _catchUpTo = host.Stream.Snapshot(filter).Id;
            return body.FlushAsync(end);
        }

        private async Task ResetAsync(string reason, CancellationToken end)
        {
            host.Metrics.Reset(reason);
            await WriteAsync($"event: reset\ndata: {{\"reason\":\"{reason}\"}}\n\n", end).ConfigureAwait(false);
            await SnapshotAsync(end).ConfigureAwait(false);
        }

        private Task SnapshotAsync(CancellationToken end)
        {
            (long id, string data) = host.Stream.Snapshot(filter);
            _at = _catchUpTo = id;
            return WriteAsync(Event(id, "snapshot", data), end);
        }

        // What a returning client missed is told event by event; only a client that falls behind is given the newest values.
        private string Text(IReadOnlyList<StreamEvent> events)
        {
            StringBuilder text = new();
            bool conflates = events.Count > ConflateAbove && _at >= _catchUpTo;
            Dictionary<(string, string), int> left = conflates
                ? events.GroupBy(e => (e.Topic, e.Key)).ToDictionary(g => g.Key, g => g.Count())
                : [];
            Dictionary<(string, string), int> seen = [];
            foreach (StreamEvent e in events.Where(e => filter.Accepts(e.Topic, e.Key)))
            {
                int count = seen[(e.Topic, e.Key)] = seen.GetValueOrDefault((e.Topic, e.Key)) + 1;
                if (!conflates || count == left[(e.Topic, e.Key)])
                {
                    text.Append(Event(e.Id, e.Topic, e.Data(conflates ? count - 1 : 0)));
                }
            }

            return text.ToString();
        }

        private async Task WaitAsync(Task more, CancellationToken end)
        {
            TimeSpan beat = TimeSpan.FromSeconds(host.Options.Stream.HeartbeatSeconds);
            try
            {
                await more.WaitAsync(beat, host.Time, end).ConfigureAwait(false);
            }
            catch (TimeoutException)
            {
                await WriteAsync($"event: heartbeat\ndata: {{\"sequence\":{host.Published.Sequence}}}\n\n", end).ConfigureAwait(false);
            }
        }

        private static string Event(long id, string name, string data) =>
            string.Create(CultureInfo.InvariantCulture, $"id: {id}\nevent: {name}\ndata: {data}\n\n");

        private async Task WriteAsync(string text, CancellationToken end)
        {
            if (text.Length > 0)
            {
                await body.WriteAsync(Encoding.UTF8.GetBytes(text), end).ConfigureAwait(false);
                await body.FlushAsync(end).ConfigureAwait(false);
            }
        }
    }
}
