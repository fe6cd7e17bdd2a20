using CsCheck;

namespace Dms.Predictive.Margin.Tests.Kernels;

public sealed class TailRiskTests
{
    [Fact]
    public void Of_AnyLosses_SameBitsAsAFullSort() =>
        Gen.Select(Gen.Double[-9, 9].Array[1, 400], Gen.Double[0.501, 0.999], Gen.Bool, Gen.Bool).Sample(
            (losses, level, isVar, ties) =>
            {
                double[] values = ties ? [.. losses.Select(l => Math.Round(l))] : losses;
                TailRisk tail = TailRisk.For(
                    values.Length, level, isVar ? TailMeasure.ValueAtRisk : TailMeasure.ExpectedShortfall);
                double[] space = new double[tail.Whole + 1];
                Assert.Equal(
                    BitConverter.DoubleToInt64Bits(tail.OfSorted(values)),
                    BitConverter.DoubleToInt64Bits(tail.Of(values, space)));
            });

    [Theory]
    [InlineData(0.8, TailMeasure.ValueAtRisk, 8)]
    [InlineData(0.8, TailMeasure.ExpectedShortfall, 9.5)]
    [InlineData(0.75, TailMeasure.ValueAtRisk, 8)]
    [InlineData(0.75, TailMeasure.ExpectedShortfall, 9.2)]
    [InlineData(0.95, TailMeasure.ExpectedShortfall, 10)]
    public void Of_TenLosses_MatchesTheDefinition(double level, TailMeasure measure, double expected)
    {
        double[] losses = [3, 10, 1, 8, 5, 2, 9, 4, 7, 6];
        TailRisk tail = TailRisk.For(losses.Length, level, measure);
        Assert.Equal(expected, tail.Of(losses, new double[tail.Whole + 1]), 1e-12);
    }

    [Fact]
    public void For_OneLoss_ItIsBothMeasures()
    {
        foreach (TailMeasure measure in Enum.GetValues<TailMeasure>())
        {
            Assert.Equal(7, TailRisk.For(1, 0.99, measure).Of([7], new double[1]), 1e-12);
        }
    }
}
