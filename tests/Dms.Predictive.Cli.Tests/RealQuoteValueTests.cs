using Dms.Predictive.Cli.Work;
using Dms.Predictive.Core;
using Dms.Predictive.Volatility;
using MathNet.Numerics.LinearAlgebra;
using Xunit.Abstractions;

namespace Dms.Predictive.Cli.Tests;

/// <summary>
/// What the best bid and ask of real venues add to a forecast of the next ten minutes: days of minute quotes, each
/// forecast by what the others taught. Best prices with sizes, not depth; that is all there is for whole days.
/// </summary>
public sealed class RealQuoteValueTests(ITestOutputHelper output)
{
    private const int Ahead = 10;
    private const int Overlap = 2;
    private const double Floor = 1e-4;
    private static readonly int[] Windows = [10, 30, 60];

    [RealDataFact("lob_lean_minute_quotes")]
    public void QuoteDays_LeaveOneOut_GainIsStatedWithItsInterval()
    {
        string folder = RealDataFactAttribute.Path("lob_lean_minute_quotes");
        Row[][] days = [.. Directory.EnumerateFiles(folder, "*_quote.zip").Order(StringComparer.Ordinal).Select(RowsOf).Where(d => d.Length >= 50)];
        double[] alone = Losses(days, r => r.Past);
        double[] with = Losses(days, r => [.. r.Past, .. r.Quotes]);
        double[] difference = [.. with.Zip(alone, (a, b) => a - b)];
        MeanInterval interval = StationaryBootstrap.OfMean(difference, StationaryBootstrap.MeanBlock(difference.Length, Overlap), 1000, 17);
        double level = alone.Average();
        (double gain, double low, double high) = (-100 * interval.Mean / level, -100 * interval.Upper / level, -100 * interval.Lower / level);
        output.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"{days.Length} days, {alone.Length} decisions: QLIKE {level:F4} to {with.Average():F4}, gain {gain:F1} % [{low:F1}, {high:F1}]"));

        Assert.True(days.Length >= 10 && alone.Length > 2_000, $"{days.Length} days, {alone.Length} decisions");
        Assert.True(low < gain && gain < high);
    }

    [Fact]
    public void Losses_OfAnInformativeAndOfANoiseInput_GainAndNoGain()
    {
        Random random = new(3);
        Row[][] days = [.. Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, 200).Select(_ =>
        {
            double secret = random.NextDouble();
            double noise = random.NextDouble() - random.NextDouble();
            return new Row([random.NextDouble()], [secret], Math.Exp((2 * secret) + noise));
        }).ToArray())];
        Row[][] noisy = [.. days.Select(d => d.Select(r => r with { Quotes = [random.NextDouble()] }).ToArray())];
        double alone = Losses(days, r => r.Past).Average();

        Assert.True(Losses(days, r => [.. r.Past, .. r.Quotes]).Average() < 0.7 * alone);
        Assert.InRange(Losses(noisy, r => [.. r.Past, .. r.Quotes]).Average(), 0.99 * alone, 1.01 * alone);
    }

    // Rows of five minutes whose whole past and future are there. These files leave out minutes without a change: the quote
    // before stands, for ten minutes at most.
    private static Row[] RowsOf(string path)
    {
        FlowSeries flow = FlowPart.Read(path, default).Flow;
        double[][] quotes = Carried(flow);
        double[] returns = [.. quotes.Select((q, i) => i == 0 ? double.NaN : 100 * Math.Log(q[0] / quotes[i - 1][0]))];
        double Variance(int from, int count) => Enumerable.Range(from, count).Sum(i => returns[i] * returns[i]);
        List<Row> rows = [];
        for (int i = Windows[^1]; i + Ahead < quotes.Length; i += 5)
        {
            (double spread, double bid, double ask, double micro) = (quotes[i][1], quotes[i][2], quotes[i][3], quotes[i][4]);
            double[] past = [.. Windows.Select(w => Math.Log((Variance(i - w + 1, w) / w) + Floor))];
            double[] shown = [Math.Log(spread + 0.01), Math.Log(bid + ask), Math.Abs(bid - ask) / (bid + ask), Math.Abs(micro)];
            double next = Variance(i + 1, Ahead) + (Ahead * Floor);
            if (past.Concat(shown).Append(next).All(double.IsFinite))
            {
                rows.Add(new Row(past, shown, next));
            }
        }

        return [.. rows];
    }

    private static double[][] Carried(FlowSeries flow)
    {
        FlowMeasure[] measures = [FlowMeasure.Mid, FlowMeasure.Spread, FlowMeasure.BidDepth1, FlowMeasure.AskDepth1, FlowMeasure.MicroPrice];
        double[][] quotes = new double[flow.Count][];
        for (int i = 0, age = 0; i < flow.Count; i++)
        {
            quotes[i] = [.. measures.Select(m => Of(flow, i, m))];
            age = double.IsNaN(quotes[i][0]) ? age + 1 : 0;
            quotes[i] = age is > 0 and <= 10 && i > 0 ? quotes[i - 1] : quotes[i];
        }

        return quotes;
    }

    private static double Of(FlowSeries flow, int i, FlowMeasure measure) => flow.Values(i)[(int)measure];

    private static double[] Losses(Row[][] days, Func<Row, double[]> inputs)
    {
        List<double> losses = [];
        for (int day = 0; day < days.Length; day++)
        {
            Row[] taught = [.. days.Where((_, d) => d != day).SelectMany(d => d)];
            Vector<double> weights = Matrix<double>.Build.DenseOfRowArrays(taught.Select(r => Line(inputs(r))))
                .QR().Solve(Vector<double>.Build.DenseOfEnumerable(taught.Select(r => Math.Log(r.Next))));
            double Forecast(Row r) => Math.Exp(Vector<double>.Build.DenseOfArray(Line(inputs(r))) * weights);
            double scale = taught.Average(r => r.Next / Forecast(r));
            losses.AddRange(days[day].Select(r => ForecastLoss.Qlike(r.Next, scale * Forecast(r))));
        }

        return [.. losses];
    }

    private static double[] Line(double[] inputs) => [1, .. inputs];

    private sealed record Row(double[] Past, double[] Quotes, double Next);
}
