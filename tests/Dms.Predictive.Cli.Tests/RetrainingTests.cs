using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Cli.Tests.Docs;
using Dms.Predictive.Core;
using Dms.Predictive.Features;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Serving.Tests;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Tests;

/// <summary>The rows that a retraining draws from are those that the bundle was trained on: its own draw gives its own trees.</summary>
public sealed class RetrainingTests
{
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
