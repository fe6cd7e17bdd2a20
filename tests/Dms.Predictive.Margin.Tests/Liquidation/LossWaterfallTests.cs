using System.Numerics;
using CsCheck;

namespace Dms.Predictive.Margin.Tests.Liquidation;

public sealed class LossWaterfallTests
{
    private static readonly Gen<IReadOnlyList<LossLayer>> Layers = Gen.Long[0, 50_000].List[0, 4]
        .Select(IReadOnlyList<LossLayer> (rows) => [.. rows.Select((a, i) => new LossLayer($"layer {i}", a))]);

    private static readonly Gen<IReadOnlyList<LossMember>> Members =
        Gen.Select(Gen.Long[0, 1000], Gen.Long[-20_000, 20_000]).List[0, 6].Select(
            IReadOnlyList<LossMember> (rows) => [.. rows.Select((r, i) => new LossMember(
                $"m{i}", r.Item1, r.Item2 < 0 ? null : r.Item2))]);

    private static readonly Gen<LossSources> Sources = Gen.Select(
        Layers, Candidates.Many, Members, Gen.Int[0, 8], (l, c, m, most) => new LossSources(l, c, m, most));

    [Fact]
    public void Absorb_AnyLoss_ConservesEveryUnit() => Gen.Select(Gen.Long[0, 300_000], Layers, Members).Sample(
        (loss, layers, members) =>
        {
            LossAllocation a = LossWaterfall.Absorb(loss, layers, members);
            Assert.Equal(loss, Sum(a.Layers.Select(d => d.Absorbed)) + Sum(a.Socialized.Select(c => c.Amount))
                + a.Unallocated);
            Assert.All(a.Layers.Zip(layers), p =>
                Assert.Equal(p.Second.Available, p.First.Absorbed + p.First.Remaining));
            Assert.All(a.Socialized.Zip(members), p => Assert.InRange(
                p.First.Amount, BigInteger.Zero, p.Second.Capacity ?? loss));
        });

    [Fact]
    public void Absorb_AnyLoss_LaterLayersPayOnlyWhenEarlierAreEmpty() =>
        Gen.Select(Gen.Long[0, 300_000], Layers, Members).Sample((loss, layers, members) =>
        {
            LossAllocation a = LossWaterfall.Absorb(loss, layers, members);
            for (int i = 1; i < a.Layers.Count; i++)
            {
                Assert.True(a.Layers[i].Absorbed.IsZero || a.Layers[i - 1].Remaining.IsZero);
            }

            bool layersEmpty = a.Layers.All(d => d.Remaining.IsZero);
            Assert.True(layersEmpty || (a.Unallocated.IsZero && a.Socialized.All(c => c.Amount.IsZero)));
            bool membersFull = members.Zip(a.Socialized).All(p => p.First.Weight.IsZero
                || p.First.Capacity == p.Second.Amount);
            Assert.True(a.Unallocated.IsZero || membersFull);
        });

    [Fact]
    public void Absorb_MembersWithoutCapacity_ShareWithinOneUnit() =>
        Gen.Select(Gen.Long[0, 300_000], Gen.Long[1, 1000].List[1, 6]).Sample((loss, weights) =>
        {
            LossMember[] members = [.. weights.Select((w, i) => new LossMember($"m{i}", w))];
            LossAllocation a = LossWaterfall.Absorb(loss, [], members);
            double total = weights.Sum();
            Assert.All(a.Socialized.Zip(weights), p =>
                Assert.InRange((double)p.First.Amount - (loss * (p.Second / total)), -1.0001, 1.0001));
        });

    [Fact]
    public void Absorb_MembersInAnotherOrder_SameCharges() => Gen.Select(Gen.Long[0, 300_000], Members).Sample(
        (loss, members) => Assert.Equal(
            LossWaterfall.Absorb(loss, [], members).Socialized.OrderBy(c => c.Member),
            LossWaterfall.Absorb(loss, [], [.. members.Reverse()]).Socialized.OrderBy(c => c.Member)));

    [Fact]
    public void Absorb_KnownLayers_MatchesTheWorkedExample()
    {
        LossAllocation a = LossWaterfall.Absorb(
            150_000, [new("fees", 10_000), new("insurance", 50_000), new("pool", 200_000)], [new("m1", 3), new("m2", 5)]);
        Assert.Equal(
            [new("fees", 10_000, 0), new("insurance", 50_000, 0), new("pool", 90_000, 110_000)], a.Layers);
        Assert.Equal([new("m1", 0), new("m2", 0)], a.Socialized);
        Assert.Equal(0, a.Unallocated);
    }

    [Fact]
    public void Absorb_CapacityReached_RestGoesToTheOthers() => Assert.Equal(
        [new("a", 10), new("b", 90)],
        LossWaterfall.Absorb(100, [], [new("a", 1, 10), new("b", 1)]).Socialized);

    [Fact]
    public void Absorb_NegativeLossOrRepeatedMember_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => LossWaterfall.Absorb(-1, [], []));
        Assert.Throws<ArgumentException>(() => LossWaterfall.Absorb(1, [new("pool", -1)], []));
        Assert.Throws<ArgumentException>(() => LossWaterfall.Absorb(1, [], [new("a", 1), new("a", 1)]));
    }

    [Fact]
    public void Settle_AnyAccount_ConservesMoneyAndContracts() => Gen.Select(Candidates.Bankrupt, Sources).Sample(
        (account, sources) =>
        {
            BankruptcySettlement s = LossWaterfall.Settle(account, sources);
            BigInteger paidIn = Sum(s.Loss.Layers.Select(d => d.Absorbed)) + Sum(s.Loss.Socialized.Select(c => c.Amount));
            Assert.Equal(account.Quote + paidIn, s.Quote + Sum(s.Fills.Select(f => f.Received)));
            Assert.Equal(account.Quantity, s.Quantity + Sum(s.Fills.Select(f => f.Quantity)));
            Assert.True(s.Fills.Count <= sources.MostCounterparties);
        });

    [Fact]
    public void Settle_AnyAccount_EndsAtZeroOrNamesWhatIsMissing() => Gen.Select(Candidates.Bankrupt, Sources).Sample(
        (account, sources) =>
        {
            BankruptcySettlement s = LossWaterfall.Settle(account, sources);
            BigInteger missing = (account with { Quantity = s.Quantity, Quote = s.Quote }).Deficit;
            Assert.Equal(s.Loss.Unallocated, missing);
        });

    [Fact]
    public void Settle_LayersSuffice_NobodyIsDeleveraged()
    {
        BankruptAccount account = Candidates.LongAt(55, quote: -56, mark: 50);
        BankruptcySettlement s = LossWaterfall.Settle(
            account, new([new("insurance", 100)], [new("short", -1, -60, 200)], [], 5));
        Assert.Equal((6, 94), (s.Loss.Layers[0].Absorbed, s.Loss.Layers[0].Remaining));
        Assert.Empty(s.Fills);
        Assert.Equal((1, -50), (s.Quantity, s.Quote));
    }

    private static BigInteger Sum(IEnumerable<BigInteger> amounts) =>
        amounts.Aggregate(BigInteger.Zero, (sum, a) => sum + a);
}
