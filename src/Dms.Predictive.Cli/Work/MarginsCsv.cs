using System.Globalization;
using System.IO.Compression;
using System.Text;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work;

/// <summary>Writes margins.csv.gz: rates of notional per decision.</summary>
internal static class MarginsCsv
{
    /// <summary>First line.</summary>
    public const string Header = "time,initial,maintenance,baseline_initial,variance_blend,variance_garch,uplift,reason";

    /// <summary>Writes all decisions; variances are percent² over the horizon, empty where none was issued.</summary>
    public static void Write(Stream stream, IReadOnlyList<BacktestPoint> points)
    {
        using GZipStream gzip = new(stream, CompressionLevel.Optimal, leaveOpen: true);
        using StreamWriter writer = new(gzip, new UTF8Encoding(false));
        writer.Write(Header + "\n");
        foreach (BacktestPoint p in points)
        {
            writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"{p.AsOf},{p.Initial:R},{p.Maintenance:R},{p.Baseline:R},{Percent(p.Variances?.Blend)},{Percent(p.Variances?.Garch)},{p.Uplift:R},{p.Reason}\n"));
        }
    }

    private static string Percent(double? squaredFraction) =>
        squaredFraction is double v ? (v * 10_000).ToString("R", CultureInfo.InvariantCulture) : "";
}
