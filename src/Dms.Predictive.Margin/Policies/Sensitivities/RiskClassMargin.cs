using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Delta, vega and curvature margin of one risk class.</summary>
internal static class RiskClassMargin
{
    public static SensitivityDetailsRow Of(RiskClass riskClass, IReadOnlyList<Sensitivity> sensitivities, double scale)
    {
        IReadOnlyList<SensitivityNet> Net(SensitivityKind kind) => SensitivityNet.Of(riskClass, sensitivities, kind);
        double gamma = riskClass.CrossBucketCorrelation;
        return new(
            riskClass.Id,
            Weighted(Net(SensitivityKind.Delta), b => Scaled(b.RiskWeight, scale), gamma),
            Weighted(Net(SensitivityKind.Vega), b => Scaled(b.VegaRiskWeight, scale), gamma),
            Curvature(Net(SensitivityKind.Curvature), gamma, scale));
    }

    // K = √ΣΣρ·WS·WS per bucket, S = ΣWS within ±K, √(ΣK² + Σγ·S·S) plus the residual bucket.
    private static double Weighted(
        IReadOnlyList<SensitivityNet> buckets, Func<RiskBucket, double> weight, double gamma)
    {
        double residual = 0;
        double squares = 0;
        List<double> sums = [];
        foreach (SensitivityNet net in buckets)
        {
            double[] weighted = [.. net.Rows.Select(
                r => weight(net.Bucket) * (double)r.Amount * net.Bucket.ConcentrationOf(r.Amount))];
            double own = EqualCorrelation.Norm(weighted, net.Bucket.Correlation);
            if (net.Bucket.IsResidual)
            {
                residual = own;
                continue;
            }

            squares += own * own;
            sums.Add(Math.Clamp(EqualCorrelation.Sums(weighted).Sum, -own, own));
        }

        return Across(squares, [.. sums], gamma) + residual;
    }

    private static double Across(double squares, ReadOnlySpan<double> sums, double gamma)
    {
        (double sum, double own) = EqualCorrelation.Sums(sums);
        return EqualCorrelation.Norm(squares, sums.Length < 2 ? 0 : (sum * sum) - own, gamma);
    }

    // The whole class moves up or down; the worse direction counts.
    private static double Curvature(IReadOnlyList<SensitivityNet> buckets, double gamma, double scale) => Math.Max(
        CurvatureOf(buckets, gamma, r => Scaled((double)r.LossUp, scale)),
        CurvatureOf(buckets, gamma, r => Scaled((double)r.LossDown, scale)));

    private static double CurvatureOf(
        IReadOnlyList<SensitivityNet> buckets, double gamma, Func<NetFactor, double> lossOf)
    {
        double residual = 0;
        double squares = 0;
        List<double> sums = [];
        foreach (SensitivityNet net in buckets)
        {
            double[] losses = [.. net.Rows.Select(lossOf)];
            (double gains, double squaresOfLosses) = Pairs(losses);
            double own = EqualCorrelation.Norm(squaresOfLosses, gains, net.Bucket.Correlation * net.Bucket.Correlation);
            if (net.Bucket.IsResidual)
            {
                residual = own;
                continue;
            }

            squares += own * own;
            sums.Add(EqualCorrelation.Sums(losses).Sum);
        }

        return EqualCorrelation.Norm(squares, Pairs([.. sums]).Products, gamma * gamma) + residual;
    }

    // Σ products of pairs of which at least one is a loss, counted both ways, and Σ squares of the losses.
    private static (double Products, double Squares) Pairs(ReadOnlySpan<double> losses)
    {
        double positive = 0;
        double negative = 0;
        double squares = 0;
        int positives = 0;
        foreach (double loss in losses)
        {
            positives += loss > 0 ? 1 : 0;
            positive += Math.Max(loss, 0);
            negative += Math.Min(loss, 0);
            squares += Math.Max(loss, 0) * Math.Max(loss, 0);
        }

        return ((positives < 2 ? 0 : (positive * positive) - squares) + (2 * positive * negative), squares);
    }

    private static double Scaled(double amount, double scale) => scale == 1 ? amount : amount * scale;
}
