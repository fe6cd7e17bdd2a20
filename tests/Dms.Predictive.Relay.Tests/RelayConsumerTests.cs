using System.Numerics;
using CsCheck;

namespace Dms.Predictive.Relay.Tests;

/// <summary>Three signers, two of whom suffice; one rate of one market that may move by 0.02 at a time.</summary>
public sealed class RelayConsumerTests
{
    private const ulong Now = 1_772_452_900;
    private static readonly Word Market = Keccak256.Of("BTC-PERP");
    private static readonly Word Parameter = Keccak256.Of("initialMarginRate");
    private static readonly RelaySigner[] Signers = [.. new[] { "ada", "rob", "eve" }.Select(n => new RelaySigner(Keccak256.Of(n).Bytes))];
    private static readonly RelaySigner Stranger = new(Keccak256.Of("mallory").Bytes);

    private static readonly RelayRules Rules = new()
    {
        Domain = new("Dms.Predictive", "1", 31337, Address.Parse("0x00000000000000000000000000000000000000Aa")),
        Parameters = [new(Market, Parameter, FixedPoint.Of(0.05m), FixedPoint.Of(0.02m))],
        Signers = [.. Signers.Select(s => s.Address)],
        Threshold = 2,
        MinimumDelaySeconds = 3600,
    };

    private static readonly RiskParameterUpdate Update = new()
    {
        Market = Market,
        Parameter = Parameter,
        NewValue = FixedPoint.Of(0.0625m),
        PreviousValue = FixedPoint.Of(0.05m),
        UpdateId = 42,
        IssuedAt = Now - 60,
        EffectiveAt = Now + 3600,
        Deadline = Now + 600,
        AuditHash = Keccak256.Of("record 862"),
    };

    [Fact]
    public void Take_TwoOfThree_CountsFromItsTimeOn()
    {
        RelayConsumer consumer = new(Rules);

        Assert.Null(consumer.Take(Signed(Update, 0, 2), Now));

        Assert.Equal(42ul, consumer.LastUpdateId);
        Assert.Equal(FixedPoint.Of(0.05m), consumer.ValueAt(Market, Parameter, Now + 3599));
        Assert.Equal(FixedPoint.Of(0.0625m), consumer.ValueAt(Market, Parameter, Now + 3600));
    }

    [Fact]
    public void Take_SecondUpdate_BuildsOnTheOneThatWaits()
    {
        RelayConsumer consumer = new(Rules);
        Assert.Null(consumer.Take(Signed(Update, 0, 1), Now));
        RiskParameterUpdate next = Update with { UpdateId = 43, PreviousValue = Update.NewValue, NewValue = FixedPoint.Of(0.07m), EffectiveAt = Now + 3700 };

        Assert.Null(consumer.Take(Signed(next, 1, 2), Now + 10));
        Assert.Equal(FixedPoint.Of(0.0625m), consumer.ValueAt(Market, Parameter, Now + 3650));
        Assert.Equal(FixedPoint.Of(0.07m), consumer.ValueAt(Market, Parameter, Now + 3700));
    }

    public static TheoryData<RelayRefusal> Guards => [.. Enum.GetValues<RelayRefusal>()];

    [Theory]
    [MemberData(nameof(Guards))]
    public void Take_EveryGuard_RefusesByNameAndChangesNothing(RelayRefusal guard)
    {
        RelayConsumer consumer = new(Rules);
        consumer.Pause(Market, guard == RelayRefusal.MarketPaused);

        Assert.Equal(guard, consumer.Take(Hostile(guard), Now));

        Assert.Equal(0ul, consumer.LastUpdateId);
        Assert.Equal(FixedPoint.Of(0.05m), consumer.ValueAt(Market, Parameter, ulong.MaxValue));
        consumer.Pause(Market, isPaused: false);
        Assert.Null(consumer.Take(Signed(Update, 0, 1), Now));
    }

    [Fact]
    public void Take_TheSameUpdateTwice_CountsOnce()
    {
        RelayConsumer consumer = new(Rules);
        Assert.Null(consumer.Take(Signed(Update, 0, 1), Now));
        Assert.Equal(RelayRefusal.UpdateIdNotRising, consumer.Take(Signed(Update, 0, 1), Now));
    }

