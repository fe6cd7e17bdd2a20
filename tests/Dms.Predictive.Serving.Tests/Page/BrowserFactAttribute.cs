namespace Dms.Predictive.Serving.Tests.Page;

/// <summary>Runs only where Node, its modules and Chromium are installed; says what is missing otherwise.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Skips with the reason when a tool is absent.</summary>
    /// <param name="isLong">Whether the test also needs the switch for long tests.</param>
    public BrowserFactAttribute(bool isLong = false)
    {
        string modules = Path.Combine(Folder, "node_modules", "playwright-core");
        Skip = Find("node") is null ? "needs Node 20 or newer: apt-get install nodejs"
            : !Directory.Exists(modules) ? "needs playwright-core: npm ci in tests/Dms.Predictive.Serving.Tests/Page"
            : Chromium is null ? "needs Chromium: apt-get install --no-install-recommends chromium"
            : isLong && Environment.GetEnvironmentVariable("DMS_LONG_TESTS") != "1" ? "a long test: set DMS_LONG_TESTS=1"
            : null;
    }

    /// <summary>Folder of the browser's script.</summary>
    public static string Folder => Path.Combine(PageHost.Root, "tests", "Dms.Predictive.Serving.Tests", "Page");

    /// <summary>Path of Chromium; null without.</summary>
    public static string? Chromium => Find("chromium");

    private static string? Find(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(p => Path.Combine(p, program)).FirstOrDefault(File.Exists);
}
