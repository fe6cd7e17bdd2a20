using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Learning;
using Dms.Predictive.Margin;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work;

/// <summary>Why the forecasts of the held-out day were what they were, and why a margin changed, from the record.</summary>
internal static class DemoReasons
{
    /// <summary>Mean size of the attributions over all forecasts of a horizon in the record.</summary>
    /// <param name="records">Records of the log in order.</param>
    /// <param name="model">The model that they name.</param>
    /// <param name="minutes">Horizon.</param>
    public static GlobalAttribution? Global(IEnumerable<SealedRecord> records, ForecastModel model, int minutes)
    {
        HorizonModel horizon = model.For(minutes);
        Forest forest = (Forest)horizon.Learned[0].Model;
        IAttributor attributor = MemberAttributors.Of(horizon.Learned[0])!;
        double[] phi = new double[attributor.FeatureNames.Count];
        List<double>[] sizes = [.. phi.Select(_ => new List<double>())];
        double worst = 0;
        foreach (double[] row in Rows(records, minutes * 60_000L))
        {
            attributor.Attribute(row, phi);
            double score = forest.Score(row);
            worst = Math.Max(worst, Math.Abs(attributor.ExpectedValue + phi.Sum() - score) / Math.Max(1, Math.Abs(score)));
            for (int i = 0; i < phi.Length; i++)
            {
                sizes[i].Add(Math.Abs(phi[i]));
            }
        }

        return sizes[0].Count == 0 ? null : new GlobalAttribution
        {
            Mode = Explaining.ExplainBehaviour.ModeName(attributor.Mode),
            Rows = sizes[0].Count,
            BaseValue = attributor.ExpectedValue,
            MaxAdditivityError = worst,
            ScoreUnit = "log variance",
            Features = [.. attributor.FeatureNames.Select((name, i) => new FeatureWeight(
                name, sizes[i].Average(), Measured.Absent("one day in the record"), Measured.Absent("one day in the record"), ""))],
        };
    }

    /// <summary>Explains the change that led to a decision against the decision before it.</summary>
    /// <param name="records">Records of the log in order; at least the two decisions and the forecasts that they name.</param>
    /// <param name="sequence">Record of the later decision.</param>
    /// <param name="model">The model of the forecasts in the record.</param>
    public static MarginExplanation? Change(IReadOnlyList<SealedRecord> records, long sequence, ForecastModel model)
    {
        SealedRecord[] pair = [.. records.Where(r => r.Kind == RecordKind.MarginDecided && r.Sequence <= sequence).TakeLast(2)];
        if (pair.Length < 2)
        {
            return null;
        }

        ExplainedMargin explained = RecordedChange.Between(
            pair[0], pair[1], s => records.FirstOrDefault(r => r.Sequence == s), sha => sha == model.Identity.Sha256 ? model : null).Explained;
        MarginChange change = explained.Change;
        int[] players = [.. change.Players.Select(p => Enumerable.Range(0, change.Order.Count).First(i => change.Order[i] == p))];
        return new MarginExplanation
        {
            Name = string.Create(CultureInfo.InvariantCulture, $"record {pair[0].Sequence} at {pair[0].At} to record {pair[1].Sequence} at {pair[1].At}"),
            Currency = "USD",
            Before = RecordedMargin.Of(pair[0])!.Initial,
            After = RecordedMargin.Of(pair[1])!.Initial,
            Quantum = change.Quantum,
            Order = change.Players,
            Coalitions = [.. change.CoalitionMargins],
            Shapley = [.. change.Players.Select(p => change.Shapley[p])],
            Sequential = [.. change.Players.Select(p => change.Sequential[p])],
            ReverseSequential = [.. change.Players.Select(p => change.ReverseSequential[p])],
            BookedParts = [.. players.Select(i => change.Booked.Parts[i])],
            RoundingResidual = change.Booked.Residual,
            RoundingResidualOn = change.Order[change.Booked.ResidualOn],
            Features = explained.Features is not { } f ? []
                : [.. f.Names.Zip(f.Booked.Parts, KeyValuePair.Create).Where(p => p.Value != 0).OrderByDescending(p => Math.Abs(p.Value))],
            Dropped = [.. change.Order.Except(change.Players)],
        };
    }

    private static IEnumerable<double[]> Rows(IEnumerable<SealedRecord> records, long horizonMs) => records
        .Where(r => r.Kind == RecordKind.ForecastIssued && r.Body.Integer("horizonMs") == horizonMs)
        .Select(r => r.Body.Items("features")!.Select(v => CanonicalNumber.FromBits(((CanonicalText)v).Value)).ToArray());
}
