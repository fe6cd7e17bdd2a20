namespace Dms.Predictive.Features.Tests;

public sealed class SpikeThresholdTests
{
    [Fact]
    public void Value_BeforeFiveDays_IsUndefined()
    {
        SpikeThreshold threshold = new(5);
        for (int i = 0; i < 1439; i++)
        {
            threshold.Append(i);
        }

        Assert.True(double.IsNaN(threshold.Value));
        threshold.Append(1439);
        Assert.Equal(0.99 * 1439, threshold.Value, 9);
    }

    [Fact]
    public void Value_OverManyMonths_EqualsSortingTheWindow()
    {
        SpikeThreshold threshold = new(60);
        Random random = new(1);
        List<double> all = [];
        for (int i = 0; i < 3000; i++)
        {
            all.Add(Math.Round(random.NextDouble(), 2));
            threshold.Append(all[^1]);
        }

        double[] window = [.. all[^720..].Order()];
        double k = 0.99 * 719;
        Assert.Equal(window[(int)k] + ((k - (int)k) * (window[(int)k + 1] - window[(int)k])), threshold.Value, 12);
    }
}
