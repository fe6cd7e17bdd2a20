namespace Dms.Predictive.Volatility.Tests;

/// <summary>The shared reference numbers beside the repository, where they are present.</summary>
internal static class SharedFolder
{
    public static string? Root { get; } = Find();

    public static string Path(params string[] parts) =>
        System.IO.Path.Combine([Root ?? throw new InvalidOperationException("shared/vectors is absent"), .. parts]);

    private static string? Find()
    {
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = System.IO.Path.Combine(at.FullName, "shared");
            if (Directory.Exists(System.IO.Path.Combine(candidate, "vectors")))
            {
                return candidate;
            }
        }

        return null;
    }
}

/// <summary>A fact that needs the shared reference numbers and says so when they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedFactAttribute : FactAttribute
{
    public SharedFactAttribute()
    {
        if (SharedFolder.Root is null)
        {
            Skip = "needs ../shared/vectors/volatility, which is absent";
        }
    }
}

/// <summary>A long test that also needs the shared data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongSharedFactAttribute : FactAttribute
{
    public LongSharedFactAttribute()
    {
        if (SharedFolder.Root is null || Environment.GetEnvironmentVariable("DMS_LONG_TESTS") != "1")
        {
            Skip = "A long test: needs ../shared/data and DMS_LONG_TESTS=1.";
        }
    }
}

/// <summary>A theory that needs the shared reference numbers and says so when they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedTheoryAttribute : TheoryAttribute
{
    public SharedTheoryAttribute()
    {
        if (SharedFolder.Root is null)
        {
            Skip = "needs ../shared/vectors/volatility, which is absent";
        }
    }
}
