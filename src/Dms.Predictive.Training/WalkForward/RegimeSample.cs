using System.Globalization;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>
/// A stratified sample of training rows: the rows are ranked by the GARCH forecast that was in force, cut into equal
/// shares from calm to wild, and every share gives equally many rows, drawn without replacement. Calm and wild markets are
/// held as often as they occurred, without the luck of one plain draw.
/// </summary>
/// <remarks>Proportional stratified sampling: Cochran (1977), Sampling Techniques, chapter 5. O(n log n).</remarks>
public static class RegimeSample
{
    /// <summary>Rows that are drawn; all of them where there are no more.</summary>
    public const int Count = 512;

    /// <summary>Equal shares of the ranked rows.</summary>
    public const int Strata = 8;

    /// <summary>The rule in one sentence, for bundles and reports.</summary>
    /// <param name="seed">Seed of the draw.</param>
    public static string Rule(long seed) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Count} training rows, {Count / Strata} from each eighth of the rows ranked by their GARCH forecast, drawn without replacement with seed {seed}; all rows where there are no more");

    /// <summary>Draws row positions.</summary>
    /// <param name="levels">Level of each row, any increasing scale; NaN ranks lowest, ties by position.</param>
    /// <param name="seed">Seed of the draw.</param>
    /// <returns>min(<see cref="Count"/>, rows) different positions, ascending.</returns>
    public static int[] Draw(ReadOnlySpan<double> levels, long seed)
    {
        int[] ranked = new int[levels.Length];
        for (int i = 0; i < ranked.Length; i++)
        {
            ranked[i] = i;
        }

        if (ranked.Length <= Count)
        {
            return ranked;
        }

        double[] by = levels.ToArray();
        Array.Sort(ranked, (a, b) => by[a].CompareTo(by[b]) is not 0 and int order ? order : a.CompareTo(b));
        SeededGenerator random = new(seed);
        List<int> drawn = new(Count);
        for (int s = 0; s < Strata; s++)
        {
            int first = (int)((long)s * ranked.Length / Strata), end = (int)((long)(s + 1) * ranked.Length / Strata);
            Span<int> stratum = ranked.AsSpan(first, end - first);
            for (int k = 0; k < Count / Strata; k++)
            {
                int chosen = k + random.NextIndex(stratum.Length - k);
                (stratum[k], stratum[chosen]) = (stratum[chosen], stratum[k]);
                drawn.Add(stratum[k]);
            }
        }

        drawn.Sort();
        return [.. drawn];
    }
}
