using System.Globalization;
using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Work;

/// <summary>Writes the card of a model from the run that made it.</summary>
internal static class ModelCard
{
    /// <summary>Markdown: purpose, data, protocol, members, limits.</summary>
    public static string Of(FittedRefit refit, WalkForwardRun run, EvaluationProtocol protocol, BundleLabel label)
    {
        StringBuilder card = new();
        card.Append(CultureInfo.InvariantCulture, $"# {label.Id} {label.Version}\n\n");
        card.Append("**Purpose.** Forecasts realized variance and spike probability of one instrument from price and volume bars, "
            + "so that initial margin can rise before a shock. It may only raise margin above the policy's baseline.\n\n");
        card.Append(CultureInfo.InvariantCulture, $"**Data.** {run.Table.BarMinutes}-minute bars; known until {Timestamp.FromMinutes(refit.Refit.Minute)}; ");
        card.Append(CultureInfo.InvariantCulture, $"{refit.TrainingRows} training rows at steps of {run.Table.StepMinutes} minutes.\n\n");
        foreach ((string name, string digest) in label.DataDigests.OrderBy(d => d.Key, StringComparer.Ordinal))
        {
            card.Append(CultureInfo.InvariantCulture, $"- `{name}` SHA-256 `{digest}`\n");
        }

        card.Append(CultureInfo.InvariantCulture, $"\n**Protocol.** hash `{protocol.Hash}`, seed {protocol.Seed}. ");
        card.Append("Targets and features: docs/concepts/data-protocol.md.\n\n");
        card.Append("| Horizon (min) | weight har | weight garch | weight gbdt | intercept | EWMA half-life (min) |\n|---|---|---|---|---|---|\n");
        foreach (FittedHorizon h in refit.Horizons)
        {
            double[] w = h.Pool.Weights;
            card.Append(CultureInfo.InvariantCulture,
                $"| {h.Baselines.HorizonMinutes} | {w[0]:F3} | {w[1]:F3} | {w[2]:F3} | {h.Pool.Intercept:F3} | {protocol.EwmaHalfLivesMinutes[h.Baselines.EwmaIndex]:F0} |\n");
        }

        card.Append(CultureInfo.InvariantCulture, $"\n**GARCH(1,1)** {refit.Garch} ({refit.GarchStatus}), percent² per bar.\n\n");
        card.Append("**Limits.** Trained on one instrument; price and volume only, no order book. Extremes beyond the training range are "
            + "guarded by the GARCH floor in the blend. A new listing without three weeks of bars gets no forecast. Refit monthly.\n");
        return card.ToString();
    }
}
