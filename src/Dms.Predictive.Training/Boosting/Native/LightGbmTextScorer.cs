namespace Dms.Predictive.Training;

/// <summary>Scores rows with LightGBM itself, from a model text: the peer that canonical trees are checked
/// against.</summary>
public static class LightGbmTextScorer
{
    private const int RawScore = 1;

    /// <summary>Raw scores.</summary>
    /// <param name="text">A model text, as <see cref="FittedMember.NativeText"/>.</param>
    /// <param name="rowMajor">Feature values, row after row; NaN is missing.</param>
    /// <param name="columns">Columns of a row.</param>
    /// <returns>One score per row, summed in double by LightGBM.</returns>
    /// <exception cref="InvalidOperationException">LightGBM cannot read the text, or the row has another
    /// width.</exception>
    public static double[] Score(string text, ReadOnlySpan<float> rowMajor, int columns)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        int rows = rowMajor.Length / columns;
        if (rows == 0 || rows * columns != rowMajor.Length)
        {
            throw new ArgumentException($"Found {rowMajor.Length} values; expected rows of {columns}.", nameof(rowMajor));
        }

        LightGbmLibrary.Check(LightGbmLibrary.LoadText(text, out _, out BoosterHandle loaded));
        using BoosterHandle booster = loaded;
        double[] scores = new double[rows];
        LightGbmLibrary.Check(LightGbmLibrary.Predict(
            booster, in rowMajor[0], LightGbmLibrary.Float32, rows, columns, 1, RawScore, 0, -1, "num_threads=1", out _,
            ref scores[0]));
        return scores;
    }
}
