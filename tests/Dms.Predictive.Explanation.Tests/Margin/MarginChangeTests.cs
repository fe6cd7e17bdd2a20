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

    // Owen (1977) by its own meaning: the mean over all orders in which the parts of a player come one after the other.
    [Fact]
    public void Within_RandomMargins_MeanOverOrdersThatKeepThePartsTogether()
    {
        string[] within = ["a", "b", "c"];
        Random random = new(8);
        double[] worth = [.. Enumerable.Range(0, 4 * 8).Select(_ => random.NextDouble() * 1e6)];
        double Margin(IReadOnlySet<string> others, IReadOnlySet<string> parts) => worth[
            (others.Contains("price") ? 1 : 0) + (others.Contains("ml") ? 2 : 0)
            + (4 * within.Select((w, i) => parts.Contains(w) ? 1 << i : 0).Sum())];
        HashSet<string> all = [.. within];
        HashSet<string> none = [];
        MarginChange change = MarginChange.Explain(
            Order, ["position", "price", "ml"], at => Margin(at, at.Contains("position") ? all : none), 0.01m);
        MarginChangeParts parts = change.Within("position", within, Margin);

        double[] mean = new double[3];
        string[][] orders = [.. Permutations(["price", "ml", "position"])];
        string[][] inner = [.. Permutations(within)];
        foreach (string[] order in orders)
        {
            HashSet<string> before = [.. order.TakeWhile(p => p != "position")];
            foreach (string[] sequence in inner)
            {
                HashSet<string> at = [];
                foreach (string part in sequence)
                {
                    double was = Margin(before, at);
                    at.Add(part);
                    mean[Array.IndexOf(within, part)] += (Margin(before, at) - was) / (orders.Length * inner.Length);
                }
            }
        }

        Assert.All(mean.Zip(parts.Values), p => Assert.Equal(p.First, p.Second, 6));
        Assert.Equal(change.Booked.Parts[0], parts.Booked.Parts.Sum());
        Assert.Equal(change.Shapley["position"], parts.Values.Sum(), 6);
    }

    [Fact]
    public void Proportional_ContributionsThatCancel_AllOnTheBaseRate()
    {
        MarginChangeParts parts = MarginChangeParts.Proportional(
            "ml", [new("x", 0.25), new("y", -0.25)], 12.345, (12.35m, 0.01m), "baseRate");
        Assert.Equal([0m, 0m, 12.35m], parts.Booked.Parts);

        parts = MarginChangeParts.Proportional("ml", [new("x", 0.5), new("y", -0.25)], 10, (10m, 0.01m), "baseRate");
        Assert.Equal([20m, -10m, 0m], parts.Booked.Parts);
    }

    private static IEnumerable<string[]> Permutations(string[] items) => items.Length <= 1
        ? [items]
        : items.SelectMany(i => Permutations([.. items.Where(o => o != i)]).Select(rest => (string[])[i, .. rest]));

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
