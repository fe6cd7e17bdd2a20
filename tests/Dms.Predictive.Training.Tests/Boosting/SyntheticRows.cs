using Dms.Predictive.Training;

namespace Dms.Predictive.Training.Tests;

/// <summary>Seeded rows with a non-linear target, missing values and both zeros.</summary>
internal static class SyntheticRows
{
    public static TrainingRows Make(int rows, int columns, int seed, double missingShare = 0.05)
    {
        Random random = new(seed);
        float[] values = new float[rows * columns];
        float[] target = new float[rows];
        for (int r = 0; r < rows; r++)
        {
            double y = 0.0;
            for (int c = 0; c < columns; c++)
            {
                double x = Gaussian(random);
                double draw = random.NextDouble();
                float value = draw < missingShare ? float.NaN : draw < 0.08 ? 0f : draw < 0.1 ? -0f : (float)x;
                values[(r * columns) + c] = value;
                y += c < 6 ? (float.IsNaN(value) ? 0.7 : Math.Sin(value * (c + 1))) : 0.0;
            }

            target[r] = (float)(y - 9.0 + (0.1 * Gaussian(random)));
        }

        string[] names = [.. Enumerable.Range(0, columns).Select(c => $"f{c}")];
        return new TrainingRows(names, values, target);
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
