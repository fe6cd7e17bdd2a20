using System.Text;

namespace Dms.Predictive.Learning.Tests;

/// <summary>Writes protobuf messages field by field, wrong ones too.</summary>
internal static class Proto
{
    /// <summary>A message of numbers (<c>ulong</c>) and contents (<c>byte[]</c>).</summary>
    public static byte[] Message(params (int Field, object Value)[] fields) =>
    [
        .. fields.SelectMany(f => f.Value is ulong number
            ? (byte[])[.. Varint((ulong)f.Field << 3), .. Varint(number)]
            : [.. Varint(((ulong)f.Field << 3) | 2), .. Varint((ulong)((byte[])f.Value).Length), .. (byte[])f.Value]),
    ];

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    public static byte[] Varint(ulong value)
    {
        List<byte> bytes = [];
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)((value & 0x7F) | 0x80));
        }

        return [.. bytes, (byte)value];
    }
}
