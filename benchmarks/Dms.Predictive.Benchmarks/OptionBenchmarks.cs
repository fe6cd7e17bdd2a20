using System.Globalization;
using System.Text;
using Dms.Predictive.Margin;
using MathNet.Numerics.LinearAlgebra;

namespace Dms.Predictive.Benchmarks;

/// <summary>Options on one core: kernels against plain code, in one run.</summary>
internal static class OptionBenchmarks
{
    private const int Options = 16_384;
    private const int Rounds = 41;

    /// <summary>Measures everything.</summary>
    /// <returns>A report in Markdown.</returns>
    public static string Run()
    {
        StringBuilder report = new();
        report.AppendLine("# Options").AppendLine();
        report.AppendLine(CultureInfo.InvariantCulture,
            $"One thread. The fastest of {Rounds} rounds in which the subjects take turns, because other work on the machine only slows; every kernel gives the bits of its plain twin, which the run checks.").AppendLine();
        report.AppendLine(Machine.Describe()).AppendLine();
        report.AppendLine("| work | subject | per second | × the plain one |").AppendLine("|---|---|---|---|");
        Black(report);
        Dense(report);
        Implied(report);
        Accounts(report);
        return report.ToString();
    }

    private static void Black(StringBuilder report)
    {
        OptionSampleColumns sample = new(Options, 11);
        double[] prices = new double[Options];
        double[] scalarPrices = new double[Options];
        OptionGreeks[] scalar = new OptionGreeks[Options];
        double[][] plain = [.. Enumerable.Range(0, 6).Select(_ => new double[Options])];
        double[] seconds = Turns.Take(
            Rounds,
            () => Black76Kernel.Greeks(sample.Options, sample.Greeks),
            () => Each(Options, i => scalar[i] = Black76.Greeks(sample.Quotes[i], sample.Rates[i])),
            () => PlainBlack76.Greeks(sample, plain),
            () => Black76Kernel.Price(sample.Options, prices),
            () => Each(Options, i => scalarPrices[i] = Black76.Price(sample.Quotes[i], sample.Rates[i])));
        Require(prices.AsSpan().SequenceEqual(scalarPrices), "prices");
        Require(sample.Out[0].AsSpan().SequenceEqual(scalarPrices), "prices with greeks");
        Require(sample.Out[4].SequenceEqual(scalar.Select(g => g.Theta)), "thetas");
        Require(sample.Out[2].SequenceEqual(scalar.Select(g => g.Gamma)), "gammas");
        double apart = plain[0].Zip(prices, (a, b) => Math.Abs(a - b)).Max();
        string name = $"Black 1976, price and five greeks, {Options} options";
        Row(report, name, "columns, vectors", Options / seconds[0], seconds[1] / seconds[0], "options");
        Row(report, name, "Black76.Greeks, the twin", Options / seconds[1], 1, "options");
        Row(report, name, $"on Math.Exp and Math.Log, prices {apart:E1} apart", Options / seconds[2],
            seconds[1] / seconds[2], "options");
        name = $"Black 1976, price, {Options} options";
        Row(report, name, "columns, vectors", Options / seconds[3], seconds[4] / seconds[3], "options");
        Row(report, name, "Black76.Price, the twin", Options / seconds[4], 1, "options");
    }

