using System.Buffers;
using System.Text.Json;
using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

/// <summary>Laws about the requirement itself, whatever it is asked for.</summary>
public abstract class RequirementLaws : OverlayLaws
{
    [Fact]
    public void Compute_AnyAccount_MaintenanceWithinInitialAndPartsSumExactly() =>
        Gen.Select(Accounts, Gen.Double[0.2, 3], Gen.Int[0, 50]).Sample(
            (account, ml, rate) =>
            {
                MarginRequirement r = MarginCalculator.Compute(
                    Request(account, Sample.Overlay(Sample.Forecast(0.5, 0.6, ml, 0.3))) with
                    {
                        Operators = rate == 0 ? [] : [new StabilityBuffer(rate / 100m), new StressWeight(0.25m, 1000)],
                    });
                Assert.InRange(r.Maintenance, 0, r.Initial);
                Assert.Equal(Enum.GetValues<MarginComponentName>(), r.Components.Select(c => c.Name));
                Assert.Equal(r.Initial, r.Components.Sum(c => c.Initial));
                Assert.Equal(r.Maintenance, r.Components.Sum(c => c.Maintenance));
                Assert.Equal(r.Contributions.Count == 0 ? 0 : r.Initial, r.Contributions.Sum(c => c.Initial));
            },
            iter: Samples.Count);

    [Fact]
    public void InitialMargins_RequestsOfTheSameParts_AreTheWholeAnswersInitials() =>
        Gen.Select(Accounts, Accounts, Gen.Double[0.2, 3]).Sample(
            (one, other, ml) =>
            {
                InitialMargins margins = new();
                IMarginPolicy policy = Policy;
                MarginOverlay overlay = Sample.Overlay(Sample.Forecast(0.5, 0.6, ml, 0.3));
                MarginRequest[] requests =
                [
                    .. new[] { one, other, one }.SelectMany(a => new[] { Request(a), Request(a, overlay) })
                        .Select(r => r with { Policy = policy, Market = r.Account == one ? Market : MarketAt(1) }),
                ];
                Assert.Equal(requests.Select(r => MarginCalculator.ComputeWithoutPrices(r).Initial), requests.Select(margins.Of));
                MarginRequest broken = requests[1] with { Overlay = overlay with { Rules = overlay.Rules with { Cap = -1 } } };
                Assert.Equal(
                    Assert.Throws<InputRefusedException>(() => MarginCalculator.Compute(broken)).Message,
                    Assert.Throws<InputRefusedException>(() => margins.Of(broken)).Message);
            },
            iter: Samples.Count / 5);

    [Fact]
    public void Compute_SameRequestTwice_SameHashes() => Accounts.Sample(
        account => Assert.Equal(
            Compute(account, Sample.Overlay(Sample.Forecast(0.5, 0.6, 0.9))).Hashes,
            Compute(account, Sample.Overlay(Sample.Forecast(0.5, 0.6, 0.9))).Hashes),
        iter: Samples.Count);

    [Fact]
    public void Compute_RequestWrittenAndReadBack_SameHashes() =>
        Gen.Select(Accounts, Gen.Double[0.1, 5], Gen.Bool).Sample(
            (account, ml, many) =>
            {
                MarginOverlay overlay = Sample.Overlay(Sample.Forecast(0.5, 0.6, ml, 0.1));
                MarginRequest request = many && Policy.MarginsPositions
                    ? Request(account) with { Overlays = Market.Underlyings.ToDictionary(u => u.Id, _ => overlay) }
                    : Request(account, overlay);
                MarginRequest back = WireFormat.RoundTrip(request);
                Assert.Equal(MarginCalculator.Compute(request).Hashes, MarginCalculator.Compute(back).Hashes);
            },
            iter: Samples.Count);

    [Fact]
    public void Answer_RequestInABatch_SameBytesAsAlone() =>
        Gen.Select(Accounts, Accounts).Sample(
            (one, other) =>
            {
                string first = WireFormat.Write(Request(one));
                string second = WireFormat.Write(Request(other) with { Id = "s" });
                string alone = Answer($"[{first}]")[1..^1];
                Assert.StartsWith($"[{alone},", Answer($"[{first},{second}]"), StringComparison.Ordinal);
                Assert.EndsWith($",{alone}]", Answer($"[{{\"id\":\"broken\"}},{first}]"), StringComparison.Ordinal);
            },
            iter: Samples.Count);

    [Fact]
    public void Compute_LessTrustDeeperDepegOrHigherHaircut_NeverLowersMargin() =>
        Gen.Select(Accounts, Gen.Double[0, 1], Gen.Double[0, 1], Gen.Double[0, 1]).Sample(
            (account, trust, less, haircut) =>
            {
                if (!Policy.TakesAddOns)
                {
                    Assert.Equal(
                        "NotSupported",
                        Assert.Throws<InputRefusedException>(
                            () => MarginCalculator.Compute(Request(account) with { AddOns = Surcharges })).Code);
                    return;
                }

                MarginRequest calm = At(account, trust, 0.99m, haircut * less);
                MarginRequirement one = MarginCalculator.Compute(calm);
                Assert.All(
                    [At(account, trust * less, 0.99m, haircut * less), At(account, trust, 0.95m, haircut * less),
                        At(account, trust, 0.99m, haircut)],
                    worse =>
                    {
                        MarginRequirement other = MarginCalculator.Compute(worse);
                        Assert.True(other.Initial >= one.Initial && other.Maintenance >= one.Maintenance);
                    });
            },
            iter: Samples.Count);

    [Fact]
    public void Compute_EquityInsideTheBand_NeitherCallsNorReleasesAndNeverBoth() =>
        Gen.Select(Accounts, Gen.Double[0.5, 2]).Sample(
            (account, share) =>
            {
                MarginRequirement plain = Compute(account);
                decimal target = plain.Maintenance * (decimal)share;
                MarginRequest moved =
                    Richer(Request(account), Money.RoundTo(target - plain.Equity, 0.000001m, MoneyRounding.Down));
                MarginRequirement r = MarginCalculator.Compute(moved with { Band = new(1.1m, 1.2m, 1.3m) });
                Assert.True(r.Band!.CallAmount == 0 || r.Band.ReleaseAmount == 0);
                bool inside = r.Equity >= 1.1m * r.Maintenance && r.Equity <= 1.3m * r.Maintenance;
                Assert.Equal(inside, r.Band == new BandAmounts(0, 0));
                Assert.True(r.Band.CallAmount == 0 || r.Equity + r.Band.CallAmount == 1.2m * r.Maintenance);
            },
            iter: Samples.Count);

    private MarginRequest At(Account account, double confidence, decimal peg, double haircut) =>
        Request(account with
        {
            Collateral = [new("WBTC", 0.5m) { InitialHaircut = haircut, MaintenanceHaircut = haircut / 2 }],
        }) with
        {
            AddOns = Surcharges,
            Market = Market with
            {
                Underlyings = [.. Market.Underlyings.Select(u => u with { Confidence = confidence })],
                Quote = new("USDC", peg),
                Assets = [new("WBTC", 60_000) { Underlying = "BTC" }],
            },
        };

    private static string Answer(string requests)
    {
        ArrayBufferWriter<byte> output = new();
        using (Utf8JsonWriter writer = new(output))
        {
            MarginDocument.Answer(System.Text.Encoding.UTF8.GetBytes(requests)).Write(writer);
        }

        return System.Text.Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
