using System.Net.Http.Headers;

namespace Dms.Predictive.Serving.Tests;

[Collection(HostCollection.Name)]
public sealed class StreamRouteTests(HostFixture fixture)
{
    [Fact]
    public async Task Stream_WhoseFilterDropsEverything_StillBeats()
    {
        List<string> events = await ReadAsync("topics=rates&instruments=NONE", null, e => e.Count >= 3);

        Assert.Equal("snapshot", events[0]);
        Assert.Equal(["heartbeat", "heartbeat"], events.Skip(1).Take(2));
    }

    [Fact]
    public async Task Stream_FromTheFuture_ResetsAndShowsTheState() =>
        Assert.Equal(["reset", "snapshot"], (await ReadAsync("topics=rates", long.MaxValue / 2, e => e.Count >= 2)).Take(2));

    [Theory]
    [InlineData("topics=weather", 400)]
    [InlineData("topics=operations", 403)]
    [InlineData("from=yesterday", 400)]
    public async Task Stream_AskedForWhatIsNot_SaysSo(string query, int code) =>
        Assert.Equal(code, (await fixture.Host.CallAsync("GET", $"/v1/stream?{query}", "risk")).Code);

    private async Task<List<string>> ReadAsync(string query, long? from, Func<List<string>, bool> enough)
    {
        using HttpClient http = new() { Timeout = TimeSpan.FromSeconds(30) };
        using HttpRequestMessage request = new(HttpMethod.Get, new Uri($"http://127.0.0.1:{fixture.Host.Port}/v1/stream?{query}"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", HostProcess.KeyOf("risk"));
        if (from is not null)
        {
            request.Headers.Add("Last-Event-ID", $"{from}");
        }

        using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        using StreamReader reader = new(await answer.Content.ReadAsStreamAsync());
        List<string> events = [];
        while (!enough(events) && await reader.ReadLineAsync() is string line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                events.Add(line[7..]);
            }
        }

        return events;
    }
}
