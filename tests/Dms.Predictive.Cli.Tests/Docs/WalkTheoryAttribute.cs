namespace Dms.Predictive.Cli.Tests.Docs;

/// <summary>A walk of a page: needs the tools that the pages use.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class WalkTheoryAttribute : TheoryAttribute
{
    private static readonly string[] Tools = ["bash", "curl", "jq", "python3", "setsid"];

    /// <summary>Skips with the reason when a tool is absent.</summary>
    /// <param name="takesMinutes">Whether it is a long test, too: runs where <c>DMS_LONG_TESTS=1</c>, as in CI.</param>
    public WalkTheoryAttribute(bool takesMinutes = false)
    {
        if (takesMinutes && Environment.GetEnvironmentVariable("DMS_LONG_TESTS") != "1")
        {
            Skip = "A long walk: set DMS_LONG_TESTS=1.";
            return;
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':');
        string[] missing = [.. Tools.Where(t => !folders.Any(f => File.Exists(Path.Combine(f, t))))];
        Skip = missing.Length == 0 ? null : $"the how-to pages use {string.Join(", ", missing)}, which is not here: apt-get install {string.Join(' ', missing)}";
    }
}