    private static void Dense(StringBuilder report)
    {
        const int Rows = 9_984, Inner = 500, Columns = 1_000, Fewer = 48, Part = Rows / Fewer;
        Random random = new(3);
        double[] left = [.. Enumerable.Range(0, Rows * Inner).Select(_ => random.NextDouble() - 0.5)];
        double[] right = [.. Enumerable.Range(0, Inner * Columns).Select(_ => random.NextDouble() - 0.5)];
        double[] fast = new double[Rows * Columns], part = new double[Part * Columns], twin = new double[Part * Columns];
        DenseProduct product = new(right, Inner);
        double[] fewer = left[..(Part * Inner)];
        Matrix<double> one = Matrix<double>.Build.DenseOfRowMajor(Part, Inner, fewer);
        Matrix<double> other = Matrix<double>.Build.DenseOfRowMajor(Inner, Columns, right);
        Matrix<double> to = Matrix<double>.Build.Dense(Part, Columns);
        MathNet.Numerics.Control.UseManaged();
        MathNet.Numerics.Control.UseSingleThread();
        double[] seconds = Turns.Take(
            Rounds,
            () => product.Multiply(fewer, part),
            () => one.Multiply(other, to),
            () => product.Multiply(left, fast));
        product.MultiplyScalar(fewer, twin);
        Require(part.AsSpan().SequenceEqual(twin) && fast.AsSpan(0, part.Length).SequenceEqual(twin), "products");
        double apart = to.ToRowMajorArray().Zip(part, (a, b) => Math.Abs(a - b)).Max();
        double flops = 2.0 * Part * Inner * Columns;
        string name = $"dense revaluation, {Part} x {Inner} times {Inner} x {Columns}";
        Row(report, name, "8 x 24 register tiles", flops / seconds[0], seconds[1] / seconds[0], "flop");
        Row(report, name, $"MathNet, managed, one thread, {apart:E1} apart", flops / seconds[1], 1, "flop");
        name = $"dense revaluation, {Rows} x {Inner} times {Inner} x {Columns}, MathNet scaled by flops";
        Row(report, name, $"8 x 24 register tiles, {seconds[2] * 1e3:F0} ms", flops * Fewer / seconds[2],
            seconds[1] * Fewer / seconds[2], "flop");
    }

    private static void Implied(StringBuilder report)
    {
        const int Count = 2_048, Fewer = 8;
        const double Rate = 0.03;
        OptionQuote[] quotes = OptionSampleColumns.Outside(Count, 13);
        double[] prices = [.. quotes.Select(q => Black76.Price(q, Rate))];
        double[] solved = new double[Count], halved = new double[Count];
        double[] seconds = Turns.Take(
            Rounds,
            () => Each(Count, i => solved[i] = ImpliedVolatility.Solve(prices[i], quotes[i], Rate) ?? -1),
            () => Each(Count / Fewer, i => halved[i] = Bisection.Solve(prices[i], quotes[i], Rate)));
        double apart = Enumerable.Range(0, Count / Fewer).Max(i => Math.Abs((solved[i] / halved[i]) - 1));
        double off = Enumerable.Range(0, Count).Max(i => Math.Abs((solved[i] / quotes[i].Volatility) - 1));
        string name = $"implied volatility, {Count} options";
        double peer = seconds[1] * Fewer;
        Row(report, name, $"rational guess and Householder steps, {off:E1} off", Count / seconds[0],
            peer / seconds[0], "options");
        Row(report, name, $"bisection to the last bit, {apart:E1} apart", Count / peer, 1, "options");
    }

    private static void Accounts(StringBuilder report)
    {
        const int Count = 64;
        // A view keeps its last valuation; two equal policies in turn make it value every time.
        ScenarioPortfolioPolicy[] policies = [ScenarioAccounts.Policy(), ScenarioAccounts.Policy()];
        MarginView[] views = [.. Enumerable.Range(0, Count).Select(ScenarioAccounts.View)];
        int turn = 0;
        int scenarios = policies[0].Parameters.Scenarios.Count;
        double[] margins = new double[Count], sums = new double[Count];
        double[] seconds = Turns.Take(
            Rounds * 5,
            () =>
            {
                turn ^= 1;
                Each(Count, a => margins[a] = policies[turn].Evaluate(views[a], 1).Initial);
            },
            () => Each(Count, a => sums[a] = ScenarioAccounts.PriceOneByOne(scenarios)));
        Require(margins.All(m => m > 0), "no margin");
        string name = $"scenario-portfolio, {ScenarioAccounts.Options} options x {scenarios} scenarios";
        Row(report, name, "ScenarioPortfolioPolicy.Evaluate", Count / seconds[0], seconds[1] / seconds[0], "accounts");
        Row(report, name, "only Black76.Price, one by one", Count / seconds[1], 1, "accounts");
    }

    private static void Each(int count, Action<int> one)
    {
        for (int i = 0; i < count; i++)
        {
            one(i);
        }
    }

    private static void Require(bool same, string what)
    {
        if (!same)
        {
            throw new InvalidOperationException($"A kernel and its twin differ: {what}.");
        }
    }

    private static void Row(
        StringBuilder report, string work, string subject, double perSecond, double ratio, string unit) =>
        report.AppendLine(CultureInfo.InvariantCulture, $"| {work} | {subject} | {perSecond:E2} {unit} | {ratio:F1} |");
}
