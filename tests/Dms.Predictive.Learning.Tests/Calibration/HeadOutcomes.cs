namespace Dms.Predictive.Learning.Tests;

/// <summary>Scores spread over ±4 with outcomes drawn from a known probability.</summary>
internal static class HeadOutcomes
{
    public static (double[] Scores, bool[] Outcomes) Draw(int count, Func<double, double> probability)
    {
        double[] scores = new double[count];
        bool[] outcomes = new bool[count];
        ulong state = 0x9E3779B97F4A7C15;
        for (int i = 0; i < count; i++)
        {
            scores[i] = (8 * Uniform(ref state)) - 4;
            outcomes[i] = Uniform(ref state) < probability(scores[i]);
        }

        return (scores, outcomes);
    }

    private static double Uniform(ref ulong state)
    {
        unchecked
        {
            state += 0x9E3779B97F4A7C15;
            ulong x = state;
            x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
            x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
            return ((x ^ (x >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
