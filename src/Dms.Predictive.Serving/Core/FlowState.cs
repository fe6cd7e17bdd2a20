using System.Buffers.Binary;
using System.Security.Cryptography;
using Dms.Predictive.Core;

namespace Dms.Predictive.Serving;

/// <summary>How far the feed of trades and books has come.</summary>
/// <param name="KnownUntil">Close of the last minute; null before the first.</param>
/// <param name="HasBook">Whether that minute closed with a book.</param>
/// <param name="Digest">SHA-256 chained over all minutes, lower-case hex; empty before the first.</param>
internal sealed record FlowState(Timestamp? KnownUntil, bool HasBook, string Digest)
{
    /// <summary>Nothing came.</summary>
    public static FlowState None { get; } = new(null, false, "");

    /// <summary>After another minute.</summary>
    public FlowState With(FlowArrived e)
    {
        byte[] bytes = new byte[32 + 8 + (8 * e.Values.Length)];
        Convert.FromHexString(Digest).CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), e.OpenTime.Nanoseconds);
        for (int i = 0; i < e.Values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40 + (8 * i)), BitConverter.DoubleToInt64Bits(e.Values[i]));
        }

        return new FlowState(
            e.OpenTime + FlowSeries.Length, !double.IsNaN(e.Values[(int)FlowMeasure.Mid]), Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
