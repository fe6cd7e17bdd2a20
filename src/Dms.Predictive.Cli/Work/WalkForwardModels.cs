using System.Security.Cryptography;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>Turns what a refit produced into the model that the pipeline serves.</summary>
internal static class WalkForwardModels
{
    /// <summary>Models of all refits with the time from which each is in service.</summary>
    public static List<(Timestamp At, ForecastModel Model)> Of(WalkForwardRun run, EvaluationProtocol protocol) =>
        [.. run.Refits.Where(r => !r.Refit.Rehearsal).Select(r =>
            (Timestamp.FromMinutes(r.Refit.Minute), Of(r, run.Table, protocol, IdentityOf(r))))];

    /// <summary>The model of one refit.</summary>
    public static ForecastModel Of(FittedRefit refit, DecisionTable table, EvaluationProtocol protocol, ModelIdentity identity) => new()
    {
        Identity = identity,
        RowSchemaHash = ScorerRow.Schema(table.Schema).Hash,
        FilterFrom = Timestamp.FromMinutes(table.FirstMinute + ((long)refit.FilterFromBar * table.BarMinutes)),
        GarchStartVariance = refit.GarchStartVariance,
        EwmaHalfLivesBars = [.. protocol.EwmaHalfLivesMinutes.Select(m => Math.Max(1, m / table.BarMinutes))],
        Online = protocol.Online,
        Horizons = [.. refit.Horizons.Select(h => new HorizonModel(h.Baselines, [.. h.Learners.Select(l => l.Serving)], h.Pool, h.Spike))],
    };

    // Models that never left this process need no signature: they are what was just trained.
    private static ModelIdentity IdentityOf(FittedRefit refit)
    {
        byte[] trees = ForestBytes(refit);
        string sha = Convert.ToHexStringLower(SHA256.HashData(trees));
        return new ModelIdentity("walk-forward", Timestamp.FromMinutes(refit.Refit.Minute).ToString()[..10], sha, sha, true);
    }

    private static byte[] ForestBytes(FittedRefit refit)
    {
        using MemoryStream stream = new();
        using (System.Text.Json.Utf8JsonWriter writer = new(stream))
        {
            writer.WriteStartArray();
            foreach (Forest forest in refit.Horizons.SelectMany(h => h.Learners).Select(l => l.Serving.Model).OfType<Forest>())
            {
                ForestJson.Write(writer, forest);
            }

            writer.WriteEndArray();
        }

        return stream.ToArray();
    }
}
