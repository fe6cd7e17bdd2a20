namespace Dms.Predictive.Volatility.Tests;

/// <summary>A test of minutes: runs where <c>DMS_LONG_TESTS=1</c>, as in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("DMS_LONG_TESTS") != "1")
        {
            Skip = "A long test: set DMS_LONG_TESTS=1.";
        }
    }
}
