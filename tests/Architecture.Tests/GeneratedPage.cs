namespace Architecture.Tests;

/// <summary>
/// A page of the documentation that is written from the code. The test compares; with the environment variable
/// <c>DMS_REWRITE_DOCS=1</c> it writes instead, for a person to review and commit.
/// </summary>
internal static class GeneratedPage
{
    private const string Switch = "DMS_REWRITE_DOCS";

    public static void AssertCurrent(string path, string expected)
    {
        string file = Repository.Path(path);
        if (Environment.GetEnvironmentVariable(Switch) == "1" && Environment.GetEnvironmentVariable("CI") is null)
        {
            File.WriteAllText(file, expected);
        }

        string found = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(found == expected, $"{path} is stale. Run the tests once with {Switch}=1 and review the change.");
    }
}
