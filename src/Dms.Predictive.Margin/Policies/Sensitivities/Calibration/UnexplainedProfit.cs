using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What sensitivities leave unexplained of a full revaluation.</summary>
/// <param name="FullRevaluation">Profit by revaluing everything, quote.</param>
/// <param name="Delta">Σ delta · shift.</param>
/// <param name="Vega">Σ vega · shift of volatility.</param>
/// <param name="Curvature">−Σ loss beyond delta · (shift/risk weight)², of the direction in which the factor
/// moved.</param>
public sealed record UnexplainedProfit(double FullRevaluation, double Delta, double Vega, double Curvature)
{
    /// <summary>Full revaluation minus what the sensitivities say, quote; signed.</summary>
    public double Remainder => FullRevaluation - Delta - Vega - Curvature;

    /// <summary>Compares a full revaluation with the sensitivities it should agree with.</summary>
    /// <param name="fullRevaluation">Profit under the shifts, quote.</param>
    /// <param name="sensitivities">Sensitivities before the shifts.</param>
    /// <param name="shifts">Shift of each factor, and of its volatility, by class, bucket and factor; others stand
    /// still.</param>
    /// <param name="parameters">Risk weights: the moves that curvature losses are stated for.</param>
    /// <exception cref="ArgumentException">A curvature loss whose bucket is unknown or has a risk weight of
    /// 0.</exception>
    public static UnexplainedProfit Of(
        double fullRevaluation,
        IReadOnlyList<Sensitivity> sensitivities,
        IReadOnlyDictionary<(string RiskClass, string Bucket, string Factor), FactorShift> shifts,
        SensitivitiesParameters parameters)
    {
        ArgumentNullException.ThrowIfNull(sensitivities);
        ArgumentNullException.ThrowIfNull(shifts);
        ArgumentNullException.ThrowIfNull(parameters);
        double delta = 0;
        double vega = 0;
        double curvature = 0;
        foreach (Sensitivity s in sensitivities)
        {
            FactorShift shift = shifts.GetValueOrDefault((s.RiskClass, s.Bucket, s.Factor));
            switch (s.Kind)
            {
                case SensitivityKind.Delta:
                    delta += (double)s.Amount * shift.Level;
                    break;
                case SensitivityKind.Vega:
                    vega += (double)s.Amount * shift.Volatility;
                    break;
                default:
                    double part = shift.Level / WeightOf(s, parameters);
                    curvature -= (double)(part > 0 ? s.LossUp : s.LossDown) * part * part;
                    break;
            }
        }

        return new(fullRevaluation, delta, vega, curvature);
    }

    private static double WeightOf(Sensitivity s, SensitivitiesParameters parameters)
    {
        double weight = parameters.RiskClasses.FirstOrDefault(c => c.Id == s.RiskClass)?
            .Buckets.FirstOrDefault(b => b.Id == s.Bucket)?.RiskWeight ?? 0;
        return weight > 0
            ? weight
            : throw new ArgumentException(
                $"Bucket '{s.RiskClass}/{s.Bucket}' has no risk weight > 0 that its curvature losses would belong to.",
                nameof(parameters));
    }
}

/// <summary>Shift of one factor; default = it stands still.</summary>
/// <param name="Level">Of the factor itself, in the unit of delta.</param>
/// <param name="Volatility">Of its volatility, in the unit of vega.</param>
public readonly record struct FactorShift(double Level, double Volatility = 0);
