using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>Digest of everything a run issued.</summary>
internal static class ForecastDigest
{
    /// <summary>SHA-256, lower-case hex, over all forecasts of the span as CSV text, every model included.</summary>
    public static string Of(WalkForwardRun run, (Timestamp Start, Timestamp End) span)
    {
        using SHA256 sha = SHA256.Create();
        using (CryptoStream hashed = new(Stream.Null, sha, CryptoStreamMode.Write))
        using (StreamWriter writer = new(hashed, new UTF8Encoding(false), 1 << 16))
        {
            ForecastCsv.Write(run, span, null, writer);
        }

        return Convert.ToHexStringLower(sha.Hash!);
    }
}
