namespace Dms.Predictive.Cli.Tests.Docs;

/// <summary>Where the repository is.</summary>
internal static class Repository
{
    public static string Root()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Dms.Predictive.sln")))
        {
            at = at.Parent ?? throw new InvalidOperationException("No Dms.Predictive.sln above the tests.");
        }

        return at.FullName;
    }
}
