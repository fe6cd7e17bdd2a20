namespace Dms.Predictive.Serving.Tests;

/// <summary>One running host for all tests that only look at it.</summary>
public sealed class HostFixture : IAsyncLifetime
{
    internal HostProcess Host { get; } = new();

    public async Task InitializeAsync()
    {
        await Host.StartAsync();
        await Host.CallAsync("PUT", $"/v1/accounts/{HostProcess.Account}", "risk", new { mode = "cross" }, "open-1");
        await Host.CallAsync("PUT", $"/v1/accounts/{HostProcess.OtherAccount}", "other", new { mode = "cross" }, "open-1");
    }

    public Task DisposeAsync()
    {
        Host.Dispose();
        return Task.CompletedTask;
    }
}

[CollectionDefinition(Name)]
public sealed class HostCollection : ICollectionFixture<HostFixture>
{
    public const string Name = "running host";
}
