namespace Dms.Predictive.Volatility.Tests;

public class EwmaStateTests
{
    [Fact]
    public void Variance_BeforeTheFirstReturn_Throws() =>
        Assert.Throws<InvalidOperationException>(() => new EwmaState(30).Variance);

    [Fact]
    public void Append_FirstSquare_IsTheLevel()
    {
        EwmaState state = new(30);
        state.Append(4);
        Assert.Equal(4, state.Variance);
    }

    [Fact]
    public void Append_HalfLifeOfZeros_HalvesTheLevel()
    {
        EwmaState state = new(30);
        state.Append(4);
        for (int i = 0; i < 30; i++)
        {
            state.Append(0);
        }

        Assert.Equal(2, state.Variance, 12);
    }

    [Fact]
    public void FromDecay_RiskMetrics_FollowsTheRecursion()
    {
        EwmaState state = EwmaState.FromDecay(0.94);
        state.Append(1);
        state.Append(9);
        Assert.Equal((0.94 * 1) + (0.06 * 9), state.Variance, 15);
        Assert.Equal(Math.Log(0.5) / Math.Log(0.94), state.HalfLifeBars, 12);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void Append_NotASquare_RefusedAndUnchanged(double square)
    {
        EwmaState state = new(10);
        state.Append(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => state.Append(square));
        Assert.Equal((1, 1L), (state.Variance, state.Count));
    }
}
