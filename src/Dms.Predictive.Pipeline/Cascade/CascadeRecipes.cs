using System.Globalization;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>A margin rule with its settings, up to one scale that is matched to an average margin.</summary>
/// <param name="Name">Rule, the same for all its settings.</param>
/// <param name="Setting">The setting in words.</param>
/// <param name="Make">Makes the rule at a scale: initial margin at the reference volatility.</param>
internal sealed record CascadeRecipe(string Name, string Setting, Func<double, IMarginRule> Make);

/// <summary>The rules that are compared, each with the settings that the training seeds choose from.</summary>
internal static class CascadeRecipes
{
    /// <summary>The rule that all others are compared with.</summary>
    public const string Ours = "forecast";

    private const double MlWeight = 0.7;
    private static readonly double[] HalfLives = [15, 60, 240];
    private static readonly int[] Horizons = [15, 60];
    private static readonly int[] Notices = [30, 120];

    /// <summary>Every rule with every setting.</summary>
    /// <param name="models">What was trained.</param>
    /// <param name="ratio">Maintenance ÷ initial margin.</param>
    public static IReadOnlyList<CascadeRecipe> All(CascadeModels models, double ratio)
    {
        double reference = models.WithBook.Reference;
        return
        [
            new("static", "one rate", scale => new StaticRule(scale, ratio)),
            .. HalfLives.Select(h => new CascadeRecipe(
                "EWMA", Text($"half-life {h:0} min"),
                scale => new VolatilityRule(scale, ratio, VolatilityRule.Ewma(h, reference)))),
            .. Horizons.Select(h => new CascadeRecipe(
                "GARCH", Text($"horizon {h} min"),
                scale => new VolatilityRule(
                    scale, ratio, VolatilityRule.Garch(models.WithBook.Garch, h, reference)))),
            .. Overlays("GARCH with notice", models.WithBook, models.Median, 0, ratio),
            .. Overlays("forecast from prices", models.PriceOnly, models.Median, MlWeight, ratio),
            .. Overlays(Ours, models.WithBook, models.Median, MlWeight, ratio),
        ];
    }

    private static IEnumerable<CascadeRecipe> Overlays(
        string name, CascadeModel model, double median, double weight, double ratio)
    {
        foreach (int notice in Notices)
        {
            foreach ((string word, double reference) in new[] { ("mean", model.Reference), ("median", median) })
            {
                CascadeModel at = model with { Reference = reference, UsesSpike = weight > 0 };
                RaisePolicy policy = Policy(weight, notice);
                yield return new(
                    name, Text($"notice {notice} min, reference {word} volatility"),
                    scale => new ForecastRule(scale, ratio, at, policy));
            }
        }
    }

    private static RaisePolicy Policy(double weight, int notice) => new()
    {
        Overlay = new()
        {
            WeightMl = weight,
            Cap = 4,
            MaxStep = 0.1,
            StepSeconds = 60,
            HalfLifeSeconds = 3_600,
            NoticeSeconds = 0,
            RampSeconds = 0,
        },
        NoticeMinutes = notice,
        RampMinutes = 60,
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
