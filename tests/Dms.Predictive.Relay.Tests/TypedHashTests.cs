using System.Numerics;

namespace Dms.Predictive.Relay.Tests;

public sealed class TypedHashTests
{
    // The example of EIP-712: mail from Cow to Bob, signed with keccak256("cow").
    private static readonly RelayDomain EtherMail =
        new("Ether Mail", "1", 1, Address.Parse("0xCcCCccccCCCCcCCCCCCcCcCccCcCCCcCcccccccC"));

    [Fact]
    public void Domain_ExampleOfTheStandard_HasItsSeparator() => Assert.Equal(
        "0xf2cee375fa42b42143804025fc449deafd50cc031ca257e0b194a650a912090f", EtherMail.Separator.ToString());

    [Fact]
    public void DigestOf_ExampleOfTheStandard_IsSignedByCow()
    {
        Word person = Keccak256.Of("Person(string name,address wallet)");
        Word PersonOf(string name, string wallet) =>
            TypedHash.HashOf([person, Keccak256.Of(name), Address.Parse(wallet).Padded]);
        Word mail = TypedHash.HashOf(
        [
            Keccak256.Of("Mail(Person from,Person to,string contents)Person(string name,address wallet)"),
            PersonOf("Cow", "0xCD2a3d9F938E13CD947Ec05AbC7FE734Df8DD826"),
            PersonOf("Bob", "0xbBbBBBBbbBBBbbbBbbBbbbbBBbBbbbbBbBbbBBbB"),
            Keccak256.Of("Hello, Bob!"),
        ]);
        Word digest = TypedHash.DigestOf(EtherMail.Separator, mail);
        RelaySigner cow = new(Keccak256.Of("cow").Bytes);
        RelaySignature signature = new(
            Number("4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"),
            Number("07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562"), 28);

        Assert.Equal("0xbe609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2", digest.ToString());
        Assert.Equal(Address.Parse("0xcd2a3d9f938e13cd947ec05abc7fe734df8dd826"), signature.Signer(digest));
        Assert.Equal(cow.Address, signature.Signer(digest));
        Assert.Equal(signature, cow.Sign(digest));
    }

    [Theory]
    [InlineData("0", "0000000000000000000000000000000000000000000000000000000000000000")]
    [InlineData("-1", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("255", "00000000000000000000000000000000000000000000000000000000000000ff")]
    [InlineData("-256", "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff00")]
    [InlineData("57896044618658097711785492504343953926634992332820282019728792003956564819967", "7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    [InlineData("-57896044618658097711785492504343953926634992332820282019728792003956564819968", "8000000000000000000000000000000000000000000000000000000000000000")]
    public void Word_SignedNumbers_AreTwosComplement(string number, string word) =>
        Assert.Equal("0x" + word, Word.Of(BigInteger.Parse(number, System.Globalization.CultureInfo.InvariantCulture)).ToString());

    [Fact]
    public void Word_NumberBeyondInt256_IsRefused()
    {
        Assert.Throws<OverflowException>(() => Word.Of(BigInteger.One << 255));
        Assert.Throws<OverflowException>(() => Word.Of(-(BigInteger.One << 255) - 1));
    }

    [Fact]
    public void FixedPoint_OfDecimals_IsExact()
    {
        Assert.Equal(BigInteger.Parse("62500000000000000", System.Globalization.CultureInfo.InvariantCulture), FixedPoint.Of(0.0625m));
        Assert.Equal(-FixedPoint.One, FixedPoint.Of(-1.000m));
        Assert.Throws<ArgumentException>(() => FixedPoint.Of(0.0000000000000000001m));
    }

    private static BigInteger Number(string hex) =>
        new(Convert.FromHexString(hex), isUnsigned: true, isBigEndian: true);
}
