using System.Buffers.Binary;

namespace Dms.Predictive.Learning;

/// <summary>Repeated numbers of a protobuf field, packed into one content or one field each.</summary>
internal static class OnnxNumbers
{
    public static void AddFloats(ProtobufCursor field, List<double> into)
    {
        if (!field.HasContent)
        {
            into.Add(BitConverter.UInt32BitsToSingle((uint)field.FixedBits));
            return;
        }

        RefusePart(field.Content, sizeof(float));
        for (ReadOnlySpan<byte> rest = field.Content; !rest.IsEmpty; rest = rest[sizeof(float)..])
        {
            into.Add(BinaryPrimitives.ReadSingleLittleEndian(rest));
        }
    }

    public static void AddDoubles(ProtobufCursor field, List<double> into)
    {
        if (!field.HasContent)
        {
            into.Add(BitConverter.UInt64BitsToDouble(field.FixedBits));
            return;
        }

        RefusePart(field.Content, sizeof(double));
        for (ReadOnlySpan<byte> rest = field.Content; !rest.IsEmpty; rest = rest[sizeof(double)..])
        {
            into.Add(BinaryPrimitives.ReadDoubleLittleEndian(rest));
        }
    }

    public static void AddIntegers(ProtobufCursor field, List<long> into)
    {
        if (!field.HasContent)
        {
            into.Add(unchecked((long)field.Number));
            return;
        }

        ReadOnlySpan<byte> rest = field.Content;
        while (!rest.IsEmpty)
        {
            into.Add(unchecked((long)ProtobufCursor.Varint(ref rest)));
        }
    }

    private static void RefusePart(ReadOnlySpan<byte> content, int size)
    {
        if (content.Length % size != 0)
        {
            throw new FormatException("A list ends inside a number.");
        }
    }
}
