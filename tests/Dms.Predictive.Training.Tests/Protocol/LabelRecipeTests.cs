using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Training.Tests;

/// <summary>Changed labels: what they mean, and that the protocol's own choice stays what it was.</summary>
public sealed class LabelRecipeTests
{
    private static readonly LabelRecipe Bipower = new() { Variance = VarianceLabel.Bipower };
    private static readonly DecisionTable Table = DecisionTableBuilder.Build(
        SyntheticBars.Days(12), 5, SyntheticBars.Start + TimeSpan.FromDays(12), CancellationToken.None);

    [Fact]
    public void Bipower_OneDecision_IsTheSumOfNeighbouringProducts()
    {
        Targets target = new(Table, 10, Bipower);
        int d = 500, from = Table.LastBar[d] + 1;
        double sum = Enumerable.Range(from + 1, 9)
            .Sum(i => Math.Abs(Table.Returns[i]) * Math.Abs(Table.Returns[i - 1]));

        Assert.Equal((Math.PI / 2 * sum * 10 / 9) + target.Floor, target.TreeLabel(d), 1e-12);
        Assert.Equal(new Targets(Table, 10)[d], target[d]);
    }

    [Fact]
    public void Bipower_LoneJump_HardlyMovesTheLabel()
    {
        double[] jumpy = [.. Table.Returns];
        int d = 500, at = Table.LastBar[d] + 5;
        double before = new Targets(Table, 10, Bipower).TreeLabel(d);
        double realized = new Targets(Table, 10)[d];
        Table.Returns[at] = 5;
        double after = new Targets(Table, 10, Bipower).TreeLabel(d), realizedAfter = new Targets(Table, 10)[d];
        jumpy.CopyTo(Table.Returns, 0);

        Assert.True(realizedAfter - realized > 20);
        Assert.True(after - before < (realizedAfter - realized) / 10);
    }

    [Fact]
    public void Bipower_SingleBar_Refused() =>
        Assert.Contains("two bars", Assert.Throws<ArgumentException>(() => new Targets(Table, 1, Bipower)).Message);

    [Fact]
    public void SpikeMultiple_Higher_FewerSpikesAndOnlyAmongTheOthers()
    {
        Targets plain = new(Table, 10), strict = new(Table, 10, new LabelRecipe { SpikeMultiple = 1.5 });
        int[] all = [.. Enumerable.Range(0, Table.Count).Where(d => plain.Eligible(d) && plain.HasThreshold(d))];

        Assert.All(all.Where(strict.IsSpike), d => Assert.True(plain.IsSpike(d)));
        Assert.True(all.Count(strict.IsSpike) < all.Count(plain.IsSpike));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(11)]
    public void SpikeMultiple_OutsideItsRange_Refused(double multiple) => Assert.Throws<ArgumentOutOfRangeException>(
        () => new Targets(Table, 10, new LabelRecipe { SpikeMultiple = multiple }));

    [Fact]
    public void Protocol_WithoutLabel_KeepsHashAndText()
    {
        EvaluationProtocol plain = new();

        Assert.Equal("d0eaa1dfb2e925129492ec7e6c7acaaf8d21e2487535f8e97ddaefe472c0004c", plain.Hash);
        Assert.DoesNotContain("Label", JsonSerializer.Serialize(plain));
        Assert.NotEqual(plain.Hash, (plain with { Label = Bipower }).Hash);
        Assert.Contains("\"Variance\":\"Bipower\"", JsonSerializer.Serialize(plain with { Label = Bipower }));
    }

    [Fact]
    public void Run_BipowerLabel_ChangesTheTreesButNotTheOutcomesOrBaselines()
    {
        (Timestamp Start, Timestamp End) span = (
            SyntheticBars.Start + TimeSpan.FromDays(25), SyntheticBars.Start + TimeSpan.FromDays(26));
        EvaluationProtocol plain = new()
        {
            HorizonMinutes = [10],
            RehearsalRefits = 1,
            Trees = new BoostingRecipe { Trees = 8 }
        };
        DecisionTable table = DecisionTableBuilder.Build(SyntheticBars.Days(26), 5, span.End, CancellationToken.None);
        WalkForwardRun a = WalkForwardRun.Run(table, plain, span, null, CancellationToken.None);
        WalkForwardRun b = WalkForwardRun.Run(
            table, plain with { Label = Bipower }, span, null, CancellationToken.None);
        int d = table.IndexAt(span.Start.Minutes + 60);

        Assert.NotEqual(a.Forecasts[0].LnUnscaled[0][d], b.Forecasts[0].LnUnscaled[0][d]);
        Assert.Equal(a.Forecasts[0].LnGarch[d], b.Forecasts[0].LnGarch[d]);
        Assert.Equal(a.Forecasts[0].LnHar[d], b.Forecasts[0].LnHar[d]);
        Assert.Equal(a.Targets[0][d], b.Targets[0][d]);
    }
}
