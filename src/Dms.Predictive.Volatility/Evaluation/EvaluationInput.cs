namespace Dms.Predictive.Volatility;

/// <summary>Argument checks that the evaluation statistics share.</summary>
internal static class EvaluationInput
{
    public static void RefuseFewOrNonFinite(ReadOnlySpan<double> values, int fewest, string name)
    {
        if (values.Length < fewest)
        {
            throw new ArgumentException($"Found {values.Length} values, expected at least {fewest}.", name);
        }

        for (int t = 0; t < values.Length; t++)
        {
            if (!double.IsFinite(values[t]))
            {
                throw new ArgumentException($"Value {t} is {values[t]}; expected a finite number.", name);
            }
        }
    }

    public static void RefuseUnequal(int first, int second)
    {
        if (first != second)
        {
            throw new ArgumentException($"Found {first} and {second} values; expected as many of each.");
        }
    }
}
