using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text;
using Dms.Predictive.Margin;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace Dms.Predictive.Benchmarks;

/// <summary>Options and dense revaluation on one core: kernels against plain code, in one run.</summary>
internal static class PricingBenchmarks
{
    private const int Options = 8_192;
    private const int Solved = 2_000;
    private const int Bisected = 50;
    private const int Rounds = 31;
    private const double Rate = 0.03;

    /// <summary>Measures all kernels.</summary>
    /// <returns>A report in Markdown.</returns>
    public static string Run()
    {
        Control.UseManaged();
        Control.UseSingleThread();
        StringBuilder report = new();
        report.AppendLine("# Options and dense revaluation").AppendLine();
        report.AppendLine(CultureInfo.InvariantCulture,
            $"One thread. The fastest of {Rounds} rounds (3 for the dense product) in which the subjects take turns, because other work on the machine only slows; vector and scalar twins give the same bits, which the run checks.").AppendLine();
        report.AppendLine(Machine.Describe()).AppendLine();
        report.AppendLine("| kernel | subject | per second | × the plain one |").AppendLine("|---|---|---|---|");
        string accuracy = Black(report);
        accuracy += Implied(report);
        accuracy += Dense(report);
        return report.AppendLine().Append(accuracy).ToString();
    }

    private static string Black(StringBuilder report)
    {
        Random random = new(17);
        double[][] c = [.. Enumerable.Range(0, 5).Select(_ => new double[Options])];
        for (int i = 0; i < Options; i++)
        {
            (c[0][i], c[1][i], c[2][i], c[3][i], c[4][i]) = (100, 60 + (80 * random.NextDouble()), 0.1 + random.NextDouble(),
                0.02 + (2 * random.NextDouble()), random.Next(2) == 0 ? 1 : -1);
        }

        double[][] fast = Columns(), twin = Columns(), plain = Columns();
        double[] seconds = Take(Rounds, () => Black76Kernel.Price(Of(c), Rate, To(fast)), () => Black76Kernel.PriceScalar(Of(c), Rate, To(twin)), () => WithMath(c, plain));
        if (fast.Zip(twin).Any(p => !p.First.AsSpan().SequenceEqual(p.Second)))
        {
            throw new InvalidOperationException("The option kernel and its twin differ.");
        }

        string name = $"Black 1976: value, delta, gamma, vega, theta, vanna; {Options} options";
        Row(report, name, "columns, vectors", Options / seconds[0], seconds[2] / seconds[0]);
        Row(report, name, "columns, scalar twin", Options / seconds[1], seconds[2] / seconds[1]);
        Row(report, name, "loop with Math.* and MathNet's erfc", Options / seconds[2], 1);
        double worst = 0;
        for (int i = 0; i < Options; i++)
        {
            OptionGreeks g = Black76.Greeks(new(c[0][i], c[1][i], c[2][i], c[3][i], c[4][i] > 0), Rate);
            double[] expected = [g.Price, g.Delta, g.Gamma, g.Vega, g.Theta, g.Vanna];
            worst = Math.Max(worst, expected.Select((e, k) => Math.Abs(e - fast[k][i])).Max());
        }

        return string.Create(CultureInfo.InvariantCulture, $"Largest difference of any value or greek from `Black76.Greeks`, forward 100: {worst:E1}. ");
    }

    private static string Implied(StringBuilder report)
    {
        Random random = new(5);
        OptionQuote[] quotes = [.. Enumerable.Range(0, Solved).Select(_ => Quote(random))];
        double[] prices = [.. quotes.Select(q => Black76.Price(q, 0))];
        double[] solved = new double[Solved];
        double[] seconds = Take(
            Rounds,
            () => Each(Solved, i => solved[i] = ImpliedVolatility.Solve(prices[i], quotes[i], 0) ?? double.NaN),
            () => Each(Bisected, i => _ = Bisect(prices[i], quotes[i])));
        (double own, double other) = (Solved / seconds[0], Bisected / seconds[1]);
        Row(report, "implied volatility, out of the money within 4 deviations", "rational guess, Householder", own, own / other);
        Row(report, "implied volatility, out of the money within 4 deviations", "bisection to the last bit", other, 1);
        int failed = solved.Count(double.IsNaN);
        double error = quotes.Select((q, i) => Math.Abs((solved[i] / q.Volatility) - 1)).Max();
        return string.Create(CultureInfo.InvariantCulture, $"Implied volatility: {failed} failures, largest relative error {error:E1} of a round trip through `Black76.Price`. ");
    }

    private static string Dense(StringBuilder report)
    {
        const int Rows = 9_984;
        const int Inner = 500;
        const int Columns = 1_000;
        const double Flops = 2.0 * Rows * Inner * Columns;
        Random random = new(3);
        double[] left = [.. Enumerable.Range(0, Rows * Inner).Select(_ => random.NextDouble() - 0.5)];
        double[] right = [.. Enumerable.Range(0, Inner * Columns).Select(_ => random.NextDouble() - 0.5)];
        double[] fast = new double[Rows * Columns], twin = new double[16 * Columns];
        Matrix<double> a = Matrix<double>.Build.DenseOfRowMajor(Rows, Inner, left), b = Matrix<double>.Build.DenseOfRowMajor(Inner, Columns, right);
        Matrix<double> result = Matrix<double>.Build.Dense(Rows, Columns);
        double[] seconds = Take(3, () => DenseProduct.Multiply(left, right, Inner, fast), () => a.Multiply(b, result), FmaLoop);
        DenseProduct.MultiplyScalar(left.AsSpan(0, 16 * Inner), right, Inner, twin);
        if (!fast.AsSpan(0, twin.Length).SequenceEqual(twin))
        {
            throw new InvalidOperationException("The dense product and its twin differ.");
        }

        string name = $"dense product {Rows} x {Inner} . {Inner} x {Columns}, FP64";
        report.AppendLine(CultureInfo.InvariantCulture, $"| {name} | vectors | {Flops / seconds[0] / 1e9:F1} Gflop | {seconds[1] / seconds[0]:F1} |");
        report.AppendLine(CultureInfo.InvariantCulture, $"| {name} | MathNet, managed | {Flops / seconds[1] / 1e9:F2} Gflop | 1.0 |");
        double peak = FmaFlops / seconds[2];
        return string.Create(CultureInfo.InvariantCulture,
            $"Fused multiply-adds without memory in the same run: {peak / 1e9:F1} Gflop a second; the dense product reaches {100 * Flops / seconds[0] / peak:F0} % of it.");
    }

