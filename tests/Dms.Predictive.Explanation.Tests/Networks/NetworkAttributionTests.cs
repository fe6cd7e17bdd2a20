namespace Dms.Predictive.Explanation.Tests;

public class NetworkAttributionTests
{
    private static TanhNetwork Random(int seed, int inputs, double scale)
    {
        Random random = new(seed);
        double Weight() => scale * (random.NextDouble() - 0.5);
        return new(
            [.. Enumerable.Range(0, 5).Select(_ => (double[])[.. Enumerable.Range(0, inputs).Select(_ => Weight())])],
            [.. Enumerable.Range(0, 5).Select(_ => Weight())],
            [.. Enumerable.Range(0, 5).Select(_ => Weight())],
            Weight());
    }

    [Fact]
    public void Parts_RandomNetworks_SumToTheChangeOfTheScore()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            TanhNetwork network = Random(seed, 6, 4);
            double[] row = [1, -2, 0.5, 3, -0.25, 0];
            double[] baseline = [0, 0.5, 0.5, 1, 0, 0];
            double change = network.Score(row) - network.Score(baseline);
            double[] gradients = NetworkAttribution.IntegratedGradients(network, row, baseline);
            double[] shapley = NetworkAttribution.BaselineShapley(network, row, baseline);
            Assert.InRange(Math.Abs(gradients.Sum() - change), 0, 1e-9);
            Assert.InRange(Math.Abs(shapley.Sum() - change), 0, 1e-12);
            Assert.Equal((0, 0, 0, 0), (gradients[2], shapley[2], gradients[5], shapley[5]));
        }
    }

    [Fact]
    public void IntegratedGradients_StepTooSteepForTheNodes_Withheld()
    {
        TanhNetwork steep = new([[1e7]], [-3e6], [1], 0);
        Assert.Throws<AdditivityBreachException>(
            () => NetworkAttribution.IntegratedGradients(steep, [1], [0]));
    }

    [Fact]
    public void Parts_WrongWidth_Refused()
    {
        TanhNetwork network = Random(1, 3, 1);
        Assert.Throws<ArgumentException>(() => NetworkAttribution.IntegratedGradients(network, [1], [0]));
        Assert.Throws<ArgumentException>(
            () => NetworkAttribution.BaselineShapley(Random(1, 13, 1), new double[13], new double[13]));
        Assert.Throws<ArgumentException>(() => new TanhNetwork([[1], [1, 2]], [0, 0], [1, 1], 0));
    }
}
