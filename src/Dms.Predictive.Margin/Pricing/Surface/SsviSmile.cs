using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>A surface of one tilt and one law of curvature, free of arbitrage by its parameters.</summary>
/// <param name="Rho">Tilt, in (−1, 1).</param>
/// <param name="Eta">Level of curvature; η(1 + |ρ|) ≤ 2.</param>
/// <param name="Gamma">Its power, in (0, ½].</param>
/// <remarks>w = θ/2·(1 + ρφk + √((φk + ρ)² + 1 − ρ²)) with φ = η·θ^(−γ)·(1 + θ)^(γ − 1); no butterfly and, for θ that does not fall
/// in time, no calendar arbitrage. Gatheral and Jacquier (2014), theorems 4.1 and 4.2, remark 4.4.</remarks>
public sealed record SsviSmile(double Rho, double Eta, double Gamma)
{
    private const double SteepestTilt = 0.95;
    private const double MostEta = 1.99;

    /// <summary>The smile of one expiry in SVI parameters.</summary>
    /// <param name="theta">Total variance at the money; &gt; 0.</param>
    public SviSmile Slice(double theta)
    {
        double phi = Eta * PinnedMath.Pow(theta, -Gamma) * PinnedMath.Pow(1 + theta, Gamma - 1);
        double rest = 1 - (Rho * Rho);
        return new(theta / 2 * rest, theta * phi / 2, Rho, -Rho / phi, Math.Sqrt(rest) / phi);
    }

    /// <summary>Draws one surface through all quotes; at the money each expiry goes through its nearest quotes.</summary>
    /// <param name="expiries">Rising in time.</param>
    internal static IReadOnlyList<VolatilitySlice> Fit(IReadOnlyList<ExpiryQuotes> expiries)
    {
        double[] thetas = new double[expiries.Count];
        for (int i = 0; i < thetas.Length; i++)
        {
            double middle = expiries[i].Quotes.OrderBy(q => Math.Abs(q.LogStrike)).Take(4).Average(q => q.Middle);
            thetas[i] = i == 0 ? middle : Math.Max(middle, thetas[i - 1] * (1 + 1e-9));
        }

        double Loss(SsviSmile s) => expiries.Select((e, i) => (e, Slice: s.Slice(thetas[i]))).Sum(x =>
            x.e.Quotes.Sum(q => Math.Min(100, Math.Abs(x.Slice.TotalVariance(q.LogStrike) - q.Middle) / q.HalfSpread)));
        SsviSmile? best = null;
        double least = double.PositiveInfinity;
        foreach (double gamma in (double[])[0.2, 0.35, 0.5])
        {
            (double x, double y) = PlanarSearch.Least(
                (x, y) => Of(x, y, gamma) is { } s ? Loss(s) : double.PositiveInfinity, (-0.2, 0.8), (0.2, 0.3), 120);
            SsviSmile found = Of(x, y, gamma) ?? new SsviSmile(0, 0.8, gamma);
            double loss = Loss(found);
            (least, best) = loss < least ? (loss, found) : (least, best);
        }

        return [.. expiries.Select((e, i) => new VolatilitySlice(e.Years, (best ?? new(0, 0.8, 0.5)).Slice(thetas[i]), null))];
    }

    private static SsviSmile? Of(double rho, double eta, double gamma) =>
        Math.Abs(rho) <= SteepestTilt && eta > 1e-3 && eta * (1 + Math.Abs(rho)) <= MostEta ? new(rho, eta, gamma) : null;
}
