using System.Buffers.Binary;
using System.Text;

namespace Dms.Predictive.Audit.Tests;

/// <summary>Rewrites a log the way an insider would: payloads, checksums and the whole chain, but without the
/// key.</summary>
internal static class LogForger
{
    /// <summary>Lets a change loose on every record payload and writes all hashes and checksums anew.</summary>
    public static void RewriteRecords(this TemporaryLog log, Func<long, string, string> change)
    {
        HashChain chain = new();
        List<FramePlace> frames = log.Frames();
        foreach (string file in log.Segments())
        {
            byte[] old = log.Read(file);
            using MemoryStream forged = new();
            SegmentHeader header = SegmentHeader.Read(old.AsSpan(0, 64))!.Value;
            forged.Write((header with { PreviousHash = chain.Raw.ToArray() }).ToBytes());
            foreach (FramePlace frame in frames.Where(f => f.File == file))
            {
                byte[] payload = old.AsSpan(frame.Start + 64, BitConverter.ToInt32(old, frame.Start + 8)).ToArray();
                if (frame.Type == 1)
                {
                    payload = Encoding.UTF8.GetBytes(change(frame.Sequence, Encoding.UTF8.GetString(payload)));
                    chain.Advance(payload);
                }

                WriteFrame(forged, FrameHeader.Read(old.AsSpan(frame.Start, 64))!.Value, payload, chain.Raw);
            }

            log.Write(file, forged.ToArray());
        }
    }

    /// <summary>Lets a change loose on the 60 checked bytes of one frame header and sets its checksum anew.</summary>
    public static void RewriteHeader(this TemporaryLog log, FramePlace frame, Action<byte[]> change)
    {
        byte[] bytes = log.Read(frame.File);
        byte[] header = bytes[frame.Start..(frame.Start + 64)];
        change(header);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(60), Crc32C.Of(header.AsSpan(0, 60)));
        header.CopyTo(bytes, frame.Start);
        log.Write(frame.File, bytes);
    }

    /// <summary>Signs all heads anew over the records as they are now, with another key.</summary>
    public static void SignHeads(this TemporaryLog log, AuditSigner stranger)
    {
        log.Write($"keys/{stranger.PublicKey.KeyId}.json", stranger.PublicKey.ToBytes());
        foreach (string file in log.Files().Where(f => f.StartsWith("heads/", StringComparison.Ordinal)))
        {
            TreeHead head = TreeHead.Read(log.Read(file));
            HashChain chain = new();
            MerkleEdge edge = new();
            foreach (SealedRecord record in AuditLogReader.Read(log.Path).Take((int)head.Size))
            {
                chain.Advance(record.Canonical.Span);
                edge.Add(MerkleHash.Leaf(record.Canonical.Span));
            }

            TreeHead forged = head with { Chain = chain.Hex, Root = Convert.ToHexStringLower(edge.Root()) };
            log.Write(file, forged.SignedBy(stranger).ToBytes());
        }
    }

    private static void WriteFrame(MemoryStream to, FrameHeader old, byte[] payload, ReadOnlySpan<byte> chain)
    {
        FrameHeader header = old with
        {
            PayloadLength = payload.Length,
            PayloadCrc = payload.Length == 0 ? 0 : Crc32C.Of(payload),
        };
        byte[] bytes = new byte[64];
        header.Write(chain, bytes);
        to.Write(bytes);
        to.Write(payload);
        to.Write(new byte[header.Padding]);
    }
}
