using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData.Tests;

public sealed class BarFileRefusalTests
{
    private const string Good = BarText.Header + Rows;
    private const string Where = "feed/TEST-X.csv";
    private const string Rows = "2024-03-01T00:00:00Z,100,101,99,100.5,2\n"
        + "2024-03-01T00:01:00Z,100,101,99,100.5,2\n";

    [Theory]
    [InlineData("", "bars-empty", Where)]
    [InlineData("\uFEFF", "bars-empty", Where)]
    [InlineData(BarText.Header, "bars-empty", Where)]
    [InlineData("time,open,high,low,close,volume\n" + Rows, "bars-header", Where + ":1")]
    [InlineData("timestamp,open,high,low,close,volume,\n" + Rows, "bars-header", Where + ":1")]
    [InlineData("timestamp,open,high,low,close,volume,open\n" + Rows, "bars-header", Where + ":1")]
    [InlineData(Rows, "bars-header", Where + ":1")]
    [InlineData(BarText.Header + "2024-03-01T00:00:00Z,1,2,1,2,1\n", "bars-too-few", Where)]
    [InlineData(BarText.Header + "2024-03-01,1,2,1,2,1\n2024-03-01T00:00:01Z,1,2,1,2,1\n", "bars-step", Where)]
    [InlineData(BarText.Header + "2024-03-01T00:02:00Z,1,2,1,2,1\n" + Rows, "bars-unsorted", Where + ":3")]
    [InlineData(Good + "2024-03-01T00:02:00Z,1,two,1,2,1\n", "bars-malformed", Where + ":4:high")]
    [InlineData(Good + "2024-03-01T00:02:00Z,1,2,1,,1\n", "bars-malformed", Where + ":4:close")]
    [InlineData(Good + "2024-03-01T00:02:00Z,NaN,2,1,2,1\n", "bars-malformed", Where + ":4:open")]
    [InlineData(Good + "2024-03-01T00:02:00Z,1,2,1,2,+1\n", "bars-malformed", Where + ":4:volume")]
    [InlineData(Good + "2024-03-01T00:02:00Z,1,2,1,2,1e400\n", "bars-malformed", Where + ":4:volume")]
    [InlineData(Good + "2024-03-01T00:02:00Z,1e12,2,1,2,1\n", "bars-malformed", Where + ":4:open")]
    [InlineData(Good + "2024-03-01T00:02:00Z, 1,2,1,2,1\n", "bars-malformed", Where + ":4:open")]
    [InlineData(Good + "2024-03-01T00:02:00,1,2,1,2,1\n", "bars-malformed", Where + ":4:timestamp")]
    [InlineData(BarText.Header + Rows + "2023-02-29T00:02:00Z,1,2,1,2,1\n", "bars-malformed", Where + ":4:timestamp")]
    [InlineData(Good + "2024-03-01T00:02:00Z,1,2,1,2\n", "bars-malformed", Where + ":4")]
    [InlineData(Good + "2024-03-01T00:02:00Z,1,2,1,2,1,7\n", "bars-malformed", Where + ":4")]
    [InlineData(BarText.Header + "\n" + Rows, "bars-malformed", Where + ":2")]
    public void Read_NoBarsFile_IsRefusedWithCodeAndPlace(string text, string code, string where)
    {
        InputRefusedException e = Assert.Throws<InputRefusedException>(() => BarText.Read(text));
        Assert.Equal((code, where), (e.Code, e.Where));
        Assert.NotEmpty(e.Message);
    }

