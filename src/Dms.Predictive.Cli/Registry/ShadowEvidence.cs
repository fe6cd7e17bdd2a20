using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Serving;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Registry;

/// <summary>Evidence from a host that scored the challenger in shadow: its journal applied again, its records compared.</summary>
internal static class ShadowEvidence
{
    /// <summary>Computes evidence over the time that the challenger ran beside the champion.</summary>
    /// <exception cref="InputRefusedException"><c>shadow-missing</c>, or what is wrong with the folder or a bundle.</exception>
    public static PromotionEvidence Run(
        string models, (RegisteredModel Challenger, RegisteredModel? Champion) who, string state, CancellationToken cancellation)
    {
        ModelBundle bundle = RegistryWork.BundleOf(models, who.Challenger);
        ShadowRecord shadow = ShadowRecord.Read(state, who.Challenger.ManifestSha256, who.Champion?.ManifestSha256);
        EvidenceOrder order = new(
            models, who.Challenger, who.Champion, shadow.Series, new SortedDictionary<string, string>(StringComparer.Ordinal), shadow.Start, shadow.End);
        DecisionTable table = PromotionEvidenceWork.TableOf(order, cancellation);
        (int records, int differences) = Compare(state, shadow.Challenger, order.Start);
        ForecastModel model = Work.BundleExport.Read(bundle);
        return PromotionEvidenceWork.Measure(
            order, PromotionEvidence.Shadow, table,
            (EvidenceForecasts.Of(shadow.Challenger, table, [(order.Start, model)]),
                who.Champion is null ? null : EvidenceForecasts.Of(shadow.Champion, table, [])),
            bundle.GoldenRowsChecked, cancellation) with
        {
            ShadowRecords = records,
            ShadowDifferences = differences,
        };
    }

    // Every forecast in the audit log must be the one that the journal gives, in every bit, and none may be missing.
    private static (int Records, int Differences) Compare(string state, IReadOnlyList<IssuedForecast> computed, Timestamp start)
    {
        Dictionary<(Timestamp, long), string> expected = computed.ToDictionary(f => (f.AsOf, f.HorizonMinutes * 60_000L), f => CanonicalNumber.Bits(f.LnBlend));
        int records = 0, differences = 0;
        foreach (SealedRecord record in AuditLogReader.Read(Path.Combine(state, HostFolders.Audit)))
        {
            if (record.Kind != RecordKind.ForecastIssued || record.Body.Text("alias") != "challenger" || record.At <= start)
            {
                continue;
            }

            records++;
            bool same = expected.Remove((record.At, record.Body.Integer("horizonMs")!.Value), out string? bits) && bits == record.Body.Text("lnBlend");
            differences += same ? 0 : 1;
        }

        return (records, differences + expected.Count);
    }
}
