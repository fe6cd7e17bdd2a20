using System.Globalization;
using System.Text;

namespace Dms.Predictive.Volatility;

/// <summary>A fit as a table of plain text.</summary>
internal static class FitSummary
{
    /// <summary>Renders the table; the same text on every machine.</summary>
    public static string Of(GarchModelFit fit, StandardErrorKind kind)
    {
        StringBuilder text = new();
        string Word(IReadOnlyList<string> names, int index) => names[index];
        text.Append(CultureInfo.InvariantCulture, $"{Word(VolatilityModel.Volatilities, (int)fit.Options.Model)} × ")
            .Append(CultureInfo.InvariantCulture, $"{Word(VolatilityModel.Distributions, (int)fit.Options.Distribution)}, ")
            .Append(CultureInfo.InvariantCulture, $"mean {Word(VolatilityModel.Means, (int)fit.Options.Mean)}, ")
            .Append(CultureInfo.InvariantCulture, $"start {Word(VolatilityModel.Starts, (int)fit.Options.Start)}\n")
            .Append(CultureInfo.InvariantCulture, $"{fit.Count} returns, status {fit.Status}\n");
        if (fit.Message is not null)
        {
            text.Append(fit.Message).Append('\n');
        }

        if (!double.IsFinite(fit.LogLikelihood))
        {
            return text.ToString();
        }

        text.Append(CultureInfo.InvariantCulture, $"log-likelihood {fit.LogLikelihood:F4}   AIC {fit.Aic:F4}   BIC {fit.Bic:F4}\n\n")
            .Append(Row("parameter", "estimate", $"{kind} se", "t", "p", "95 % from", "to", ""));
        foreach (FittedParameter p in fit.Parameters)
        {
            (double Lower, double Upper)? interval = p.ConfidenceInterval(0.95, kind);
            text.Append(Row(
                p.Name, Number(p.Value), Number(p.Error(kind)), Short(p.TStatistic(kind)), Short(p.PValue(kind)),
                Number(interval?.Lower), Number(interval?.Upper), p.Reason ?? ""));
        }

        string active = fit.ActiveConstraints.Count == 0 ? "none" : string.Join(", ", fit.ActiveConstraints);
        return text.Append(CultureInfo.InvariantCulture, $"\nbounds that hold: {active}\n")
            .Append(CultureInfo.InvariantCulture, $"next variance {fit.NextVariance:G8}\n")
            .ToString();
    }

    private static string Row(params string[] cells) =>
        $"{cells[0],-10}{string.Concat(cells[1..7].Select(c => $"{c,13}"))}  {cells[7]}".TrimEnd() + "\n";

    private static string Number(double? value) => value?.ToString("G6", CultureInfo.InvariantCulture) ?? "–";

    private static string Short(double? value) => value?.ToString("F3", CultureInfo.InvariantCulture) ?? "–";
}