    [Fact]
    public void Read_TextInNumberColumn_SaysFoundAndAllowed()
    {
        InputRefusedException e = Assert.Throws<InputRefusedException>(() =>
            BarText.Read(Good + "2024-03-01T00:02:00Z,1,\u0007two,1,2,1\n"));
        const string Expected = "'\uFFFDtwo' in column high; allowed is a decimal number below 1e12";
        Assert.Contains(Expected, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EndlessLine_IsRefused()
    {
        string flood = BarText.Header + "2024-03-01T00:02:00Z," + new string('9', 100_000);
        Assert.Equal("bars-malformed", Code(() => BarText.Read(flood)));
        Assert.Equal("bars-malformed", Code(() => BarText.Read(new string('x', 1_000_000))));
    }

    [Fact]
    public void Read_GzipCutAtAnyByte_IsRefused()
    {
        byte[] whole = BarText.Gzip(BarText.Minutes(300));
        for (int length = 2; length < whole.Length; length++)
        {
            InputRefusedException e = Assert.Throws<InputRefusedException>(() => BarText.Read(whole[..length]));
            // With nothing of the trailer left, the file's own last bytes stand where the checksum should be.
            string[] allowed = length == whole.Length - 8 ? ["bars-damaged", "bars-truncated"] : ["bars-truncated"];
            Assert.Contains(e.Code, allowed);
        }
    }

    [Fact]
    public void Read_BytesAfterTheLastMember_AreRefused()
    {
        byte[] whole = BarText.Gzip(BarText.Minutes(300));
        foreach (byte[] garbage in new byte[][] { [0], [0, 0, 0], "garbage after the end"u8.ToArray() })
        {
            InputRefusedException e = Assert.Throws<InputRefusedException>(() => BarText.Read([.. whole, .. garbage]));
            Assert.Equal("bars-trailing-bytes", e.Code);
            Assert.Contains($"at byte {whole.Length}", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_WrongChecksum_IsRefused()
    {
        byte[] bytes = BarText.Gzip(BarText.Minutes(300));
        bytes[^6] ^= 1;
        Assert.Equal("bars-damaged", Code(() => BarText.Read(bytes)));
    }

    [Fact]
    public void Read_InflatesBeyondReason_IsRefused()
    {
        StringBuilder rows = new(BarText.Header);
        while (rows.Length < 8 << 20)
        {
            rows.Append("2024-03-01T00:00:00Z,1,1,1,1,1\n");
        }

        Assert.Equal("bars-too-large", Code(() => BarText.Read(BarText.Gzip(rows.ToString()))));
    }

    [Fact]
    public void Read_FolderOrAbsentFile_IsNamed()
    {
        string folder = Path.GetTempPath();
        Assert.Equal("bars-folder", Code(() => BarFile.Read(folder, CancellationToken.None)));
        string absent = Path.Combine(folder, "absent-bars.csv");
        Assert.Throws<FileNotFoundException>(() => BarFile.Read(absent, CancellationToken.None));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_MutatedBytes_GivesBarsOrRefusal(bool gzip)
    {
        byte[] sample = Encoding.UTF8.GetBytes(BarText.Minutes(40));
        sample = gzip ? BarText.Gzip(sample) : sample;
        Random random = new(20_260_101);
        int accepted = 0;
        for (int trial = 0; trial < 20_000; trial++)
        {
            byte[] bytes = Mutate(sample, random);
            try
            {
                BarReading reading = BarText.Read(bytes, sort: trial % 2 == 0);
                accepted++;
                Assert.True(reading.ToSeries().Bars.Count >= 2);
                Assert.All(reading.Bars, b => Assert.True(b.Low > 0 && b.Low <= b.High && b.VolumeBase >= 0));
            }
            catch (InputRefusedException e)
            {
                Assert.StartsWith("bars-", e.Code, StringComparison.Ordinal);
            }
        }

        Assert.InRange(accepted, gzip ? 0 : 100, 19_999);
    }

    private static string Code(Func<object> read) => Assert.Throws<InputRefusedException>(read).Code;

    private static byte[] Mutate(byte[] sample, Random random)
    {
        List<byte> bytes = [.. sample];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int at = random.Next(bytes.Count);
            int length = Math.Min(random.Next(1, 80), bytes.Count - at);
            switch (random.Next(5))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes.RemoveRange(at, length); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
                default: bytes.InsertRange(at, Tokens[random.Next(Tokens.Length)]); break;
            }

            bytes = bytes.Count == 0 ? [0] : bytes;
        }

        return [.. bytes];
    }

    private static readonly byte[][] Tokens =
    [
        [.. "-"u8], [.. "0"u8], [.. "1e400"u8], [.. "e-320"u8], [.. ",,"u8], [.. "\n"u8], [.. "\r\n"u8], [.. "\0"u8],
        [.. "99999999999999999999999999"u8], [.. "."u8], [.. "\uFEFF"u8],
        [0x1f, 0x8b], [0xff, 0xfe], [.. "2189-12-31"u8],
    ];
}
