namespace Dms.Predictive.Volatility;

/// <summary>What an operator takes: finite numbers whose squared distances stay finite too; NaN is a missing value.</summary>
internal static class SeriesInput
{
    /// <summary>Largest size of an observation.</summary>
    public const double Largest = 1e75;

    /// <summary>Passes a number in range, or NaN.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is infinite or too large.</exception>
    public static double Checked(double value) => Math.Abs(value) > Largest
        ? throw new ArgumentOutOfRangeException(nameof(value), value,
            $"Expected a number of size at most {Largest}, in units of the series; NaN stands for a missing value.")
        : value;

    /// <summary>The first values of a training series, missing ones left out.</summary>
    /// <param name="series">Oldest first.</param>
    /// <param name="options">Window and training size.</param>
    /// <exception cref="ArgumentException">Shorter than the training size, or too few values that are not missing.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is infinite or too large; the message names its place.</exception>
    public static double[] Training(ReadOnlySpan<double> series, SsaOptions options)
    {
        if (series.Length < options.TrainSize)
        {
            throw new ArgumentException(
                $"Found {series.Length} observations; expected at least the training size, {options.TrainSize}.", nameof(series));
        }

        List<double> known = new(options.TrainSize);
        for (int i = 0; i < series.Length && known.Count < options.TrainSize; i++)
        {
            if (Math.Abs(series[i]) > Largest)
            {
                throw new ArgumentOutOfRangeException(nameof(series), series[i],
                    $"Observation {i} is {series[i]}; expected numbers of size at most {Largest}, NaN where one is missing.");
            }

            if (!double.IsNaN(series[i]))
            {
                known.Add(series[i]);
            }
        }

        int least = (2 * options.WindowSize) + 1;
        return known.Count >= least
            ? [.. known]
            : throw new ArgumentException(
                $"Found {known.Count} observations that are not missing; a window of {options.WindowSize} needs at least {least}.",
                nameof(series));
    }
}
