using System.IO.Compression;
using System.Text;

namespace Dms.Predictive.MarketData.Tests;

/// <summary>Small bars files in memory.</summary>
internal static class BarText
{
    public const string Header = "timestamp,open,high,low,close,volume\n";

    public static string Minutes(int count)
    {
        StringBuilder text = new(Header);
        for (int i = 0; i < count; i++)
        {
            text.Append($"2024-03-01T{i / 60:00}:{i % 60:00}:00Z,100.5,101,100,100.{i % 10},1.25\n");
        }

        return text.ToString();
    }

    public static byte[] Gzip(byte[] content)
    {
        using MemoryStream target = new();
        using (GZipStream gzip = new(target, CompressionLevel.Optimal))
        {
            gzip.Write(content);
        }

        return target.ToArray();
    }

    public static byte[] Gzip(string text) => Gzip(Encoding.UTF8.GetBytes(text));

    public static BarReading Read(byte[] bytes, bool sort = false) =>
        BarFile.Read(new MemoryStream(bytes), "feed/TEST-X.csv", sort, CancellationToken.None);

    public static BarReading Read(string text, bool sort = false) => Read(Encoding.UTF8.GetBytes(text), sort);
}
