using System.Buffers.Binary;
using CsCheck;

namespace Dms.Predictive.Audit.Tests;

public sealed class LogForgeryTests : IDisposable
{
    private readonly TemporaryLog _log = new(2, TimeSpan.FromHours(20));

    public void Dispose() => _log.Dispose();

    [Fact]
    public void Verify_RecordRewrittenWithAllHashes_CaughtByTheSignedHead()
    {
        _log.RewriteRecords((n, text) => n == 6 ? OtherAccount(text) : text);
        Expect(FindingReason.RootMismatch, "heads/00000000000000000006.json", 0, 6, _log.Verify());
        Expect(FindingReason.RootMismatch, "heads/00000000000000000006.json", 0, 6, _log.Verify(_log.Key));
    }

    [Fact]
    public void Verify_RewrittenAndResigned_CaughtOnlyByThePinnedKey()
    {
        _log.RewriteRecords((n, text) => n == 6 ? OtherAccount(text) : text);
        using AuditSigner stranger = AuditSigner.CreateThrowAway(SampleRecords.Start);
        _log.SignHeads(stranger);
        Assert.Equal((true, SignatureVerdict.Self), (_log.Verify().IsSound, _log.Verify().Signature));
        Expect(FindingReason.UnknownKey, "heads/00000000000000000008.json", 0, 8, _log.Verify(_log.Key));
        Assert.Equal(SignatureVerdict.UnknownKey, _log.Verify(_log.Key).Signature);
    }

    [Fact]
    public void Verify_TailDeletedWithItsHead_CaughtOnlyByAHeadKeptElsewhere()
    {
        TreeHead kept = TreeHead.Read(_log.Read("heads/00000000000000000008.json"));
        string first = _log.Segments()[0];
        File.Delete(Path.Combine(_log.Path, _log.Segments()[1]));
        File.Delete(Path.Combine(_log.Path, "heads/00000000000000000008.json"));
        Assert.True(_log.Verify(_log.Key).IsSound);
        LogVerification verdict = LogVerifier.Verify(_log.Path, [_log.Key], kept, "kept.json");
        Expect(FindingReason.MissingTail, first, _log.Read(first).Length, 7, verdict);
    }

    [Fact]
    public void Verify_KeptHeadOfTheOldHistory_CaughtEvenAfterResigning()
    {
        TreeHead kept = TreeHead.Read(_log.Read("heads/00000000000000000006.json"));
        Assert.True(LogVerifier.Verify(_log.Path, [], kept).IsSound);
        _log.RewriteRecords((n, text) => n == 3 ? OtherReason(text) : text);
        using AuditSigner stranger = AuditSigner.CreateThrowAway(SampleRecords.Start);
        _log.SignHeads(stranger);
        Expect(FindingReason.RootMismatch, "kept.json", 0, 6, LogVerifier.Verify(_log.Path, [], kept, "kept.json"));
    }

    [Theory]
    [InlineData("\"maintenance\":\"12000.00\"", "\"maintenance\":\"12000.0\"", FindingReason.BadRecord)]
    [InlineData("\"MlUplift\":\"2539.01\"", "\"MlUplift\":\"2539.02\"", FindingReason.BadRecord)]
    [InlineData("\"initial\":\"15234.07\"", "\"initial\": \"15234.07\"", FindingReason.NotCanonical)]
    [InlineData("\"forecasts\":[5]", "\"forecasts\":[4]", FindingReason.DanglingReference)]
    [InlineData("\"env\":2", "\"env\":3", FindingReason.DanglingReference)]
    [InlineData("\"seq\":6", "\"seq\":7", FindingReason.SequenceGap)]
    [InlineData("\"epoch\":1", "\"epoch\":2", FindingReason.BadRecord)]
    public void Verify_RecordThatBreaksARule_Named(string from, string to, string reason)
    {
        _log.RewriteRecords((n, text) => n == 6 ? text.Replace(from, to, StringComparison.Ordinal) : text);
        FramePlace sixth = _log.Frames().Single(f => f.Type == 1 && f.Sequence == 6);
        Expect(reason, sixth.File, sixth.Start, 6, _log.Verify(_log.Key));
    }

