namespace Dms.Predictive.Margin;

/// <summary>Where a function turns negative.</summary>
internal static class SignChange
{
    /// <summary>Halves the interval to the last bit.</summary>
    /// <param name="function">Not negative inside, negative outside.</param>
    /// <param name="inside">An argument inside.</param>
    /// <param name="outside">An argument outside.</param>
    /// <returns>The last argument inside.</returns>
    public static double Bisect(Func<double, double> function, double inside, double outside)
    {
        while (true)
        {
            double middle = 0.5 * (inside + outside);
            if (middle == inside || middle == outside)
            {
                return inside;
            }

            (inside, outside) = function(middle) < 0 ? (inside, middle) : (middle, outside);
        }
    }
}
