using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features.Tests;

public sealed class BarGridTests
{
    private readonly List<GridBar> _out = [];

    [Fact]
    public void Append_AbsentMinutes_CarryTheCloseAndReturnZero()
    {
        BarGrid grid = new(1, _out.Add);
        grid.Append(Bar(0, 100));
        grid.Append(Bar(3, 101));

        Assert.Equal([false, true, true, false], _out.Select(b => b.Missing));
        Assert.Equal([100.0, 100, 100, 101], _out.Select(b => b.Close));
        Assert.Equal(100 * Math.Log(1.01), _out[3].ReturnPercent);
    }

    [Theory]
    [InlineData(9, false)]
    [InlineData(10, true)]
    public void InOutage_TenAbsentMinutes_Begins(int absent, bool outage)
    {
        BarGrid grid = new(1, _out.Add);
        grid.Append(Bar(0, 100));
        grid.AdvanceTo(Timestamp.FromMinutes(1 + absent));

        Assert.Equal(outage, grid.InOutage);
    }

    [Fact]
    public void Append_JumpBeyondTenPercent_ClippedAndCounted()
    {
        BarGrid grid = new(1, _out.Add);
        grid.Append(Bar(0, 100));
        grid.Append(Bar(1, 200));

        Assert.Equal(10, _out[1].ReturnPercent);
        Assert.Equal(200, grid.LastClose);
        Assert.Equal(1, grid.ClippedReturns);
    }

    [Fact]
    public void Append_EarlierBar_Refused()
    {
        BarGrid grid = new(1, _out.Add);
        grid.Append(Bar(5, 100));
        Assert.Throws<ArgumentException>(() => grid.Append(Bar(5, 100)));
    }

    private static Bar Bar(long minute, double price) => new(Timestamp.FromMinutes(minute), price, price, price, price, 1);
}
