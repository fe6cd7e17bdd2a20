using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Kernels;

public sealed class Black76KernelTests
{
    private static readonly Gen<double> GenOdd = Gen.OneOf(
        Gen.Const(0.0), Gen.Const(-1.0), Gen.Const(double.NaN), Gen.Const(double.PositiveInfinity), Gen.Const(1e-320),
        Gen.Const(1e308), Gen.Const(1e-13), Gen.Const(1000.0));

    private static readonly Gen<double[]> GenUsual = Gen.Select(
        Gen.Double[50, 200], Gen.Double[20, 500], Gen.Double[0.01, 3], Gen.Double[0.0001, 5], Gen.Double[-0.05, 0.15],
        Gen.Bool,
        (f, k, v, t, r, call) => new[] { f, k, v, t, r, call ? 1.0 : -1.0 });

    private static readonly Gen<double[]> GenWide = Gen.Select(
        Gen.Double[-9, 9], Gen.Double[-9, 9], Gen.Double[-6, 2], Gen.Double[-8, 3], Gen.Double[-1, 1], Gen.Bool,
        (f, k, v, t, r, call) => new[]
        {
            Math.Pow(10, f), Math.Pow(10, k), Math.Pow(10, v), Math.Pow(10, t), r, call ? 1.0 : -1.0,
        });

    private static readonly Gen<double[]> GenBroken = Gen.Select(GenUsual, Gen.Int[0, 5], GenOdd, (row, at, odd) =>
    {
        double[] broken = [.. row];
        broken[at] = odd;
        return broken;
    }).Where(IsTaken);

    private static readonly Gen<double[]> GenAtStrike = Gen.Select(GenUsual, row => new[]
    {
        row[0], row[0], row[2], row[3], row[4], row[5],
    });

    private static readonly Gen<double[][]> GenOptions =
        Gen.OneOf(GenUsual, GenUsual, GenUsual, GenWide, GenAtStrike, GenBroken).Array[0, 300];

    [Fact]
    public void Greeks_AnyOptions_HaveTheBitsOfTheScalarCode() => GenOptions.Sample(
        rows =>
        {
            Columns columns = new(rows);
            OptionGreeks[] expected = [.. rows.Select(r => Black76.Greeks(QuoteOf(r), r[4]))];
            double[][] found = columns.Greeks();
            SameBits(expected.Select(g => g.Price), columns.Prices());
            SameBits(expected.Select(g => g.Price), found[0]);
            SameBits(expected.Select(g => g.Delta), found[1]);
            SameBits(expected.Select(g => g.Gamma), found[2]);
            SameBits(expected.Select(g => g.Vega), found[3]);
            SameBits(expected.Select(g => g.Theta), found[4]);
            SameBits(expected.Select(g => g.Rho), found[5]);
        },
        iter: 2000);

    [Fact]
    public void Price_DeviationOfExactlyZero_HasTheBitsOfTheScalarCode()
    {
        // σ = √(−2 ln(F/K)) at one year: rounding leaves d1 = 0 for some forwards.
        double[][] rows = [.. Enumerable.Range(0, 2000).Select(i => new[]
        {
            90 + (0.004 * i), 100, Math.Sqrt(-2 * PinnedMath.Log((90 + (0.004 * i)) / 100)), 1, 0, i % 2 == 0 ? 1 : -1.0,
        }).Where(r => Black76.Deviations(QuoteOf(r)).D1 == 0)];
        Assert.InRange(rows.Length, 16, 2000);
        SameBits(rows.Select(r => Black76.Price(QuoteOf(r), 0)), new Columns(rows).Prices());
        SameBits(rows.Select(r => Black76.Greeks(QuoteOf(r), 0).Delta), new Columns(rows).Greeks()[1]);
    }

    [Fact]
    public void Greeks_OptionThatTheScalarCodeRefuses_IsRefusedToo()
    {
        double[] bad = [100, double.NaN, 0.5, 1, 0, 1];
        Assert.False(IsTaken(bad));
        Assert.Throws<OverflowException>(() => new Columns([.. Enumerable.Repeat(bad, 8)]).Greeks());
    }

    [Fact]
    public void Price_ColumnsThatDoNotFit_AreRefused()
    {
        Columns columns = new([[100, 100, 0.5, 1, 0, 1]]);
        Assert.ThrowsAny<ArgumentException>(() => Black76Kernel.Price(columns.Options, new double[2]));
        Assert.Throws<ArgumentException>(() => Black76Kernel.Price(
            new()
            {
                Forwards = [1],
                Strikes = [1, 2],
                Volatilities = [1],
                Years = [1],
                Rates = [0],
                Rights = [1],
            },
            new double[1]));
    }

    private static bool IsTaken(double[] row)
    {
        try
        {
            _ = Black76.Greeks(QuoteOf(row), row[4]);
            return true;
        }
        catch (OverflowException)
        {
            return false;                                            // not a number, by a broken price
        }
    }

    private static OptionQuote QuoteOf(double[] row) => new(row[0], row[1], row[2], row[3], row[5] > 0);

    private static void SameBits(IEnumerable<double> expected, double[] found) =>
        Assert.Equal(expected.Select(BitsOf), found.Select(BitsOf));

    // A result that is not a number carries no sign worth keeping.
    private static long BitsOf(double x) => BitConverter.DoubleToInt64Bits(double.IsNaN(x) ? double.NaN : x);

    private sealed class Columns(double[][] rows)
    {
        private readonly double[][] _columns = [.. Enumerable.Range(0, 6).Select(c => rows.Select(r => r[c]).ToArray())];

        public OptionColumns Options => new()
        {
            Forwards = _columns[0],
            Strikes = _columns[1],
            Volatilities = _columns[2],
            Years = _columns[3],
            Rates = _columns[4],
            Rights = _columns[5],
        };

        public double[] Prices()
        {
            double[] prices = new double[rows.Length];
            Black76Kernel.Price(Options, prices);
            return prices;
        }

        public double[][] Greeks()
        {
            double[][] to = [.. Enumerable.Range(0, 6).Select(_ => new double[rows.Length])];
            Black76Kernel.Greeks(
                Options,
                new() { Prices = to[0], Deltas = to[1], Gammas = to[2], Vegas = to[3], Thetas = to[4], Rhos = to[5] });
            return to;
        }
    }
}
