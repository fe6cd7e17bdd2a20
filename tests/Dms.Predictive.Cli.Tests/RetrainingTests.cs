using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Cli.Tests.Docs;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Features;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Serving.Tests;
using Dms.Predictive.Training;
using Xunit.Abstractions;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The rows that a retraining draws from are those that the bundle was trained on: its own draw gives its own trees.</summary>
public sealed class RetrainingTests(ITestOutputHelper output)
{
    /// <summary>Faithfulness: what a model learned from noise must look like noise.</summary>
    [LongFact]
    public void TrainOnRandomLabels_ShippedBundle_ItsReasonsLoseTheirStructure()
    {
        string root = Repository.Root();
        ModelBundle bundle = BundleReader.Read(Path.Combine(root, "models", "sim-btc", "2.1.0"), BundleTrust.Self());
        EvaluationProtocol protocol = PromotionEvidenceWork.ProtocolOf(bundle);
        BarSeries bars = BarFile.Read(Path.Combine(root, "data", "samples", "SIM-BTC.csv.gz")).ToSeries();
        DecisionTable table = DecisionTableBuilder.Build(bars, protocol.StepMinutes, bars.Bars[^1].OpenTime + bars.Length, default);
        LearnedMember member = ForecastModelJson.Read(bundle).For(60).Learned[1];
        RetrainingSample sample = RetrainingSample.Of(table, protocol, 60, bundle.Manifest.Description.Created, member.Id);
        double[][] rows = [.. member.Background!];
        double[][] deployed = PhiOf((Forest)member.Model, member.Background!, rows);

        LabelRandomization[] random = [.. Enumerable.Range(1, 3).Select(seed => LabelRandomization.Of(
            deployed, PhiOf(sample.TrainOnRandomLabels(seed, default).Forest!, member.Background!, rows)))];
        LabelRandomization[] redrawn = [.. Enumerable.Range(1, 3).Select(draw => LabelRandomization.Of(
            deployed, PhiOf(sample.Train(protocol.Seed, draw, default).Forest!, member.Background!, rows)))];

        output.WriteLine(string.Join('\n', random.Concat(redrawn)));
        Assert.All(random, r => Assert.InRange(r.SizeRatio, 0, 0.5));
        Assert.All(redrawn, r => Assert.InRange(r.SizeRatio, 0.7, 1.5));
        Assert.True(random.Max(r => r.Spearman) < redrawn.Min(r => r.Spearman) - 0.2, "Random labels order the features as real ones do.");
        Assert.True(random.Average(r => r.TopOverlap) < redrawn.Average(r => r.TopOverlap), "Random labels have the same largest features.");
    }

    private static double[][] PhiOf(Forest forest, IReadOnlyList<double[]> background, double[][] rows)
    {
        InterventionalAttributor attributor = new(forest, background);
        return [.. rows.Select(row =>
        {
            double[] phi = new double[row.Length];
            attributor.Attribute(row, phi);
            return phi;
        })];
    }

    [LongFact]
    public void Train_ShippedBundleByItsOwnSeedAndDays_GivesItsTreesAndOthersDoNot()
    {
        string root = Repository.Root();
        ModelBundle bundle = BundleReader.Read(Path.Combine(root, "models", "sim-btc", "2.0.0"), BundleTrust.Self());
        EvaluationProtocol protocol = PromotionEvidenceWork.ProtocolOf(bundle);
        BarSeries bars = BarFile.Read(Path.Combine(root, "data", "samples", "SIM-BTC.csv.gz")).ToSeries();
        DecisionTable table = DecisionTableBuilder.Build(bars, protocol.StepMinutes, bars.Bars[^1].OpenTime + bars.Length, default);
        LearnedMember member = ForecastModelJson.Read(bundle).For(60).Learned[0];
        RetrainingSample sample = RetrainingSample.Of(table, protocol, 60, bundle.Manifest.Description.Created, member.Id);
        Forest deployed = (Forest)member.Model;
        Forest again = sample.Train(protocol.Seed, null, default).Forest!;

        Assert.Equal(deployed.Trees.Count, again.Trees.Count);
        Assert.All(deployed.Trees.Zip(again.Trees), t =>
        {
            Assert.Equal(t.First.Threshold, t.Second.Threshold);
            Assert.Equal(t.First.Value, t.Second.Value);
            Assert.Equal(t.First.Feature, t.Second.Feature);
        });
        Forest drawn = sample.Train(protocol.Seed, 1, default).Forest!;
        Assert.Equal(drawn.Trees[0].Threshold, sample.Train(protocol.Seed, 1, default).Forest!.Trees[0].Threshold);
        Assert.NotEqual(deployed.Trees[0].Value, drawn.Trees[0].Value);
        Assert.Equal("retrain-span", Assert.Throws<InputRefusedException>(() =>
            RetrainingSample.Of(table, protocol, 60, bundle.Manifest.Description.Created + TimeSpan.FromDays(30), member.Id)).Code);
    }
}
