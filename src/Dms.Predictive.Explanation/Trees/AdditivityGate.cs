using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation;

/// <summary>Refuses to publish a model whose scores cannot be explained to the limit of
/// <see cref="AdditivityBreachException.Tolerance"/>, whatever row comes.</summary>
public static class AdditivityGate
{
    /// <summary>Rows that every forest is tried on before it is published.</summary>
    public const int Rows = 2_000;

    private const int Seed = 20_260_701;

    /// <summary>Explains hostile rows of every forest among the outputs.</summary>
    /// <param name="outputs">Outputs of a bundle.</param>
    /// <param name="rows">Rows per forest, ≥ 1.</param>
    /// <returns>Largest |expected value + Σ contributions − score| per max(1, |score|); 0 without a forest.</returns>
    /// <exception cref="InputRefusedException"><c>attribution-sum</c>: a forest's contributions miss a score by more than
    /// the limit.</exception>
    public static double Refuse(IReadOnlyList<BundleOutput> outputs, int rows = Rows)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        double worst = 0.0;
        foreach (BundleOutput output in outputs)
        {
            if (output.Forest is Forest forest)
            {
                worst = Math.Max(worst, Try(output.Name, forest, rows));
            }
        }

        return worst;
    }

    private static double Try(string name, Forest forest, int rows)
    {
        int width = forest.FeatureNames.Count;
        double[] hostile = HostileRows.For(forest, rows, Seed);
        double[] phi = new double[hostile.Length];
        double[] scores = new double[rows];
        PathDependentAttributor attributor = new(forest, tableBytes: 0);
        try
        {
            attributor.AttributeRows(hostile, phi, scores);
        }
        catch (AdditivityBreachException e)
        {
            throw new InputRefusedException("attribution-sum",
                $"The reasons of '{name}' do not add up, so nothing is published: {e.Message} Leaf values that cancel at this "
                + "scale do that; train with a smaller learning rate or a bounded target.", name, e);
        }

        double worst = 0.0;
        for (int r = 0; r < rows; r++)
        {
            double sum = attributor.ExpectedValue;
            foreach (double part in phi.AsSpan(r * width, width))
            {
                sum += part;
            }

            worst = Math.Max(worst, Math.Abs(sum - scores[r]) / Math.Max(1.0, Math.Abs(scores[r])));
        }

        return worst;
    }
}
