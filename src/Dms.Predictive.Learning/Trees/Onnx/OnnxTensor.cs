using System.Buffers.Binary;

namespace Dms.Predictive.Learning;

/// <summary>The numbers of one ONNX tensor.</summary>
/// <param name="Values">All elements in order.</param>
/// <param name="IsDouble">Whether they are float64 in the file.</param>
internal sealed record OnnxTensor(double[] Values, bool IsDouble)
{
    private const int Float = 1;
    private const int Byte = 2;
    private const int Int64 = 7;
    private const int Double = 11;

    /// <summary>Reads a tensor message.</summary>
    /// <exception cref="FormatException">It is of another element type or damaged.</exception>
    public static OnnxTensor Read(ReadOnlySpan<byte> message)
    {
        List<double> values = [];
        ReadOnlySpan<byte> raw = default;
        int type = 0;
        ProtobufCursor field = new(message);
        while (field.MoveNext())
        {
            switch (field.Field)
            {
                case 2:
                    type = (int)Math.Min(field.Number, 1_000);
                    break;
                case 4:
                    OnnxNumbers.AddFloats(field, values);
                    break;
                case 5 or 7:
                    List<long> whole = [];
                    OnnxNumbers.AddIntegers(field, whole);
                    values.AddRange(whole.Select(n => (double)n));
                    break;
                case 9:
                    raw = field.Content;
                    break;
                case 10:
                    OnnxNumbers.AddDoubles(field, values);
                    break;
            }
        }

        if (!raw.IsEmpty)
        {
            AddRaw(raw, type, values);
        }

        return type is Float or Byte or Int64 or Double
            ? new([.. values], type == Double)
            : throw new FormatException($"Tensors of element type {type} are not read here.");
    }

    private static void AddRaw(ReadOnlySpan<byte> raw, int type, List<double> values)
    {
        int size = type switch
        {
            Float => 4,
            Byte => 1,
            _ => 8,
        };
        if (raw.Length % size != 0)
        {
            throw new FormatException("A tensor ends inside a number.");
        }

        for (; !raw.IsEmpty; raw = raw[size..])
        {
            values.Add(type switch
            {
                Float => BinaryPrimitives.ReadSingleLittleEndian(raw),
                Byte => raw[0],
                Int64 => BinaryPrimitives.ReadInt64LittleEndian(raw),
                _ => BinaryPrimitives.ReadDoubleLittleEndian(raw),
            });
        }
    }
}
