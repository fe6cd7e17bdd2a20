using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Benchmarks;

/// <summary>
/// The obvious reader of depth frames, <see cref="Utf8JsonReader"/> with <see cref="Utf8Parser"/>: the peer against which
/// the reader of the product is measured. Every number is read; keys are compared one after the other.
/// </summary>
internal sealed class PlainDepthReader
{
    private readonly List<LevelChange> _changes = [];

    /// <summary>Reads one frame without its receive time.</summary>
    /// <returns>Level changes read, with a sum over them so that nothing is left out.</returns>
    public (int Count, long Sum) Read(ReadOnlySpan<byte> frame)
    {
        _changes.Clear();
        long ids = 0;
        Utf8JsonReader json = new(frame);
        while (json.Read())
        {
            if (json.TokenType != JsonTokenType.PropertyName)
            {
                continue;
            }

            if (json.ValueTextEquals("E"u8) || json.ValueTextEquals("U"u8) || json.ValueTextEquals("u"u8))
            {
                _ = json.Read();
                ids += json.GetInt64();
            }
            else if (json.ValueTextEquals("b"u8))
            {
                Levels(ref json, BookSide.Bid);
            }
            else if (json.ValueTextEquals("a"u8))
            {
                Levels(ref json, BookSide.Ask);
            }
        }

        long sum = ids;
        foreach (LevelChange change in _changes)
        {
            sum = unchecked(sum + change.Price + change.Quantity);
        }

        return (_changes.Count, sum);
    }

    private void Levels(ref Utf8JsonReader json, BookSide side)
    {
        _ = json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.StartArray)
        {
            _ = json.Read();
            long price = Mantissa(json.ValueSpan);
            _ = json.Read();
            long quantity = Mantissa(json.ValueSpan);
            _ = json.Read();
            _changes.Add(new(side, price, quantity));
        }
    }

    private static long Mantissa(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text, out decimal value, out int used) && used == text.Length
            ? (long)(value * 100_000_000m)
            : throw new FormatException(Encoding.UTF8.GetString(text));
}
