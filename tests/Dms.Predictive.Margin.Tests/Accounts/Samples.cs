namespace Dms.Predictive.Margin.Tests.Accounts;

/// <summary>Size of property tests: a few hundred, or 10,000 where <c>DMS_LONG_TESTS=1</c>, as in CI.</summary>
internal static class Samples
{
    public static long Count { get; } = Environment.GetEnvironmentVariable("DMS_LONG_TESTS") == "1" ? 10_000 : 300;
}
