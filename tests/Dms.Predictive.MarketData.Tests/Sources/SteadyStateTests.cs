using System.Diagnostics;

namespace Dms.Predictive.MarketData.Tests;

public sealed class SteadyStateTests(Xunit.Abstractions.ITestOutputHelper output)
{
    [Theory]
    [InlineData("depth20-csv")]
    [InlineData("depth-trades-csv")]
    [InlineData("taq-quotes")]
    [InlineData("tardis-trades")]
    [InlineData("tardis-book")]
    [InlineData("lobster-book")]
    public void Take_SameRowsAgain_AllocatesNothing(string name)
    {
        (IMarketFormat format, string file, byte[] bytes) = FormatSamples.Of(name);
        MarketInspection sink = new();
        IMarketDecoder decoder = format.Open(new MarketSourceOptions(file), sink);
        byte[][] lines = [.. System.Text.Encoding.UTF8.GetString(bytes).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(System.Text.Encoding.UTF8.GetBytes)];
        decoder.Take(lines[0]);
        byte[][] rows = name == "depth20-csv" || lines.Length > 2 ? [lines[^2], lines[^1]] : [lines[^1], lines[^1]];
        Turn(10_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        long start = Stopwatch.GetTimestamp();
        Turn(100_000);
        TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(sink.FirstVerdicts);
        output.WriteLine($"{name}: {200_000 / elapsed.TotalSeconds:N0} rows/s");

        void Turn(int times)
        {
            for (int i = 0; i < times; i++)
            {
                decoder.Take(rows[0]);
                decoder.Take(rows[1]);
            }
        }
    }
}
