using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Dms.Predictive.Core;
using Dms.Predictive.Features;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>The demo's market: sixty days of orders, played once, kept as bars and flow bars.</summary>
/// <param name="History">One-minute bars of the simulated trades.</param>
/// <param name="Side">Trades and book as flow bars.</param>
/// <param name="Planted">Shocks that the market announces in its book; for the story alone, no model sees them.</param>
internal sealed record DemoMarket(BarHistory History, SideFiles Side, IReadOnlyList<PlantedEvent> Planted)
{
    private const string Name = "SIM-BTC";
    private const ulong Seed = 17;

    /// <summary>What the model was trained on: name and digest.</summary>
    public Dictionary<string, string> Digests => History.Files.ToDictionary(f => f.Path, f => f.Sha256)
        .Concat(Side.Sources.Select(s => KeyValuePair.Create(s.Name, s.Sha256))).ToDictionary();

    /// <summary>Simulates it; same bytes every time.</summary>
    public static DemoMarket Simulate(CancellationToken cancellation)
    {
        MarketSimulation simulation = new() { Instrument = Name, Seed = Seed };
        MarketSimulator market = new(simulation);
        BarCollector bars = new();
        FlowSeries flow = FlowFiles.Of(market, (simulation.Start, market.End), bars, cancellation);
        BarSeries series = new(Name, TimeSpan.FromMinutes(1), bars.Bars);
        string path = $"{Name} (simulated bars)";
        BarSource source = new(path, Digest(bars.Bars), series.Bars.Count, series.Bars[0].OpenTime, series.Bars[^1].OpenTime);
        SideFiles side = new(
            new SideHistory { Flow = flow }, [new SideSource("flow", $"{Name} (simulated trades and book)", Digest(flow), flow.Count)]);
        QualityReport quality = new(series.Bars.Count, new Dictionary<QualityIssue, long>(), GapSummary.None, false, []);
        return new DemoMarket(new BarHistory(series, quality, [source]), side,
            [.. market.Truth.Where(t => t.Event && t.LeadMinutes > 0).Select(t => new PlantedEvent(t.Time, t.LeadMinutes))]);
    }

    private static string Digest(List<Bar> bars) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(CollectionsMarshal.AsSpan(bars))));

    private static string Digest(FlowSeries flow)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (int i = 0; i < flow.Count; i++)
        {
            hash.AppendData(MemoryMarshal.AsBytes(flow.Values(i)));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
