using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>Writes the card of a model from the run that made it; no number in it is typed by hand.</summary>
internal static class ModelCard
{
    /// <summary>Markdown: purpose, data, recipe, protocol, measures, calibration, attributions, limits, owner, expiry.</summary>
    public static string Of(FittedRefit refit, WalkForwardRun run, EvaluationProtocol protocol, BundleLabel label)
    {
        Timestamp end = Timestamp.FromMinutes(refit.Refit.Minute);
        StringBuilder card = new();
        card.Append(CultureInfo.InvariantCulture, $"# {label.Id} {label.Version}\n\n");
        card.Append("**Purpose.** Forecasts realized variance and spike probability of one instrument from price and volume bars, "
            + "so that initial margin can rise before a shock. It may only raise margin above the policy's baseline.\n\n");
        card.Append(CultureInfo.InvariantCulture, $"**Owner.** {label.Notes.Owner ?? "Nobody was named (--owner)."} ");
        card.Append(CultureInfo.InvariantCulture, $"**Expires** at {label.Created + TimeSpan.FromDays(label.Notes.Days)}: from then on the forecast counts with weight 0.\n\n");
        AppendData(card, refit, run, label);
        AppendRecipe(card, refit, protocol, label);
        card.Append(CardMeasures.Rehearsals(run, end, protocol.Seed));
        card.Append(CardMeasures.Evaluation(label.Notes.Evaluation));
        card.Append(CardMeasures.Calibration(run, end));
        card.Append(CardMeasures.Attributions(refit));
        card.Append("## Limits\n\n- Trained on the markets above only; price and volume only, no order book.\n- Refit monthly; the card says until when it counts.\n\n");
        card.Append("## Known failures\n\n"
            + "- Extremes: beyond the training range trees stay at their largest leaf; the GARCH floor in the blend is the guard.\n"
            + "- Outages: while no bar comes the last forecast stands until it expires, then the margin holds.\n"
            + "- New listings: without three weeks of bars there is no forecast; the policy's own baseline stands.\n");
        return card.ToString();
    }

    private static void AppendData(StringBuilder card, FittedRefit refit, WalkForwardRun run, BundleLabel label)
    {
        card.Append(CultureInfo.InvariantCulture, $"**Data.** {run.Table.BarMinutes}-minute bars; known until {Timestamp.FromMinutes(refit.Refit.Minute)}; ");
        card.Append(CultureInfo.InvariantCulture, $"{refit.TrainingRows} training rows at steps of {run.Table.StepMinutes} minutes.\n\n");
        foreach ((string name, string digest) in label.DataDigests.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            card.Append(CultureInfo.InvariantCulture, $"- `{name}` SHA-256 `{digest}`, licence: {label.Notes.Licences.GetValueOrDefault(name) ?? "unknown, none was given (--data-licence)"}\n");
        }
    }

    private static void AppendRecipe(StringBuilder card, FittedRefit refit, EvaluationProtocol protocol, BundleLabel label)
    {
        string members = string.Join('\n', protocol.Members.Select(m => m.Canonical())) + $"\n{protocol.Online}";
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes("dms-recipe/1\n" + members)));
        LabelRecipe taught = protocol.Label ?? new LabelRecipe();
        card.Append(CultureInfo.InvariantCulture, $"\n**Recipe.** {label.Notes.Recipe ?? "own"}, hash `{hash}`. ");
        card.Append(CultureInfo.InvariantCulture, $"**Label.** {taught.Variance.ToString().ToLowerInvariant()} variance, a spike is above {taught.SpikeMultiple} times the threshold.\n\n");
        card.Append(CultureInfo.InvariantCulture, $"**Protocol.** hash `{protocol.Hash}`, seed {protocol.Seed}. Targets and features: docs/concepts/data-protocol.md.\n\n");
        string[] names = ["har", "garch", .. refit.Horizons[0].Learners.Select(l => l.Recipe.Id)];
        card.Append(CultureInfo.InvariantCulture, $"| Horizon (min) | {string.Join(" | ", names.Select(n => "weight " + n))} | intercept | EWMA half-life (min) |\n");
        card.Append("|---|---|---|").Append(string.Concat(names.Select(_ => "---|"))).Append('\n');
        foreach (FittedHorizon h in refit.Horizons)
        {
            string weights = string.Join(" | ", h.Pool.Weights.Select(w => w.ToString("F3", CultureInfo.InvariantCulture)));
            card.Append(CultureInfo.InvariantCulture,
                $"| {h.Baselines.HorizonMinutes} | {weights} | {h.Pool.Intercept:F3} | {protocol.EwmaHalfLivesMinutes[h.Baselines.EwmaIndex]:F0} |\n");
        }

        card.Append(CultureInfo.InvariantCulture, $"\n**GARCH(1,1)** {refit.Garch} ({refit.GarchStatus}), percent² per bar.\n\n");
    }
}