    [Fact]
    public void Take_AtTheEdges_IsTaken()
    {
        RelayConsumer consumer = new(Rules);
        RiskParameterUpdate edge = Update with { NewValue = FixedPoint.Of(0.07m), Deadline = Now, IssuedAt = Now, UpdateId = 1 };
        Assert.Null(consumer.Take(Signed(edge, 0, 1), Now));
    }

    [Fact]
    public void Take_SignedForAnotherChain_IsNobodys()
    {
        RelayConsumer consumer = new(Rules);
        RelayDomain other = Rules.Domain with { ChainId = 1 };
        SignedUpdate signed = new(Update, [.. Signers.Take(2).Select(s => s.Sign(Update.DigestFor(other)))]);

        Assert.Equal(RelayRefusal.UnknownSigner, consumer.Take(signed, Now));
    }

    [Fact]
    public void Signature_AnyKeyAndMessage_IsRecoveredAndItsTwinRefused() =>
        Gen.Select(Gen.Byte.Array[32], Gen.Byte.Array[32]).Sample(
            (key, message) =>
            {
                key[0] = 1;
                RelaySigner signer = new(key);
                Word digest = Word.Of(message);
                RelaySignature signature = signer.Sign(digest);

                Assert.True(signature.IsLow);
                Assert.Equal(signer.Address, signature.Signer(digest));
                Assert.Equal(signature, RelaySignature.FromBytes(signature.ToBytes()));
                RelaySignature twin = Twin(signature);
                Assert.False(twin.IsLow);
                Assert.Equal(signer.Address, twin.Signer(digest));
            }, iter: 50);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Signature_OutOfRange_IsNobodys(int r, int s) => Assert.Null(new RelaySignature(r, s, 27).Signer(Market));

    [Fact]
    public void Rules_ThatCannotBeKept_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => new RelayConsumer(Rules with { Threshold = 4 }));
        Assert.Throws<ArgumentException>(() => new RelayConsumer(Rules with { Threshold = 0 }));
        Assert.Throws<ArgumentException>(() => new RelayConsumer(Rules with { Signers = [Signers[0].Address, Signers[0].Address] }));
        Assert.Throws<ArgumentException>(() => new RelayConsumer(Rules with { Parameters = [.. Rules.Parameters, .. Rules.Parameters] }));
    }

    private static SignedUpdate Hostile(RelayRefusal guard) => guard switch
    {
        RelayRefusal.ParameterNotListed => Signed(Update with { Parameter = Keccak256.Of("fee") }, 0, 1),
        RelayRefusal.UpdateIdNotRising => Signed(Update with { UpdateId = 0 }, 0, 1),
        RelayRefusal.Expired => Signed(Update with { Deadline = Now - 1 }, 0, 1),
        RelayRefusal.IssuedInTheFuture => Signed(Update with { IssuedAt = Now + 1 }, 0, 1),
        RelayRefusal.TooEarly => Signed(Update with { EffectiveAt = Now + 3599 }, 0, 1),
        RelayRefusal.WrongPreviousValue => Signed(Update with { PreviousValue = FixedPoint.Of(0.06m) }, 0, 1),
        RelayRefusal.ChangeTooLarge => Signed(Update with { NewValue = FixedPoint.Of(0.07m) + 1 }, 0, 1),
        RelayRefusal.HighS => new(Update, [Sign(Update, Signers[0]), Twin(Sign(Update, Signers[1]))]),
        RelayRefusal.UnknownSigner => new(Update, [Sign(Update, Signers[0]), Sign(Update, Stranger)]),
        RelayRefusal.DuplicateSigner => new(Update, [Sign(Update, Signers[0]), Sign(Update, Signers[0])]),
        RelayRefusal.TooFewSigners => Signed(Update, 0),
        _ => Signed(Update, 0, 1),
    };

    private static RelaySignature Twin(RelaySignature s) =>
        s with { S = BigInteger.Parse("115792089237316195423570985008687907852837564279074904382605163141518161494337", System.Globalization.CultureInfo.InvariantCulture) - s.S, V = (byte)(55 - s.V) };

    private static SignedUpdate Signed(RiskParameterUpdate update, params int[] signers) =>
        new(update, [.. signers.Select(i => Sign(update, Signers[i]))]);

    private static RelaySignature Sign(RiskParameterUpdate update, RelaySigner signer) => signer.Sign(update.DigestFor(Rules.Domain));
}
