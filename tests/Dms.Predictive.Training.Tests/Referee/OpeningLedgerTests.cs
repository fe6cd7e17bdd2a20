using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Training.Tests;

public sealed class OpeningLedgerTests : IDisposable
{
    private static readonly OpeningRequest Request =
        new("aa", ["d1", "d2"], Timestamp.FromDate(2019, 1, 1), Timestamp.FromDate(2020, 1, 1), 17);

    private readonly string _folder = Directory.CreateTempSubdirectory("dms-ledger-").FullName;

    private string FilePath => Path.Combine(_folder, "deep", "ledger.jsonl");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Open_CountsByConfigurationBySpanAndByOverlap()
    {
        OpeningLedger ledger = OpeningLedger.At(FilePath);
        Assert.Equal((1, 1, 1, 1, 1), Numbers(ledger.Open(Request)));
        Assert.Equal((2, 2, 2, 1, 2), Numbers(ledger.Open(Request)));
        Assert.Equal((3, 1, 3, 2, 3), Numbers(ledger.Open(Request with { ProtocolHash = "bb" })));
        OpeningRequest half = Request with { End = Timestamp.FromDate(2019, 7, 1) };
        Assert.Equal((4, 1, 1, 1, 4), Numbers(ledger.Open(half)));
        Assert.Equal((5, 1, 1, 1, 1), Numbers(ledger.Open(Request with { Data = ["other"] })));
        OpeningRequest later = Request with { Start = Request.End, End = Timestamp.FromDate(2021, 1, 1) };
        Assert.Equal((6, 1, 1, 1, 1), Numbers(ledger.Open(later)));
        Assert.Equal((7, 1, 4, 3, 5), Numbers(ledger.Open(Request with { Inputs = ["funding"] })));
    }

    [Fact]
    public void Close_AfterOpen_IsOnDiskWithTheDigest()
    {
        OpeningLedger ledger = OpeningLedger.At(FilePath);
        Opening opening = ledger.Open(Request);
        ledger.Close(opening, "f00d");
        IReadOnlyList<LedgerLine> lines = OpeningLedger.At(FilePath).Read();
        Assert.Equal(2, lines.Count);
        Assert.Equal(opening.LineSha256, lines[0].Sha256);
        Assert.Equal((1, "f00d"), (lines[1].ClosesLine, lines[1].ForecastsSha256));
        Assert.Equal(Request.Data, lines[0].Opened!.Data);
        Assert.Equal(2, ledger.Open(Request).OfThisConfiguration);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_LineRemoved_RefusedWithItsPlace(int line)
    {
        Fill(4);
        List<string> lines = [.. File.ReadAllLines(FilePath)];
        lines.RemoveAt(line - 1);
        File.WriteAllText(FilePath, string.Join('\n', lines) + "\n");
        AssertDamaged(line);
    }

    [Fact]
    public void Read_AnyByteOfAnyLineButTheLastChanged_Refused()
    {
        Fill(3);
        byte[] whole = File.ReadAllBytes(FilePath);
        int last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (int at = 0; at < last; at += 7)
        {
            byte[] changed = [.. whole];
            changed[at] ^= 1;
            File.WriteAllBytes(FilePath, changed);
            Assert.Throws<InputRefusedException>(() => OpeningLedger.At(FilePath).Read());
        }
    }

    [Fact]
    public void Open_LastLineCutShort_RefusedAndNothingWritten()
    {
        Fill(2);
        byte[] torn = File.ReadAllBytes(FilePath)[..^9];
        File.WriteAllBytes(FilePath, torn);
        InputRefusedException e = AssertDamaged(2);
        Assert.Contains("--ledger", e.Message, StringComparison.Ordinal);
        Assert.Throws<InputRefusedException>(() => OpeningLedger.At(FilePath).Open(Request));
        Assert.Equal(torn, File.ReadAllBytes(FilePath));
    }

    [Fact]
    public void Read_ForgedOpeningNumber_Refused()
    {
        Fill(1);
        string text = File.ReadAllText(FilePath);
        File.WriteAllText(FilePath, text.Replace("\"opening\":1", "\"opening\":2", StringComparison.Ordinal));
        Assert.Contains("opening 2", AssertDamaged(1).Message, StringComparison.Ordinal);
        File.WriteAllBytes(FilePath, Encoding.UTF8.GetBytes("hello\n"));
        AssertDamaged(1);
    }

    [Fact]
    public void Open_WhileAnotherRunWrites_FailsWithoutHarm()
    {
        Fill(1);
        using (FileStream held = new(FilePath, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.ThrowsAny<IOException>(() => OpeningLedger.At(FilePath).Open(Request));
        }

        Assert.Single(OpeningLedger.At(FilePath).Read());
    }

    private static (int, int, int, int, int) Numbers(Opening o) =>
        (o.Line, o.OfThisConfiguration, o.OfThisSpan, o.Configurations, o.Overlapping);

    private void Fill(int openings)
    {
        for (int i = 0; i < openings; i++)
        {
            OpeningLedger.At(FilePath).Open(Request);
        }
    }

    private InputRefusedException AssertDamaged(int line)
    {
        InputRefusedException e = Assert.Throws<InputRefusedException>(() => OpeningLedger.At(FilePath).Read());
        Assert.Equal(("ledger-damaged", $"ledger.jsonl:{line}"), (e.Code, e.Where));
        return e;
    }
}
