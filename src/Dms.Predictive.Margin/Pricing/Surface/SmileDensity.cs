namespace Dms.Predictive.Margin;

/// <summary>The density factor of a smile: where it is below 0 a butterfly costs less than nothing.</summary>
internal static class SmileDensity
{
    /// <summary>(1 − k·w′/2w)² − w′²/4·(1/w + ¼) + w″/2.</summary>
    public static double At(double k, double w, double first, double second)
    {
        double lean = 1 - (k * first / (2 * w));
        return (lean * lean) - (first * first / 4 * ((1 / w) + 0.25)) + (second / 2);
    }
}
