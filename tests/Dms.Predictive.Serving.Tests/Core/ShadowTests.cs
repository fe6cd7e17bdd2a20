using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving.Tests;

/// <summary>A challenger is scored and recorded, and no bit of any margin depends on it; revoked and expired models count with weight 0.</summary>
public sealed class ShadowTests
{
    private const int Week = 10_080;
    private static readonly IReadOnlyList<Bar> Bars = SyntheticBars.Bars(Week + 1400);
    private static readonly Lazy<ForecastModel> Champion = new(() => ForecastModelJson.Read(BundleReader.Read(Bundle(), BundleTrust.Self())));

    [Fact]
    public void Margins_WithAndWithoutChallenger_AreTheSameBits()
    {
        List<string> without = [], with = [];
        int shadows = 0;
        HostCore alone = New(), accompanied = New();
        foreach (HostEvent e in Story(challenger: false))
        {
            without.AddRange(Margins(alone.Apply(e)));
        }

        foreach (HostEvent e in Story(challenger: true))
        {
            CoreStep step = accompanied.Apply(e);
            with.AddRange(Margins(step));
            shadows += step.Shadow.Count;
        }

        Assert.True(without.Count > 500, "Hardly any margin.");
        Assert.Equal(without, with);
        Assert.True(shadows > 100, $"Only {shadows} forecasts in shadow.");
        ShadowTally tally = accompanied.Shadow!.Tally;
        Assert.True(tally.Pairs > 50 && double.IsFinite(tally.PairChallenger) && tally.PairChallenger != tally.PairChampion);
    }

    [Fact]
    public void Challenger_ThatFails_IsGivenUpAndChangesNothing()
    {
        HostCore alone = New(), accompanied = New(failing: true);
        List<string> without = [.. Story(challenger: false).SelectMany(e => Margins(alone.Apply(e)))];
        List<string> with = [.. Story(challenger: true).SelectMany(e => Margins(accompanied.Apply(e)))];

        Assert.Equal(without, with);
        Assert.Equal("schema-mismatch", accompanied.Shadow!.Fault);
    }

    [Fact]
    public void Restart_ThroughTheJournalsForm_ChangesNoBitOfTheShadow()
    {
        HostCore live = New(), replayed = New();
        foreach (HostEvent e in Story(challenger: true))
        {
            CoreStep once = live.Apply(e), again = replayed.Apply(EventCodec.Decode(EventCodec.Encode(live.Sequence == 0 ? e : once.Event)));
            Assert.Equal(once.Shadow.Select(f => BitConverter.DoubleToInt64Bits(f.LnBlend)), again.Shadow.Select(f => BitConverter.DoubleToInt64Bits(f.LnBlend)));
        }

        Assert.Equal(live.StateHash(), replayed.StateHash());
        Assert.Equal(live.Shadow!.Tally, replayed.Shadow!.Tally);
    }

    [Fact]
    public void Withdrawn_Model_FallsBackWithItsReasonAndNoMarginDropsAtOnce()
    {
        HostCore core = New();
        List<HostEvent> story = [.. Story(challenger: false)];
        foreach (HostEvent e in story.SkipLast(200))
        {
            core.Apply(e);
        }

        double before = core.Desk!.Multipliers!.Multiplier;
        core.Apply(new ModelWithdrawn("ModelRevoked"));
        CoreStep first = story.TakeLast(200).OfType<BarArrived>().Select(core.Apply).First(s => s.Outlook?.Issued is not null);

        Assert.Contains("ModelRevoked", first.Market!.Reasons);
        Assert.Equal("ModelRevoked", first.Market.Models.Single().Withheld);
        Assert.InRange(core.Desk.Multipliers!.Multiplier, 1, before);
        Assert.All(first.Accounts, a => Assert.True(a.Evidence!.Margin.Initial >= a.Evidence.BaselineInitial));
    }

    [Fact]
    public void Card_RunsOut_WeightIsZeroFromThatMinute()
    {
        HostCore core = New();
        Timestamp end = Bars[Week + 700].OpenTime;
        List<(Timestamp At, bool Expired)> seen = [];
        foreach (HostEvent e in Story(challenger: false).Select(e => e is ModelActivated m ? m with { ExpiresAt = end } : e))
        {
            CoreStep step = core.Apply(e is ModelActivated ? EventCodec.Decode(EventCodec.Encode(e)) : e);
            if (step.Outlook is not null)
            {
                seen.Add((step.At, step.Market!.Reasons.Contains("ModelExpired")));
            }
        }

        Assert.All(seen, s => Assert.Equal(s.At >= end, s.Expired));
        Assert.Contains(seen, s => s.Expired);
    }

    private static IEnumerable<string> Margins(CoreStep step) => step.Accounts.Where(a => a.Evidence is not null).Select(a =>
        $"{step.At} {a.Account.Id} {a.Evidence!.Margin.Initial} {a.Evidence.Margin.Maintenance} {BitConverter.DoubleToInt64Bits(a.Evidence.Margin.Overlay!.Multiplier):x}");

    private static IEnumerable<HostEvent> Story(bool challenger)
    {
        yield return new HostStarted(
            Bars[0].OpenTime, "BTC-PERP", 1, 300, new string('0', 32), PipelinePolicyJson.Canonical(new PipelinePolicy()),
            Encoding.UTF8.GetString(new CanonicalObjectBuilder().Add("machine", "test").Build().ToBytes()));
        yield return new ModelActivated("champion", "c0");
        foreach (int i in Enumerable.Range(0, Bars.Count))
        {
            yield return new BarArrived(Bars[i]);
            if (i == Week + 5)
            {
                yield return new AccountRequested(CallerOf("open"), "A-1", MarginMode.Cross) { Answer = null };
                yield return new CommandRequested(CallerOf("d"), "A-1", new DepositCommand("USD", 1_000_000m));
                yield return new CommandRequested(CallerOf("f"), "A-1", new FillCommand("BTC-PERP", 1m, 42_000m));
            }

            if (challenger && i == Week + 300)
            {
                yield return new ChallengerActivated("challenger", "c1");
            }
        }
    }

    private static Caller CallerOf(string key) => new("risk", key, new string('b', 64));

    private static HostCore New(bool failing = false) => new(e => e.Folder == "champion" ? Champion.Value : Other(failing));

    private static ForecastModel Other(bool failing) => Champion.Value with
    {
        Identity = Champion.Value.Identity with { Version = "9.9.9" },
        RowSchemaHash = failing ? new string('0', 64) : Champion.Value.RowSchemaHash,
        Horizons = [.. Champion.Value.Horizons.Select(h => h with { Pool = h.Pool with { Intercept = h.Pool.Intercept + 0.3 } })],
    };

    private static string Bundle()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Dms.Predictive.sln")))
        {
            at = at.Parent!;
        }

        return Path.Combine(at.FullName, "models", "sim-btc", "1.0.0");
    }
}
