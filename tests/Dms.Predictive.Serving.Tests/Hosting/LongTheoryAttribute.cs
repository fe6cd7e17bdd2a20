namespace Dms.Predictive.Serving.Tests;

/// <summary>Tests of minutes: run where <c>DMS_LONG_TESTS=1</c>, as in CI.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute()
    {
        if (Environment.GetEnvironmentVariable("DMS_LONG_TESTS") != "1")
        {
            Skip = "A long test: set DMS_LONG_TESTS=1.";
        }
    }
}
