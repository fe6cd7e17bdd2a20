using System.Buffers.Binary;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Volatility;

/// <summary>Reads what <see cref="CheckpointWriter"/> wrote; anything else is refused by name before it is used.</summary>
internal ref struct CheckpointReader
{
    /// <summary>Longest history of scores that is read.</summary>
    public const int LongestHistory = 1 << 24;

    private const string Code = "time-series-state";

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    public CheckpointReader(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 8 || Checksum(bytes[..^8]) != BinaryPrimitives.ReadUInt64LittleEndian(bytes[^8..]))
        {
            throw new InputRefusedException(Code, "The checksum of the saved state does not fit: it is damaged or cut.", "checksum");
        }

        _bytes = bytes[..^8];
    }

    /// <summary>FNV-1a over 64 bits: finds damage, proves nothing about the writer.</summary>
    public static ulong Checksum(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in bytes)
        {
            hash = unchecked((hash ^ b) * 1099511628211);
        }

        return hash;
    }

    public static void Require(bool holds, string where, string message)
    {
        if (!holds)
        {
            throw new InputRefusedException(Code, message, where);
        }
    }

    public void Head(string kind, int version)
    {
        string found = Encoding.ASCII.GetString(Take(kind.Length, "kind"));
        Require(found == kind, "kind", $"Found the state of another operator, expected '{kind}'.");
        int read = Int(0, int.MaxValue, "version");
        Require(read == version, "version", $"Found version {read}, expected {version}.");
    }

    public int Int(int low, int high, string where)
    {
        int value = BinaryPrimitives.ReadInt32LittleEndian(Take(4, where));
        Require(value >= low && value <= high, where, $"Found {value}, expected a whole number in [{low}, {high}].");
        return value;
    }

    public bool Flag(string where) => Int(0, 1, where) == 1;

    public double Real(string where) => BitConverter.Int64BitsToDouble(BinaryPrimitives.ReadInt64LittleEndian(Take(8, where)));

    public double Percent(string where)
    {
        double value = Real(where);
        Require(value is >= 0 and <= 100, where, $"Found {value}, expected a percentage in [0, 100].");
        return value;
    }

    public double Finite(string where)
    {
        double value = Real(where);
        Require(double.IsFinite(value), where, $"Found {value}, expected a finite number.");
        return value;
    }

    public double[] Finite(int low, int high, string where)
    {
        int count = Int(low, high, where);
        Require(count <= (_bytes.Length - _at) / 8, where, $"Found a count of {count}, more than the bytes that follow.");
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = Finite(where);
        }

        return values;
    }

    public readonly void End() => Require(_at == _bytes.Length, "end", $"Found {_bytes.Length - _at} bytes behind the state.");

    private ReadOnlySpan<byte> Take(int count, string where)
    {
        Require(count <= _bytes.Length - _at, where, "The saved state ends early.");
        _at += count;
        return _bytes.Slice(_at - count, count);
    }
}
