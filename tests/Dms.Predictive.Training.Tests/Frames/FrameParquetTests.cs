using Dms.Predictive.Core;
using Microsoft.Data.Analysis;

namespace Dms.Predictive.Training.Tests;

/// <summary>Nothing is lost between a frame, a file and the frame that is read back.</summary>
public sealed class FrameParquetTests
{
    // Twenty of each zero: an encoding that looks values up by equality would mix them.
    private static readonly double[] Awkward =
    [
        .. Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? 0.0 : -0.0),
        double.NaN, BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_1234), double.Epsilon, -double.Epsilon,
            double.MaxValue, double.MinValue,
        double.PositiveInfinity, double.NegativeInfinity, 0.1, 1.0 / 3, 1e-310,
    ];

    [Fact]
    public async Task RoundTrip_AwkwardDoubles_KeepEveryBit()
    {
        FrameDocument back = await Back(Document(new DoubleDataFrameColumn("x", Awkward)));

        Assert.Equal(Awkward.Select(BitConverter.DoubleToInt64Bits),
            Column<double>(back, "x").Select(v => BitConverter.DoubleToInt64Bits(v!.Value)));
        Assert.Equal(0, back.Frame.Columns[0].NullCount);
    }

    [Fact]
    public async Task RoundTrip_Times_StayUtcToTheTick()
    {
        DateTime[] times =
        [
            new(2026, 3, 1, 0, 5, 0, DateTimeKind.Utc), new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(1),
            new(1970, 1, 1, 0, 0, 0, DateTimeKind.Utc), new(1969, 12, 31, 23, 59, 59, DateTimeKind.Utc),
        ];
        FrameDocument back = await Back(Document(new DateTimeDataFrameColumn("time", times)));

        Assert.Equal(times.Select(t => t.Ticks), Column<DateTime>(back, "time").Select(t => t!.Value.Ticks));
        Assert.All(Column<DateTime>(back, "time"), t => Assert.Equal(DateTimeKind.Utc, t!.Value.Kind));
    }

    [Fact]
    public async Task RoundTrip_EveryType_AbsentValuesStayAbsent()
    {
        FrameDocument sent = Document(
            new DoubleDataFrameColumn("d", [1.5, null, double.NaN]),
                new Int32DataFrameColumn("i", [int.MinValue, null, 7]),
            new Int64DataFrameColumn("l", [long.MaxValue, null, -1]),
                new BooleanDataFrameColumn("b", [true, null, false]),
            new StringDataFrameColumn("s", ["ü,\"\n", null, ""]),
                new DateTimeDataFrameColumn("t", [DateTime.UnixEpoch, null, DateTime.UnixEpoch]));
        FrameDocument back = await Back(sent);

        Assert.Equal(sent.Frame.Columns.Select(c => (c.Name, c.DataType)),
            back.Frame.Columns.Select(c => (c.Name, c.DataType)));
        foreach ((DataFrameColumn expected, DataFrameColumn found) in sent.Frame.Columns.Zip(back.Frame.Columns))
        {
            Assert.Equal(Enumerable.Range(0, 3).Select(i => expected[i]), Enumerable.Range(0, 3).Select(i => found[i]));
        }
    }

    [Fact]
    public async Task RoundTrip_Metadata_ComeBack()
    {
        FrameDocument sent = Document(new DoubleDataFrameColumn("x", [1.0]));
        FrameDocument back = await Back(sent);

        Assert.Equal(sent.Metadata.OrderBy(m => m.Key), back.Metadata.OrderBy(m => m.Key));
    }

    [Fact]
    public async Task Write_Twice_SameBytes()
    {
        FrameDocument document = Document(new DoubleDataFrameColumn("x", Awkward));

        Assert.Equal(await Bytes(document), await Bytes(document));
    }

    [Fact]
    public async Task Write_ColumnOfAnotherType_SaysWhichAndWhatIsAllowed()
    {
        ArgumentException e = await Assert.ThrowsAsync<ArgumentException>(
            () => Bytes(Document(new DecimalDataFrameColumn("money", [1m]))));

        Assert.Contains("'money' holds Decimal", e.Message);
        Assert.Contains("doubles", e.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(60)]
    public async Task Read_CutFile_Refused(int keep)
    {
        byte[] bytes = await Bytes(Document(new DoubleDataFrameColumn("x", Awkward)));

        await Refused(bytes[..keep]);
    }

    [Fact]
    public async Task Read_TextInstead_RefusedByName()
    {
        InputRefusedException e = await Refused("time,open,high\n2026-01-01T00:00:00Z,1,1\n"u8.ToArray());

        Assert.Equal("there.parquet", e.Where);
    }

    [Fact]
    public async Task Read_FlippedBytes_RefusedOrReadButNeverAnotherError()
    {
        byte[] whole = await Bytes(
            Document(new DoubleDataFrameColumn("x", Awkward),
            new StringDataFrameColumn("s", Awkward.Select(v => $"{v}"))));
        for (int at = 4; at < whole.Length; at += 7)
        {
            byte[] damaged = [.. whole];
            damaged[at] ^= 0x55;
            try
            {
                await FrameParquet.ReadAsync(new MemoryStream(damaged), "there.parquet");
            }
            catch (InputRefusedException e)
            {
                Assert.Equal("parquet", e.Code);
            }
        }
    }

    private static async Task<InputRefusedException> Refused(byte[] bytes)
    {
        InputRefusedException e = await Assert.ThrowsAsync<InputRefusedException>(
            () => FrameParquet.ReadAsync(new MemoryStream(bytes), "there.parquet"));
        Assert.Equal("parquet", e.Code);
        return e;
    }

    private static FrameDocument Document(params DataFrameColumn[] columns) =>
        new(new DataFrame(columns), new Dictionary<string,
            string> { [FrameDocument.Kind] = "test/1", ["unit:x"] = "%²" });

    private static PrimitiveDataFrameColumn<T> Column<T>(FrameDocument document, string name)
        where T : unmanaged => Assert.IsAssignableFrom<PrimitiveDataFrameColumn<T>>(document.Frame[name]);

    private static async Task<byte[]> Bytes(FrameDocument document)
    {
        using MemoryStream stream = new();
        await FrameParquet.WriteAsync(document, stream);
        return stream.ToArray();
    }

    private static async Task<FrameDocument> Back(FrameDocument document) =>
        await FrameParquet.ReadAsync(new MemoryStream(await Bytes(document)), "there.parquet");
}
