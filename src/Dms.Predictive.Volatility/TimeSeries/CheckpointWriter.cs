using System.Text;

namespace Dms.Predictive.Volatility;

/// <summary>Writes the state of an operator: little-endian, doubles by their bits, a checksum at the end.</summary>
internal sealed class CheckpointWriter : IDisposable
{
    private readonly MemoryStream _stream = new();
    private readonly BinaryWriter _writer;

    public CheckpointWriter() => _writer = new BinaryWriter(_stream, Encoding.ASCII);

    public void Head(string kind, int version)
    {
        _writer.Write(Encoding.ASCII.GetBytes(kind));
        _writer.Write(version);
    }

    public void Write(int value) => _writer.Write(value);

    public void Write(bool value) => _writer.Write(value ? 1 : 0);

    public void Write(double value) => _writer.Write(BitConverter.DoubleToInt64Bits(value));

    public void Write(ReadOnlySpan<double> values)
    {
        Write(values.Length);
        foreach (double value in values)
        {
            Write(value);
        }
    }

    /// <summary>Everything written, with the checksum behind it.</summary>
    public byte[] Sealed()
    {
        _writer.Flush();
        byte[] body = _stream.ToArray();
        _writer.Write(CheckpointReader.Checksum(body));
        _writer.Flush();
        return _stream.ToArray();
    }

    public void Dispose() => _writer.Dispose();
}
