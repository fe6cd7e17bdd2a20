using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline.Tests;

/// <summary>Books of every policy through a market that is calm, raises for nothing, and falls by a tenth.</summary>
public sealed class BookReplayTests
{
    private const int Decisions = 600;
    private const int CrashAt = 450;
    private const double Fall = 0.1;
    private static readonly Timestamp Start = Timestamp.Parse("2026-01-01T00:00:00Z");
    private static readonly PipelinePolicy Policy = new() { HorizonMinutes = 10, StepMinutes = 5, FixedVolatility = 0.5 };

    public static TheoryData<string> Books { get; } =
        [.. Directory.GetFiles(Samples(), "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Books))]
    public void Run_EveryShippedBook_WithoutForecastIsThePolicyItselfAndRaisesOnlyRaise(string name)
    {
        MarginRequest request = Read(name);
        BookReplay replay = new(request);

        IReadOnlyList<BookPoint> book = replay.Run(Points(lead: 20), Growths(), default);

        double itself = (double)MarginCalculator.Compute(request).Initial;
        Assert.Equal(itself, replay.Baseline);
        Assert.All(book, b => Assert.Equal(itself, b.Opening[(int)BookRule.WithoutForecast]));
        Assert.All(book, b =>
        {
            Assert.True(b.Opening[(int)BookRule.GarchOnly] >= itself);
            Assert.True(b.Opening[(int)BookRule.WithForecast] >= b.Opening[(int)BookRule.GarchOnly]);
            Assert.All(b.Held, h => Assert.True(h.Maintenance <= h.Initial));
        });
        Assert.Contains(book, b => b.Opening[(int)BookRule.WithForecast] > itself);
    }

    [Fact]
    public void Run_LinearBook_LosesWhatTheMarketLoses()
    {
        BookReplay replay = new(Read("static"));

        IReadOnlyList<BookPoint> book = replay.Run(Points(lead: 20), Growths(), default);

        Assert.Equal(60_000, replay.Notional);
        Assert.Equal(60_000 * (1 - Growths()[CrashAt - 1]), book[CrashAt - 1].Loss, 0.01);
        Assert.Equal(60_000 * (1 - Growths()[0]), book[0].Loss, 0.01);
        Assert.Equal(2, book.Count(b => b.Opens) - 1);
    }

    [Fact]
    public void Of_RaiseBeforeTheCrash_IsMetWithItsLeadAndLeavesLessShortfall()
    {
        IReadOnlyList<BookRow> rows = Study("static", lead: 20);
        BookRow ours = rows[(int)BookRule.WithForecast], itself = rows[(int)BookRule.WithoutForecast];

        Assert.Equal(1, ours.Shocks);
        Assert.Equal(1, ours.ShocksMet);
        Assert.Equal(20 * 5 - Policy.HorizonMinutes, ours.MedianLeadMinutes);
        Assert.Equal(0, itself.ShocksMet);
        Assert.True(ours.Charged.ShortfallPerTenThousand < itself.Charged.ShortfallPerTenThousand);
    }

    [Fact]
    public void Of_RaiseBeforeTheDaysOpening_LeavesLessBadDebt()
    {
        IReadOnlyList<BookRow> rows = Study("static", lead: 170);

        Assert.True(rows[(int)BookRule.WithForecast].BadDebtPerTenThousand < rows[(int)BookRule.WithoutForecast].BadDebtPerTenThousand);
    }

    [Fact]
    public void Of_RaiseThatNothingFollows_IsFalse()
    {
        BookRow ours = Study("static", lead: 200)[(int)BookRule.WithForecast];

        Assert.True(ours.FalseRaisesPerDay > 0);
    }

    [Fact]
    public void Of_MatchedRows_CoverTheConfidence() => Assert.All(
        Study("static", lead: 20), r => Assert.Equal(Policy.Confidence, r.Matched.Coverage, 2.0 / Decisions));

    [Fact]
    public void New_BookWithForecast_IsRefusedByItsPlace()
    {
        MarginRequest request = Read("static");
        MarginRequest raised = request with { Overlay = MarginOverlay.Holding(new OverlayState(1.5, 1, request.AsOf)) };

        Assert.Equal("overlay", Assert.Throws<InputRefusedException>(() => new BookReplay(raised)).Where);
    }

    [Fact]
    public void New_FlatBook_IsRefusedByItsPlace()
    {
        MarginRequest request = Read("static");
        MarginRequest flat = request with { Account = request.Account with { Positions = [] } };

        Assert.Equal("account.positions", Assert.Throws<InputRefusedException>(() => new BookReplay(flat)).Where);
    }

    private static IReadOnlyList<BookRow> Study(string name, int lead)
    {
        BookReplay replay = new(Read(name));
        BacktestPoint[] points = Points(lead);
        return BookStudy.Of(replay.Run(points, Growths(), default), points, replay, Policy);
    }

    private static MarginRequest Read(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Samples(), name + ".json")));
        return MarginRequestReader.Read(document.RootElement);
    }

    // Twice the margin from some decisions before the crash until after it.
    private static BacktestPoint[] Points(int lead) =>
        [.. Enumerable.Range(0, Decisions).Select(i =>
        {
            double uplift = i >= CrashAt - lead && i < CrashAt + 20 ? 2 : 1;
            double wobble = 1 + (1e-5 * (i % 7));
            return new BacktestPoint(
                Start + TimeSpan.FromMinutes(5 * i), PriceAt(i), 0.02 * uplift, 0.015, 0.02, 0.02, uplift, 0.5,
                new MemberVariances(1e-6 * wobble, 1e-6, 1e-6), 0.01, "")
            {
                GarchUplift = Math.Min(uplift, 1.2),
            };
        })];

    private static double PriceAt(int i) => (i >= CrashAt ? 1 - Fall : 1) * (60_000 + (20 * Math.Sin(i)));

    private static double[] Growths()
    {
        BacktestPoint[] points = Points(0);
        return [.. Enumerable.Range(0, Decisions).Select(i => i + 2 < Decisions ? points[i + 2].Price / points[i].Price : double.NaN)];
    }

    private static string Samples()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Dms.Predictive.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return Path.Combine(folder, "data", "samples", "books");
    }
}
