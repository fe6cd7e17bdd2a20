using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation.Tests.Trees;

/// <summary>Golden numbers computed from the definition in exact fractions.</summary>
public sealed class AttributorVectorTests
{
    private const double ValueTolerance = 1e-12;
    private const double InteractionTolerance = 1e-11;

    [SharedFact("trees")]
    public void Path_EveryVector_MatchesExactFractions() =>
        Judge(v => new PathDependentAttributor(v.Forest), row => row.Path);

    [SharedFact("trees")]
    public void Path_WithoutTables_MatchesExactFractions() =>
        Judge(v => new PathDependentAttributor(v.Forest, tableBytes: 0), row => row.Path);

    [SharedFact("trees")]
    public void Interventional_EveryVector_MatchesExactFractions() =>
        Judge(v => new InterventionalAttributor(v.Forest, v.Background), row => row.Interventional);

    [SharedFact("trees")]
    public void Interventional_WithoutTables_MatchesExactFractions() =>
        Judge(v => new InterventionalAttributor(v.Forest, v.Background, tableBytes: 0), row => row.Interventional);

    [SharedFact("trees")]
    public void Path_UnusedFeature_GetsPositiveZero()
    {
        int unused = 0;
        foreach (TreeVector vector in TreeVector.All())
        {
            HashSet<int> used = [.. vector.Forest.Trees.SelectMany(t => t.Feature)];
            PathDependentAttributor attributor = new(vector.Forest);
            double[] phi = new double[vector.Forest.FeatureNames.Count];
            foreach (TreeVector.Expectation row in vector.Rows)
            {
                attributor.Attribute(row.X, phi);
                foreach (int j in Enumerable.Range(0, phi.Length).Where(j => !used.Contains(j)))
                {
                    Assert.Equal(0L, BitConverter.DoubleToInt64Bits(phi[j]));
                    unused++;
                }
            }
        }

        Assert.True(unused > 0, "No vector has an unused feature.");
    }

    private static void Judge(Func<TreeVector, IAttributor> make, Func<TreeVector.Expectation, TreeVector.Split> mode)
    {
        foreach (TreeVector vector in TreeVector.All())
        {
            IAttributor attributor = make(vector);
            for (int r = 0; r < vector.Rows.Length; r++)
            {
                string where = $"{vector.Name} row {r}";
                TreeVector.Split wanted = mode(vector.Rows[r]);
                int m = wanted.Phi.Length;
                double[] phi = new double[m];
                double score = attributor.Attribute(vector.Rows[r].X, phi);
                Near(vector.Rows[r].Prediction, score, ValueTolerance, where);
                Near(wanted.Expected, attributor.ExpectedValue, ValueTolerance, where);
                JudgePhi(wanted.Phi, phi, vector.Forest, where);
                double[] matrix = new double[m * m];
                attributor.Interactions(vector.Rows[r].X, matrix);
                JudgeMatrix(wanted, phi, matrix, where);
            }
        }
    }

    private static void JudgePhi(double[] wanted, double[] phi, Forest forest, string where)
    {
        double scale = forest.Trees.SelectMany(t => t.Value).Max(v => Math.Max(1.0, Math.Abs(v)));
        for (int i = 0; i < phi.Length; i++)
        {
            Near(wanted[i], phi[i], ValueTolerance, $"{where} phi[{i}]");
            for (int j = 0; j < i; j++)
            {
                bool apart = Math.Abs(phi[i] - phi[j]) > 1e-14 * scale;
                Assert.False(wanted[i] == wanted[j] && apart, $"{where}: {i} and {j} are exchangeable");
            }
        }
    }

    private static void JudgeMatrix(TreeVector.Split wanted, double[] phi, double[] matrix, string where)
    {
        int m = phi.Length;
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < m; j++)
            {
                Near(wanted.Interactions[i][j], matrix[i * m + j], InteractionTolerance, $"{where} pair {i},{j}");
                Assert.Equal(matrix[i * m + j], matrix[j * m + i]);
            }

            Near(phi[i], matrix.AsSpan(i * m, m).ToArray().Sum(), InteractionTolerance, $"{where} row sum {i}");
        }
    }

    private static void Near(double wanted, double found, double tolerance, string where) =>
        Assert.True(
            Math.Abs(found - wanted) <= tolerance * (1 + Math.Abs(wanted)), $"{where}: {found:R}, not {wanted:R}");
}
