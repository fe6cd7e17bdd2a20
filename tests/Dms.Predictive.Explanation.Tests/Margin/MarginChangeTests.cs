namespace Dms.Predictive.Explanation.Tests;

public class MarginChangeTests
{
    private static readonly string[] Order = ["position", "price", "garch", "ml", "policy", "addon"];

    [Fact]
    public void Explain_RandomMargins_EveryPathSumsToTheChangeAndBooksToTheUnit()
    {
        Random random = new(5);
        for (int i = 0; i < 500; i++)
        {
            double[] worth = [.. Enumerable.Range(0, 64).Select(_ => random.NextDouble() * 1e6)];
            MarginChange change = MarginChange.Explain(Order, Order, at => worth[Mask(at)], 0.01m);
            double delta = worth[63] - worth[0];
            Assert.Equal(delta, change.Shapley.Values.Sum(), 6);
            Assert.Equal(delta, change.Sequential.Values.Sum(), 6);
            Assert.Equal(delta, change.ReverseSequential.Values.Sum(), 6);
            Assert.Equal(change.BookedDelta, change.Booked.Parts.Sum());
            Assert.Equal(64, change.CoalitionMargins.Count());
        }
    }

    [Fact]
    public void Explain_AdditiveMargin_AllThreePathsAgree()
    {
        double[] part = [10, -20, 30, 5, 0.5, 1];
        MarginChange change = MarginChange.Explain(
            Order, Order, at => 100 + Order.Select((p, i) => at.Contains(p) ? part[i] : 0).Sum(), 0.01m);
        for (int i = 0; i < Order.Length; i++)
        {
            Assert.Equal(part[i], change.Shapley[Order[i]], 10);
            Assert.Equal(part[i], change.Sequential[Order[i]], 10);
            Assert.Equal(part[i], change.ReverseSequential[Order[i]], 10);
        }
    }

    [Fact]
    public void Explain_NothingChanged_EveryPartExactlyZero()
    {
        MarginChange change = MarginChange.Explain(Order, [], _ => 1234.5, 0.01m);
        Assert.All(change.Shapley.Values, v => Assert.Equal(0, v));
        Assert.Equal((0m, 0m), (change.BookedDelta, change.Booked.Parts.Sum()));
        Assert.Equal(["(none)"], change.CoalitionMargins.Select(c => c.Key));
    }

    [Fact]
    public void Explain_PlayerThatDidNotChange_DroppedWithExactlyZero()
    {
        MarginChange change = MarginChange.Explain(Order, ["ml", "price"], at => at.Count * 7.0, 0.01m);
        Assert.Equal(["price", "ml"], change.Players);
        Assert.Equal(0, change.Shapley["position"]);
        Assert.Equal(["(none)", "price", "ml", "price+ml"], change.CoalitionMargins.Select(c => c.Key));
    }

    [Fact]
    public void Explain_StrangerOrBadMargin_Refused()
    {
        Assert.Throws<ArgumentException>(() => MarginChange.Explain(Order, ["weather"], _ => 1, 0.01m));
        Assert.Throws<ArgumentException>(() => MarginChange.Explain(Order, ["ml"], _ => double.NaN, 0.01m));
        string[] ten = [.. Enumerable.Range(0, 10).Select(i => $"p{i}")];
        Assert.Throws<ArgumentException>(() => MarginChange.Explain(ten, ten, _ => 1, 0.01m));
    }

    private static int Mask(IReadOnlySet<string> at) =>
        Order.Select((p, i) => at.Contains(p) ? 1 << i : 0).Sum();
}
