using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Tests;

public class SpectrumFeatureTests
{
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);

    [Fact]
    public void Schema_WithoutTheSwitch_HasNone()
    {
        Assert.DoesNotContain(new FeatureEngine(5).Schema.Features, f => f.Family == "spectrum");
        Assert.Equal(4, FeatureCatalog.WithSpectrum.Features.Count(f => f.Family == "spectrum"));
    }

    [Fact]
    public void Compute_VarianceThatCyclesWithinItsModel_IsForecastExactly()
    {
        // ln(mean r² + 1e-5) of a block is a level and one cycle of two hours: rank three.
        FeatureEngine engine = new(10, new EngineInputs { HasSpectrum = true });
        double price = 100;
        double[] values = new double[engine.Schema.Count];
        int at = engine.Schema.IndexOf("spectrum_forecast");
        double expected = double.NaN;
        for (int block = 0; block < 9 * 144; block++)
        {
            double log = Log(block);
            double move = Math.Sqrt((Math.Exp(log) - 1e-5) * 10);
            double next = price * Math.Exp((block % 2 == 0 ? move : -move) / 100);
            engine.Append(new Bar(
                Start + TimeSpan.FromMinutes(10 * block), price, Math.Max(price, next), Math.Min(price, next), next, 1));
            price = next;
            if (block > 7 * 144)
            {
                Assert.Equal(expected, log, 1e-6);
            }

            engine.Compute(engine.Grid.KnownUntil, values);
            expected = values[at];
        }

        static double Log(int block) => -3 + Math.Sin(2 * Math.PI * block / 12);
    }
}