    [Fact]
    public void Verify_ChainHashOrEpochOrSequenceRewrittenInAFrame_Named()
    {
        FramePlace third = _log.Frames().Single(f => f.Type == 1 && f.Sequence == 3);
        byte[] sound = _log.Read(third.File);
        _log.RewriteHeader(third, h => h[30] ^= 1);
        Expect(FindingReason.ChainMismatch, third.File, third.Start, 3, _log.Verify());
        _log.Write(third.File, sound);
        _log.RewriteHeader(third, h => BinaryPrimitives.WriteUInt32LittleEndian(h.AsSpan(12), 0));
        Expect(FindingReason.EpochRegression, third.File, third.Start, 3, _log.Verify());
        _log.Write(third.File, sound);
        _log.RewriteHeader(third, h => h[16] = 9);
        Expect(FindingReason.SequenceGap, third.File, third.Start, 3, _log.Verify());
        _log.Write(third.File, sound);
        _log.RewriteHeader(third, h => h[4] = 4);
        Expect(FindingReason.BadFrameHeader, third.File, third.Start, 3, _log.Verify());
    }

    [Fact]
    public void Verify_HeadOfAnotherLog_Named()
    {
        TreeHead head = TreeHead.Read(_log.Read("heads/00000000000000000006.json"));
        TreeHead other = (head with { Log = new string('b', 32) }).SignedBy(_log.Signer);
        _log.Write("heads/00000000000000000006.json", other.ToBytes());
        Expect(FindingReason.BadHead, "heads/00000000000000000006.json", 0, 6, _log.Verify(_log.Key));
    }

    [Fact]
    public void Verify_AllHeadsDeleted_WarnedAndRefusedWithKey()
    {
        Directory.Delete(Path.Combine(_log.Path, "heads"), recursive: true);
        LogVerification verdict = _log.Verify();
        Assert.Equal((true, SignatureVerdict.None), (verdict.IsSound, verdict.Signature));
        Assert.StartsWith("no-head", Assert.Single(verdict.Warnings), StringComparison.Ordinal);
        Assert.Equal(FindingReason.BadHead, _log.Verify(_log.Key).FirstBad?.Reason);
    }

    [Fact]
    public void Verify_KeyFileDeleted_UnknownKeyUnlessPinned()
    {
        File.Delete(Path.Combine(_log.Path, $"keys/{_log.Key.KeyId}.json"));
        Expect(FindingReason.UnknownKey, "heads/00000000000000000006.json", 0, 6, _log.Verify());
        Assert.True(_log.Verify(_log.Key).IsSound);
    }

    [Fact]
    public void Verify_RandomBytesAnywhere_NeverThrows() =>
        Gen.Select(Gen.Int[0, 1 << 20], Gen.Byte.Array[1, 40]).Sample(
        (place, noise) =>
        {
            string file = _log.Segments()[place % 2];
            byte[] sound = _log.Read(file);
            byte[] noisy = [.. sound];
            int at = place % sound.Length;
            noise.AsSpan(0, Math.Min(noise.Length, sound.Length - at)).CopyTo(noisy.AsSpan(at));
            _log.Write(file, noisy);
            Assert.Equal(noisy.AsSpan().SequenceEqual(sound), _log.Verify(_log.Key).IsSound);
            _log.Write(file, sound);
        },
        iter: 500,
        threads: 1);

    private static string OtherAccount(string text) =>
        text.Replace("acct/α-1", "acct/β-1", StringComparison.Ordinal);

    private static string OtherReason(string text) =>
        text.Replace("first model", "other model", StringComparison.Ordinal);

    private static void Expect(string reason, string file, long offset, long sequence, LogVerification verdict)
    {
        LogFinding? found = verdict.FirstBad;
        Assert.NotNull(found);
        Assert.Equal((reason, file, offset, sequence), (found.Reason, found.File, found.Offset, found.Sequence));
    }
}
