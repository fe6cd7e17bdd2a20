namespace Dms.Predictive.MarketData;

/// <summary>
/// The first two fields of Tardis rows. A file is of one instrument: that of its first row that can be read. Rows of
/// another would be mixed into its book without a word.
/// </summary>
internal sealed class TardisInstrument
{
    /// <summary>What to say of a row that is of another instrument.</summary>
    public const string Foreign = "exchange and symbol are not those of the rows before; split the file by instrument";

    private byte[] _pinned = [];

    /// <summary>Steps over exchange and symbol.</summary>
    /// <param name="line">A row.</param>
    /// <param name="rest">What follows them; empty when the row has fewer than three fields.</param>
    /// <returns>False when they are of another instrument.</returns>
    public bool StepOver(ReadOnlySpan<byte> line, out ReadOnlySpan<byte> rest)
    {
        if (_pinned.Length > 0 && line.StartsWith(_pinned))
        {
            rest = line[_pinned.Length..];
            return true;
        }

        int length = LengthOf(line);
        rest = line[length..];
        return _pinned.Length == 0 || length == 0;
    }

    /// <summary>The row was read whole: its instrument is the file's.</summary>
    public void Pin(ReadOnlySpan<byte> line)
    {
        if (_pinned.Length == 0)
        {
            _pinned = line[..LengthOf(line)].ToArray();
        }
    }

    private static int LengthOf(ReadOnlySpan<byte> line)
    {
        int exchange = line.IndexOf((byte)',') + 1;
        int symbol = line[exchange..].IndexOf((byte)',') + 1;
        return exchange > 0 && symbol > 0 ? exchange + symbol : 0;
    }
}
