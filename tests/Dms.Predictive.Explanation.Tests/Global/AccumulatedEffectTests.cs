namespace Dms.Predictive.Explanation.Tests.Global;

public sealed class AccumulatedEffectTests
{
    // Features that move together: partial dependence would visit corners that never occur.
    private static List<double[]> Rows(int count)
    {
        Random random = new(5);
        return
        [
            .. Enumerable.Range(0, count).Select(_ =>
            {
                double x = random.NextDouble() * 4;
                return new[] { x, x + random.NextDouble(), random.NextDouble() };
            }),
        ];
    }

    [Fact]
    public void Of_LinearModel_IsTheCoefficientTo1EMinus9()
    {
        FunctionModel model = new(r => 0.5 + (3.25 * r[0]) - (1.75 * r[1]) + (0.125 * r[2]));
        double[] coefficients = [3.25, -1.75, 0.125];
        for (int j = 0; j < 3; j++)
        {
            AccumulatedEffect effect = AccumulatedEffect.Of(model, Rows(700), j);
            Assert.Equal(21, effect.Edges.Count);
            for (int k = 1; k < effect.Edges.Count; k++)
            {
                double slope = (effect.Values[k] - effect.Values[k - 1]) / (effect.Edges[k] - effect.Edges[k - 1]);
                Assert.Equal(coefficients[j], slope, 1e-9);
            }
        }
    }

    [Fact]
    public void Of_AnyModel_IsCentredOverTheRows()
    {
        List<double[]> rows = Rows(500);
        AccumulatedEffect effect = AccumulatedEffect.Of(new FunctionModel(r => Math.Exp(r[0]) + (r[0] * r[1])), rows, 0);
        double[] edges = [.. effect.Edges];
        double mean = rows.Average(r =>
        {
            int bin = Math.Clamp(edges.Count(e => r[0] > e) - 1, 0, edges.Length - 2);
            return (effect.Values[bin] + effect.Values[bin + 1]) / 2;
        });
        Assert.Equal(0, mean, 1e-9);
    }

    [Fact]
    public void Of_MissingAndOneValue_NothingInvented()
    {
        List<double[]> rows = [[1, 0], [double.NaN, 0], [1, 2]];
        AccumulatedEffect effect = AccumulatedEffect.Of(new FunctionModel(r => 7 * r[0]), rows, 0);
        Assert.Equal([1.0], effect.Edges);
        Assert.Equal([0.0], effect.Values);
        Assert.Throws<ArgumentException>(() => AccumulatedEffect.Of(new FunctionModel(_ => 0), [[double.NaN]], 0));
    }

    [Fact]
    public void Pair_SumOfFunctionsOfOneFeature_IsZeroEverywhere()
    {
        AccumulatedPairEffect effect = AccumulatedPairEffect.Of(new FunctionModel(r => Math.Exp(r[0]) - (4 * r[1] * r[1])), Rows(400), (0, 1), 8);
        Assert.All(All(effect), v => Assert.Equal(0, v, 1e-9));
    }

    [Fact]
    public void Pair_Product_SecondDifferencesAreThoseOfTheProduct()
    {
        Random random = new(9);
        List<double[]> rows = [.. Enumerable.Range(0, 3000).Select(_ => new[] { random.NextDouble(), random.NextDouble() })];
        AccumulatedPairEffect effect = AccumulatedPairEffect.Of(new FunctionModel(r => 6 * r[0] * r[1]), rows, (0, 1), 5);
        for (int i = 1; i < effect.First.Count; i++)
        {
            for (int j = 1; j < effect.Second.Count; j++)
            {
                double found = effect[i, j] - effect[i - 1, j] - effect[i, j - 1] + effect[i - 1, j - 1];
                double expected = 6 * (effect.First[i] - effect.First[i - 1]) * (effect.Second[j] - effect.Second[j - 1]);
                Assert.Equal(expected, found, 1e-9);
            }
        }
    }

    [Fact]
    public void PartialDependence_OfASum_MeanHasTheSlopeAndCurvesBeginAtZero()
    {
        List<double[]> rows = Rows(300);
        PartialDependence found = PartialDependence.Of(
            new FunctionModel(r => (2 * r[0]) + r[1]), rows, 0, ObservedValues.Of(rows.Select(r => r[0])));
        Assert.Equal(20, found.Grid.Count);
        Assert.InRange(found.Curves.Count, 40, 50);
        Assert.All(found.Curves, c => Assert.Equal(0, c[0]));
        Assert.All(Enumerable.Range(1, 19), k =>
            Assert.Equal(2 * (found.Grid[k] - found.Grid[0]), found.Mean[k] - found.Mean[0], 1e-9));
        Assert.DoesNotContain(true, found.IsSparse);
    }

    [Fact]
    public void Monotonicity_RisingAndOneDent_CountsExactlyTheDent()
    {
        List<double[]> rows = [.. Enumerable.Range(0, 11).Select(i => new[] { i / 10.0, i })];
        ObservedValues seen = ObservedValues.Of(rows.Select(r => r[0]));
        Assert.Equal(0, Monotonicity.Check(new FunctionModel(r => r[0]), rows, 0, 1, seen).Broken);
        Assert.Equal(1.0, Monotonicity.Check(new FunctionModel(r => r[0]), rows, 0, -1, seen).Share);
        MonotonicityResult dent = Monotonicity.Check(
            new FunctionModel(r => r[0] > 0.55 && r[1] == 7 ? r[0] - 3 : r[0]), rows, 0, 1, seen);
        Assert.Equal((110L, 1L, 7), (dent.Pairs, dent.Broken, dent.WorstRow));
        Assert.Equal(2.9, dent.WorstBreak, 1e-9);
    }

    private static IEnumerable<double> All(AccumulatedPairEffect effect) =>
        from i in Enumerable.Range(0, effect.First.Count)
        from j in Enumerable.Range(0, effect.Second.Count)
        select effect[i, j];
}
