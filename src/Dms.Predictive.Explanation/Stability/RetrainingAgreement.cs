namespace Dms.Predictive.Explanation;

/// <summary>How far the reasons of a model are its own and how far the draw's: a model against itself trained again.</summary>
public sealed record RetrainingAgreement
{
    private const int TopFeatures = 5;
    private const int SignedFeatures = 10;

    /// <summary>Models compared, the deployed one among them.</summary>
    public required int Models { get; init; }

    /// <summary>Spearman of mean |φ| over features between two models, the median over all pairs, −1 to 1.</summary>
    public required double MedianSpearman { get; init; }

    /// <summary>The same, below which 5 % of the pairs lie.</summary>
    public required double LowSpearman { get; init; }

    /// <summary>Share of the five largest features that two models have in common, the median over all pairs, 0 to 1.</summary>
    public required double MedianTopOverlap { get; init; }

    /// <summary>Share of models that give a feature the sign that most models give it, over rows and the ten largest features,
    /// 0.5 to 1; parts of 0 do not count.</summary>
    public required double SignAgreement { get; init; }

    /// <summary>Share of rows whose largest feature is another than in the deployed model, mean over the others, 0 to 1.</summary>
    public required double TopFeatureChanges { get; init; }

    /// <summary>Compares.</summary>
    /// <param name="phi">Contributions by model, row and feature; the deployed model first, at least two models, the same rows
    /// and features in each.</param>
    /// <exception cref="ArgumentException">There are fewer than two models, or no rows.</exception>
    public static RetrainingAgreement Of(IReadOnlyList<double[][]> phi)
    {
        ArgumentNullException.ThrowIfNull(phi);
        if (phi.Count < 2 || phi[0].Length == 0 || phi.Any(m => m.Length != phi[0].Length))
        {
            throw new ArgumentException("Two models or more on the same rows are needed.", nameof(phi));
        }

        double[][] sizes = [.. phi.Select(SizesOf)];
        (int A, int B)[] pairs = [.. Enumerable.Range(0, phi.Count).SelectMany(a => Enumerable.Range(a + 1, phi.Count - a - 1).Select(b => (a, b)))];
        double[] spearman = [.. pairs.Select(p => RankAgreement.Spearman(sizes[p.A], sizes[p.B])).Order()];
        double[] overlap = [.. pairs.Select(p => RankAgreement.TopOverlap(sizes[p.A], sizes[p.B], TopFeatures)).Order()];
        return new RetrainingAgreement
        {
            Models = phi.Count,
            MedianSpearman = spearman[spearman.Length / 2],
            LowSpearman = spearman[spearman.Length / 20],
            MedianTopOverlap = overlap[overlap.Length / 2],
            SignAgreement = SignsOf(phi, sizes),
            TopFeatureChanges = Enumerable.Range(1, phi.Count - 1).Average(m =>
                (double)phi[m].Zip(phi[0]).Count(r => Largest(r.First) != Largest(r.Second)) / phi[0].Length),
        };
    }

    private static double[] SizesOf(double[][] rows)
    {
        double[] sizes = new double[rows[0].Length];
        foreach (double[] row in rows)
        {
            for (int j = 0; j < row.Length; j++)
            {
                sizes[j] += Math.Abs(row[j]) / rows.Length;
            }
        }

        return sizes;
    }

    private static double SignsOf(IReadOnlyList<double[][]> phi, double[][] sizes)
    {
        int features = phi[0][0].Length;
        int[] top = [.. Enumerable.Range(0, features).OrderByDescending(j => sizes.Sum(s => s[j])).ThenBy(j => j).Take(SignedFeatures)];
        double agreeing = 0;
        long counted = 0;
        for (int r = 0; r < phi[0].Length; r++)
        {
            foreach (int j in top)
            {
                int up = phi.Count(m => m[r][j] > 0), down = phi.Count(m => m[r][j] < 0);
                agreeing += Math.Max(up, down);
                counted += up + down;
            }
        }

        return counted == 0 ? 1 : agreeing / counted;
    }

    private static int Largest(double[] row)
    {
        int largest = 0;
        for (int j = 1; j < row.Length; j++)
        {
            largest = Math.Abs(row[j]) > Math.Abs(row[largest]) ? j : largest;
        }

        return largest;
    }
}
