using System.Text.Json;

namespace Dms.Predictive.Serving.Tests;

[Collection(HostCollection.Name)]
public sealed class OpenApiTests(HostFixture fixture)
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    [Fact]
    public async Task Description_AgainstTheCommittedCopy_IsCurrent()
    {
        string now = JsonSerializer.Serialize((await fixture.Host.CallAsync("GET", "/openapi/v1.json")).Json, Readable) + "\n";
        string file = Path.Combine(RepositoryRoot(), "docs", "reference", "openapi.json");
        if (Environment.GetEnvironmentVariable("DMS_REWRITE_DOCS") == "1")
        {
            await File.WriteAllTextAsync(file, now);
        }

        Assert.True(File.Exists(file) && await File.ReadAllTextAsync(file) == now,
            "docs/reference/openapi.json is not what the host says. DMS_REWRITE_DOCS=1 rewrites it; review the difference.");
    }

    private static string RepositoryRoot()
    {
        DirectoryInfo at = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(at.FullName, "Dms.Predictive.sln")))
        {
            at = at.Parent ?? throw new InvalidOperationException("No Dms.Predictive.sln above the tests.");
        }

        return at.FullName;
    }
}
