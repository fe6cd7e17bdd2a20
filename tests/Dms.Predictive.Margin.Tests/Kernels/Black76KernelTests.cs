using CsCheck;

namespace Dms.Predictive.Margin.Tests.Kernels;

public sealed class Black76KernelTests
{
    private static readonly Gen<double[]> Option = Gen.Select(
        Gen.OneOf(Gen.Double[20, 500], Gen.Const(100.0), Gen.Double[-1, 0]), Gen.OneOf(Gen.Double[20, 500], Gen.Const(100.0)),
        Gen.OneOf(Gen.Double[0.01, 3], Gen.Const(0.0)), Gen.OneOf(Gen.Double[0.001, 3], Gen.Double[-1, 0]),
        Gen.Bool, (f, k, v, t, call) => new[] { f, k, v, t, call ? 1.0 : -1 });

    [Fact]
    public void Price_AnyOptions_SameBitsAsTheScalarTwin() =>
        Gen.Select(Option.Array[0, 40], Gen.Double[-0.1, 0.2]).Sample((options, rate) =>
        {
            double[][] fast = Run(options, rate, Black76Kernel.Price);
            double[][] plain = Run(options, rate, Black76Kernel.PriceScalar);
            Assert.Equal(
                plain.SelectMany(c => c).Select(BitConverter.DoubleToInt64Bits), fast.SelectMany(c => c).Select(BitConverter.DoubleToInt64Bits));
        });

    [Fact]
    public void Price_AnyOption_IsThatOfBlack() => Gen.Select(Option, Gen.Double[-0.1, 0.2]).Sample((option, rate) =>
    {
        double[] found = [.. Run([option], rate, Black76Kernel.PriceScalar).Select(c => c[0])];
        OptionQuote q = new(option[0], option[1], option[2], option[3], option[4] > 0);
        OptionGreeks g = Black76.Greeks(q, rate);
        double[] expected = [g.Price, g.Delta, g.Gamma, g.Vega, g.Theta, g.Vanna];
        double scale = Math.Max(1, Math.Max(q.Price, q.Strike) / 100);
        double late = 1 / Math.Sqrt(Math.Max(q.Years, 1e-3));
        double[] units = [scale, 1, 1, scale, scale * late * Math.Max(1, q.Volatility), 1 / Math.Max(q.Volatility, 0.01)];
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], found[i], 1e-12 * units[i]);
        }
    }, iter: 5000);

    [Fact]
    public void Price_ColumnsThatDiffer_AreRefused() => Assert.Throws<ArgumentException>(() => Black76Kernel.Price(
        new() { Forwards = [1], Strikes = [], Volatilities = [1], Years = [1], Signs = [1] }, 0, default));

    private static double[][] Run(double[][] options, double rate, Action<double[][], double, double[][]> price)
    {
        double[][] columns = [.. Enumerable.Range(0, 5).Select(c => options.Select(o => o[c]).ToArray())];
        double[][] results = [.. Enumerable.Range(0, 6).Select(_ => new double[options.Length])];
        price(columns, rate, results);
        return results;
    }

    private static double[][] Run(double[][] options, double rate, Pricing price) => Run(options, rate, (c, r, to) => price(
        new() { Forwards = c[0], Strikes = c[1], Volatilities = c[2], Years = c[3], Signs = c[4] },
        r,
        new() { Prices = to[0], Deltas = to[1], Gammas = to[2], Vegas = to[3], Thetas = to[4], Vannas = to[5] }));

    private delegate void Pricing(OptionColumns options, double rate, OptionResults results);
}
