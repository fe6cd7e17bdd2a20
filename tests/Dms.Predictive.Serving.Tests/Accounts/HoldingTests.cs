using CsCheck;

namespace Dms.Predictive.Serving.Tests;

public sealed class HoldingTests
{
    [Fact]
    public void After_PartlyClosed_RealizesTheShareAndKeepsTheRest()
    {
        Holding held = new Holding(2m, 200m).After(-1m, 110m, out decimal realized);

        Assert.Equal(new Holding(1m, 100m), held);
        Assert.Equal(10m, realized);
    }

    [Fact]
    public void After_Flipped_RealizesAllAndOpensTheRestAtTheNewPrice()
    {
        Holding held = new Holding(1m, 100m).After(-3m, 90m, out decimal realized);

        Assert.Equal(new Holding(-2m, -180m), held);
        Assert.Equal(-10m, realized);
    }

    [Fact]
    public void After_ManyFills_ConservesMoneyToLessThanACent()
    {
        Check.Sample(
            Gen.Select(Gen.Int[-50, 50], Gen.Int[1, 100_000]).Array[1, 40],
            fills =>
            {
                (Holding held, decimal cash, decimal flow) = (default(Holding), 0m, 0m);
                foreach ((int lots, int cents) in fills.Where(f => f.Item1 != 0))
                {
                    (decimal quantity, decimal price) = (lots * 0.001m, cents * 0.01m);
                    held = held.After(quantity, price, out decimal realized);
                    cash += realized;
                    flow -= quantity * price;
                }

                // What was paid stands either in cash or in the cost; closings keep less than a cent each for the venue.
                decimal kept = flow - (cash - held.Cost);
                Assert.InRange(kept, 0m, 0.01m * fills.Length);
            });
    }
}
