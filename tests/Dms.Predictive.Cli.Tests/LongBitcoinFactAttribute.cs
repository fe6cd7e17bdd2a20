namespace Dms.Predictive.Cli.Tests;

/// <summary>A test of minutes on real bitcoin bars: runs where <c>DMS_LONG_TESTS=1</c> and the bars lie beside the
/// repository.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongBitcoinFactAttribute : FactAttribute
{
    private const string Bars = "data/crypto_1m_bitfinex";

    public LongBitcoinFactAttribute()
    {
        Skip = Environment.GetEnvironmentVariable("DMS_LONG_TESTS") != "1" ? "A long test: set DMS_LONG_TESTS=1."
            : Folder is null ? $"needs ../shared/{Bars}, which is absent" : null;
    }

    public static string? Folder
    {
        get
        {
            for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
            {
                string candidate = Path.Combine(at.FullName, "shared", Bars);
                if (Directory.Exists(candidate))
                {
                    return candidate;
                }
            }

            return null;
        }
    }
}
