using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>Writes canonical bars CSV; the same bars give the same bytes, and read back as the same bars.</summary>
public static class BarCsvWriter
{
    /// <summary>Writes a file that appears whole or not at all; gzip when its name ends in <c>.gz</c>.</summary>
    /// <param name="path">Target; replaced when it exists.</param>
    /// <param name="bars">Bars in order; prices &gt; 0 and below 1e12, volumes ≥ 0 and below 1e15.</param>
    /// <exception cref="ArgumentException">A number is not finite; nothing was written.</exception>
    /// <exception cref="IOException">The file system refuses; nothing was left behind.</exception>
    public static void Write(string path, IReadOnlyList<Bar> bars)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        TextOf(bars).Save(path);
    }

    /// <summary>The file content before compression, UTF-8.</summary>
    /// <exception cref="ArgumentException">A number is not finite.</exception>
    public static byte[] ToBytes(IReadOnlyList<Bar> bars) => TextOf(bars).Bytes.ToArray();

    private static CsvText TextOf(IReadOnlyList<Bar> bars)
    {
        ArgumentNullException.ThrowIfNull(bars);
        CsvText text = new();
        text.Field(BarCsvParser.Header).EndRow();
        foreach (Bar b in bars)
        {
            if (!double.IsFinite(b.Open + b.High + b.Low + b.Close + b.VolumeBase))
            {
                throw new ArgumentException($"The bar at {b.OpenTime} has a number that is not finite.", nameof(bars));
            }

            text.Field(b.OpenTime).Field(b.Open).Field(b.High).Field(b.Low).Field(b.Close).Field(b.VolumeBase).EndRow();
        }

        return text;
    }
}
