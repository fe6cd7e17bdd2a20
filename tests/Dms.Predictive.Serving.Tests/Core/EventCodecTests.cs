using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Serving.Tests;

public sealed class EventCodecTests
{
    [Fact]
    public void Decode_EncodedCommand_IsTheSame() => Gen.Select(Gen.String[0, 40], Gen.Decimal, Gen.Decimal).Sample((text, a, b) =>
    {
        CommandRequested e = new(new Caller(text, "key", new string('0', 64)), text, new FillCommand(text, a, b))
        {
            Answer = new Answer(201, $"{{\"x\":\"{text.Length}\"}}"),
        };

        Assert.Equal(e, EventCodec.Decode(EventCodec.Encode(e)));
    });

    [Fact]
    public void Decode_EncodedBar_KeepsEveryBit() => Gen.Double.Array[5].Sample(v =>
    {
        BarArrived e = new(new Bar(new Timestamp(123), v[0], v[1], v[2], v[3], v[4]));
        Bar back = ((BarArrived)EventCodec.Decode(EventCodec.Encode(e))).Bar;

        Assert.Equal(v.Select(BitConverter.DoubleToInt64Bits), new[] { back.Open, back.High, back.Low, back.Close, back.VolumeBase }.Select(BitConverter.DoubleToInt64Bits));
    });

    [Fact]
    public void Decode_AnyDamagedBytes_RefusesOrGivesAnEvent() => Gen.Byte[1, 13].Select(Gen.Byte.Array[0, 80], (kind, rest) => (byte[])[kind, .. rest]).Sample(bytes =>
    {
        try
        {
            Assert.NotNull(EventCodec.Decode(bytes));
        }
        catch (InputRefusedException e)
        {
            Assert.Equal("journal-event", e.Code);
        }
    });

    [Fact]
    public void Decode_BytesLeftOver_AreRefused()
    {
        byte[] bytes = [.. EventCodec.Encode(new TimePassed(new Timestamp(5))), 0];

        Assert.Throws<InputRefusedException>(() => EventCodec.Decode(bytes));
    }
}