    private const int FmaSteps = 20_000_000;
    private const double FmaFlops = 2.0 * FmaSteps * 12 * 8;

    // Twelve independent sums: more than the latency of the unit times its width.
    private static void FmaLoop()
    {
        Vector512<double> a = Vector512.Create(0.999999), b = Vector512.Create(1e-9);
        Vector512<double> s0 = a, s1 = b, s2 = a, s3 = b, s4 = a, s5 = b, s6 = a, s7 = b, s8 = a, s9 = b, s10 = a, s11 = b;
        for (int i = 0; i < FmaSteps; i++)
        {
            (s0, s1, s2) = (Vector512.FusedMultiplyAdd(s0, a, b), Vector512.FusedMultiplyAdd(s1, a, b), Vector512.FusedMultiplyAdd(s2, a, b));
            (s3, s4, s5) = (Vector512.FusedMultiplyAdd(s3, a, b), Vector512.FusedMultiplyAdd(s4, a, b), Vector512.FusedMultiplyAdd(s5, a, b));
            (s6, s7, s8) = (Vector512.FusedMultiplyAdd(s6, a, b), Vector512.FusedMultiplyAdd(s7, a, b), Vector512.FusedMultiplyAdd(s8, a, b));
            (s9, s10, s11) = (Vector512.FusedMultiplyAdd(s9, a, b), Vector512.FusedMultiplyAdd(s10, a, b), Vector512.FusedMultiplyAdd(s11, a, b));
        }

        if (double.IsNaN(Vector512.Sum(s0 + s1 + s2 + s3 + s4 + s5 + s6 + s7 + s8 + s9 + s10 + s11)))
        {
            throw new InvalidOperationException("The sums are not numbers.");
        }
    }

    private static OptionQuote Quote(Random random)
    {
        double volatility = 0.1 + random.NextDouble(), years = 0.02 + (2 * random.NextDouble());
        double deviations = 4 * random.NextDouble();
        bool call = random.Next(2) == 0;
        return new(100 * Math.Exp((call ? -1 : 1) * deviations * volatility * Math.Sqrt(years)), 100, volatility, years, call);
    }

    private static double Bisect(double price, OptionQuote quote)
    {
        (double low, double high) = (0, 10);
        for (double middle = 5; middle > low && middle < high; middle = 0.5 * (low + high))
        {
            (low, high) = Black76.Price(quote with { Volatility = middle }, 0) < price ? (middle, high) : (low, middle);
        }

        return low;
    }

    private static void WithMath(double[][] c, double[][] to)
    {
        double Below(double x) => 0.5 * SpecialFunctions.Erfc(-x / Math.Sqrt(2));
        for (int i = 0; i < Options; i++)
        {
            (double f, double k, double v, double t, double sign) = (c[0][i], c[1][i], c[2][i], c[3][i], c[4][i]);
            double root = Math.Sqrt(t), s = v * root, d1 = (Math.Log(f / k) / s) + (s / 2), d2 = d1 - s, df = Math.Exp(-Rate * t);
            double density = df * Math.Exp(-0.5 * d1 * d1) / Math.Sqrt(2 * Math.PI), delta = sign * df * Below(sign * d1);
            double price = (f * delta) - (sign * df * k * Below(sign * d2));
            (to[0][i], to[1][i], to[2][i], to[3][i]) = (price, delta, density / (f * s), f * density * root);
            (to[4][i], to[5][i]) = ((Rate * price) - (f * density * v / (2 * root)), -density * d2 / v);
        }
    }

    private static OptionColumns Of(double[][] c) => new() { Forwards = c[0], Strikes = c[1], Volatilities = c[2], Years = c[3], Signs = c[4] };

    private static OptionResults To(double[][] c) => new() { Prices = c[0], Deltas = c[1], Gammas = c[2], Vegas = c[3], Thetas = c[4], Vannas = c[5] };

    private static double[][] Columns() => [.. Enumerable.Range(0, 6).Select(_ => new double[Options])];

    private static void Each(int count, Action<int> run)
    {
        for (int i = 0; i < count; i++)
        {
            run(i);
        }
    }

    private static double[] Take(int rounds, params Action[] subjects)
    {
        double[] best = [.. subjects.Select(_ => double.PositiveInfinity)];
        foreach (Action subject in subjects)
        {
            long began = Stopwatch.GetTimestamp();
            do
            {
                subject();                                           // until the compiler has settled
            }
            while (Stopwatch.GetElapsedTime(began).TotalSeconds < 1);
        }

        for (int round = 0; round < rounds; round++)
        {
            for (int s = 0; s < subjects.Length; s++)
            {
                long start = Stopwatch.GetTimestamp();
                subjects[s]();
                best[s] = Math.Min(best[s], Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        return best;
    }

    private static void Row(StringBuilder report, string kernel, string subject, double perSecond, double ratio) =>
        report.AppendLine(CultureInfo.InvariantCulture, $"| {kernel} | {subject} | {perSecond / 1e6:F2} M | {ratio:F1} |");
}
