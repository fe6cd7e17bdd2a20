namespace Dms.Predictive.Explanation;

/// <summary>Parts are told apart by their names alone, so two may not share one.</summary>
internal static class PartNames
{
    public static void RequireDistinct(IEnumerable<string> names, string argument)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        if (names.FirstOrDefault(n => !seen.Add(n)) is { } twice)
        {
            throw new ArgumentException($"Two parts are named {twice}; rename the feature or member.", argument);
        }
    }
}
