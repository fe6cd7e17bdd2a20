namespace Dms.Predictive.Margin.Tests.Pricing;

/// <summary>First derivatives by the central stencil of sixth order: error h⁶·f⁽⁷⁾/140 and rounding ε·f/h.</summary>
internal static class Differences
{
    public static double First(Func<double, double> f, double h) =>
        ((45 * (f(h) - f(-h))) - (9 * (f(2 * h) - f(-2 * h))) + (f(3 * h) - f(-3 * h))) / (60 * h);
}
