using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Holds a tensor of an ONNX file to the bytes it brings: a length without content would be memory for nothing.</summary>
internal static class OnnxTensorSize
{
    /// <summary>Most elements of one tensor: 64 Mi.</summary>
    public const ulong MostElements = 64UL * 1024 * 1024;

    /// <summary>Most elements of a sparse tensor, which the runtime fills up with zeros: 1 Mi.</summary>
    public const ulong MostSparseElements = 1024 * 1024;

    private const int Dimensions = 1;
    private const int SparseDimensions = 3;
    private const int RawBytes = 9;

    /// <summary>Refuses a tensor whose product of dimensions overflows, is over the cap, or exceeds its content.</summary>
    /// <param name="tensor">The bytes of the message.</param>
    /// <exception cref="InputRefusedException"><c>onnx-size</c>.</exception>
    /// <exception cref="FormatException">The bytes are no message.</exception>
    public static void Refuse(ReadOnlySpan<byte> tensor)
    {
        ulong elements = Elements(tensor, Dimensions);
        ulong content = 0;
        ProtobufCursor field = new(tensor);
        while (field.MoveNext())
        {
            if (field.Field is RawBytes or 4 or 5 or 6 or 7 or 10 or 11)
            {
                // A packed element takes a byte at least; an unpacked one, or a string, is a field of its own.
                content += field.HasContent && field.Field != 6 ? (ulong)field.Content.Length : 1;
            }
        }

        if (elements > content)
        {
            throw Refusal($"A tensor of {elements} elements brings {content} bytes.");
        }
    }

    /// <summary>Refuses a sparse tensor that would be too large when filled up.</summary>
    /// <inheritdoc cref="Refuse"/>
    public static void RefuseSparse(ReadOnlySpan<byte> tensor)
    {
        if (Elements(tensor, SparseDimensions) > MostSparseElements)
        {
            throw Refusal($"A sparse tensor has more than {MostSparseElements} elements.");
        }
    }

    private static ulong Elements(ReadOnlySpan<byte> message, int dimensions)
    {
        ulong elements = 1;
        ProtobufCursor field = new(message);
        while (field.MoveNext())
        {
            if (field.Field == dimensions)
            {
                elements = field.HasContent ? Product(elements, field.Content) : Times(elements, field.Number);
            }
        }

        return elements;
    }

    private static ulong Product(ulong elements, ReadOnlySpan<byte> packed)
    {
        while (!packed.IsEmpty)
        {
            elements = Times(elements, ProtobufCursor.Varint(ref packed));
        }

        return elements;
    }

    private static ulong Times(ulong elements, ulong dimension) =>
        dimension <= MostElements && elements * dimension <= MostElements
            ? elements * dimension
            : throw Refusal($"A tensor has more than {MostElements} elements.");

    private static InputRefusedException Refusal(string message) => new("onnx-size", message, BundleFiles.Onnx);
}
