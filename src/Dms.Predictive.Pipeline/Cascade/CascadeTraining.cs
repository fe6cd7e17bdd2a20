using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Models of the training seeds.</summary>
/// <param name="WithBook">Sees returns, observed depth and open interest.</param>
/// <param name="PriceOnly">Sees returns.</param>
/// <param name="Median">Median volatility of an hour, per minute.</param>
internal sealed record CascadeModels(CascadeModel WithBook, CascadeModel PriceOnly, double Median);

/// <summary>Trains the forecaster on markets under static margin, on seeds that no comparison uses.</summary>
internal static class CascadeTraining
{
    private const int StepMinutes = 10;
    private const double Tiny = 1e-12;

    /// <summary>Fits GARCH to all returns, then both log-HAR models.</summary>
    /// <param name="settings">The market.</param>
    /// <param name="markets">Minutes of each training seed, warm-up included.</param>
    public static CascadeModels Fit(CascadeSettings settings, IReadOnlyList<CascadeMinute[]> markets)
    {
        double[] returns = [.. markets.SelectMany(m => m).Select(m => m.Seen.LogReturn)];
        Garch11Parameters garch = Garch11.Fit(returns, new(GarchMean.Zero, StandardErrors: false)).Parameters;
        double reference = Math.Sqrt(returns.Sum(r => r * r) / returns.Length);
        List<double> hours = [];
        foreach (CascadeMinute[] market in markets)
        {
            for (int t = settings.WarmUpMinutes; t + CascadeModel.Horizon <= market.Length; t += CascadeModel.Horizon)
            {
                hours.Add(VarianceAfter(market, t));
            }
        }

        return new(
            Model(settings, markets, new(garch, reference, true)), Model(settings, markets, new(garch, reference, false)),
            Math.Sqrt(Quantile.Of(hours.ToArray(), 0.5)));
    }

    private static CascadeModel Model(
        CascadeSettings settings, IReadOnlyList<CascadeMinute[]> markets, FeatureChoice choice)
    {
        List<double> design = [];
        List<double> target = [];
        double[] row = new double[CascadeFeatures.Count];
        foreach (CascadeMinute[] market in markets)
        {
            CascadeFeatures features = new(choice.Garch, choice.Reference, choice.SeesBook);
            for (int t = 0; t + CascadeModel.Horizon < market.Length; t++)
            {
                features.Append(market[t].Seen);
                if (t >= settings.WarmUpMinutes + CascadeModel.Horizon && t % StepMinutes == 0 && features.TryRow(row))
                {
                    design.AddRange(row);
                    target.Add(PinnedMath.Log(VarianceAfter(market, t + 1) + Tiny));
                }
            }
        }

        double[] rows = [.. design];
        LogHarModel line = LogHar.Fit(rows, CascadeFeatures.Count, target.ToArray());
        double scale = 0;
        for (int i = 0; i < target.Count; i++)
        {
            double fit = line.PredictLog(rows.AsSpan(i * CascadeFeatures.Count, CascadeFeatures.Count));
            scale += PinnedMath.Exp(target[i] - fit) / target.Count;
        }

        return new(choice.Garch, line.WithScale(scale), choice.Reference, choice.SeesBook);
    }

    private static double VarianceAfter(CascadeMinute[] market, int from)
    {
        double sum = 0;
        for (int t = from; t < from + CascadeModel.Horizon; t++)
        {
            sum += market[t].Seen.LogReturn * market[t].Seen.LogReturn;
        }

        return sum / CascadeModel.Horizon;
    }

    private readonly record struct FeatureChoice(Garch11Parameters Garch, double Reference, bool SeesBook);
}
