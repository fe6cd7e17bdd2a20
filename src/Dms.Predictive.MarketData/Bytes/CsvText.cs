using System.Buffers;
using System.Globalization;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Builds CSV as UTF-8: comma, line feed, numbers that round-trip without exponent.</summary>
internal sealed class CsvText
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1 << 16);
    private bool _rowStarted;

    /// <summary>Everything written so far.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.WrittenSpan;

    /// <summary>Writes into a file that appears whole; gzip when its name ends in <c>.gz</c>.</summary>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            GzipFile.Write(stream, Bytes);
        }
        else
        {
            stream.Write(Bytes);
        }
    });

    /// <summary>Adds a field as it is.</summary>
    public CsvText Field(string text)
    {
        Separate();
        Encoding.UTF8.GetBytes(text, _bytes);
        return this;
    }

    /// <summary>Adds a time.</summary>
    public CsvText Field(Timestamp time) => Field(time.ToString());

    /// <summary>Adds a flag as 0 or 1.</summary>
    public CsvText Field(bool flag) => Field(flag ? "1" : "0");

    /// <summary>Adds a whole number.</summary>
    public CsvText Field(int value) => Field(value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds the shortest text that reads back as the same number.</summary>
    public CsvText Field(double value) => Field(Plain(value));

    /// <summary>Ends the row.</summary>
    public void EndRow()
    {
        _bytes.Write("\n"u8);
        _rowStarted = false;
    }

    /// <summary>The shortest round-trip digits of a finite number, without exponent.</summary>
    internal static string Plain(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int e = text.IndexOf('E', StringComparison.Ordinal);
        if (e < 0)
        {
            return text;
        }

        string sign = value < 0 ? "-" : "";
        string mantissa = text[sign.Length..e];
        string digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        int point = 1 + int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        return point <= 0
            ? $"{sign}0.{new string('0', -point)}{digits}"
            : sign + digits.PadRight(point, '0');
    }

    private void Separate()
    {
        if (_rowStarted)
        {
            _bytes.Write(","u8);
        }

        _rowStarted = true;
    }
}
