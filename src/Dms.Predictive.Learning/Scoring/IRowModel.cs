namespace Dms.Predictive.Learning;

/// <summary>A fitted model that turns one scorer row into one number; pure, and the same bits on every call.</summary>
public interface IRowModel
{
    /// <summary>Scores a row.</summary>
    /// <param name="row">One value per feature, in the order the model was trained on; NaN is missing.</param>
    /// <returns>The raw score: ln variance (percent²), or its difference from log-HAR, before any scale.</returns>
    /// <exception cref="ArgumentException">The row has another length.</exception>
    public double Score(ReadOnlySpan<double> row);
}
