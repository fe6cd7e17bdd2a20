namespace Dms.Predictive.Volatility.Tests;

public sealed class ConformalMultiplierTests
{
    private static readonly ConformalOptions Options = new() { Window = 2_000, Fewest = 500 };

    [Fact]
    public void Multiplier_TooFewOutcomes_IsNaN()
    {
        ConformalMultiplier conformal = new(Options);
        for (int i = 0; i < 499; i++)
        {
            conformal.Learn(i / 499.0, double.NaN);
        }

        Assert.True(double.IsNaN(conformal.Multiplier));
        conformal.Learn(1, double.NaN);
        Assert.False(double.IsNaN(conformal.Multiplier));
    }

    [Fact]
    public void Multiplier_NoBreachCounted_IsTheEmpiricalQuantile()
    {
        ConformalMultiplier conformal = new(Options);
        double[] ratios = Ratios(2_000, scale: 1);
        foreach (double ratio in ratios)
        {
            conformal.Learn(ratio, double.NaN);
        }

        Assert.Equal(Quantile.Of(ratios, 0.99), conformal.Multiplier, 1e-12);
    }

    [Fact]
    public void Learn_VolatilityTwiceTheForecast_CoverageComesBack()
    {
        ConformalMultiplier conformal = new(Options);
        (int breaches, int counted) = (0, 0);
        double[] ratios = [.. Ratios(4_000, 1), .. Ratios(20_000, 2)];
        for (int i = 0; i < ratios.Length; i++)
        {
            double multiplier = conformal.Multiplier;
            if (i >= 4_000)
            {
                breaches += ratios[i] > multiplier ? 1 : 0;
                counted++;
            }

            conformal.Learn(ratios[i], multiplier);
        }

        Assert.InRange(1 - (breaches / (double)counted), 0.988, 0.992);
    }

    [Fact]
    public void Learn_ForgetsBeyondTheWindow()
    {
        ConformalMultiplier conformal = new(Options with { Rate = 0 });
        for (int i = 0; i < 2_000; i++)
        {
            conformal.Learn(50, double.NaN);
        }

        foreach (double ratio in Ratios(2_000, 1))
        {
            conformal.Learn(ratio, double.NaN);
        }

        Assert.Equal(2_000, conformal.Ratios.Count);
        Assert.True(conformal.Multiplier < 5);
    }

    [Fact]
    public void State_ToldAndContinued_SameBits()
    {
        ConformalMultiplier whole = new(Options);
        double[] ratios = Ratios(3_000, 1);
        for (int i = 0; i < 1_700; i++)
        {
            whole.Learn(ratios[i], whole.Multiplier);
        }

        ConformalMultiplier continued = new(Options, whole.Tail, [.. whole.Ratios]);
        for (int i = 1_700; i < ratios.Length; i++)
        {
            whole.Learn(ratios[i], whole.Multiplier);
            continued.Learn(ratios[i], continued.Multiplier);
            Assert.Equal(whole.Multiplier, continued.Multiplier);
        }
    }

    [Fact]
    public void Learn_ScaleDriftsForEver_BreachesArePaidBack()
    {
        ConformalOptions options = Options with { Rate = 0.02 };
        ConformalMultiplier conformal = new(options);
        (int breaches, int counted) = (0, 0);
        double[] ratios = Ratios(40_000, 1);
        for (int i = 0; i < ratios.Length; i++)
        {
            double ratio = ratios[i] * Math.Exp(i / 8_000.0);
            double multiplier = conformal.Multiplier;
            breaches += ratio > multiplier ? 1 : 0;
            counted += double.IsNaN(multiplier) ? 0 : 1;
            conformal.Learn(ratio, multiplier);
        }

        // Gibbs and Candès, proposition 4.1: the level's way is the sum of its steps, so the share differs from the
        // target by |a_end − a_start| ÷ (γ·n), however outcomes are drawn.
        double gap = Math.Abs(conformal.Tail - options.Tail) / (options.Rate * counted);
        Assert.Equal(gap, Math.Abs((breaches / (double)counted) - options.Tail), 9);
        Assert.InRange(breaches / (double)counted, 0.0095, 0.0105);
        Assert.Throws<ArgumentOutOfRangeException>(() => conformal.Learn(double.NaN, 1));
    }

    private static double[] Ratios(int count, double scale)
    {
        SeededGenerator generator = new(5);
        return [.. Enumerable.Range(0, count).Select(_ => -scale * Math.Log(1 - generator.NextUniform()))];
    }
}
