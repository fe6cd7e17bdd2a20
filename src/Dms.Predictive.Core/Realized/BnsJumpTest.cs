namespace Dms.Predictive.Core;

/// <summary>Ratio test for jumps within one horizon.</summary>
/// <param name="Statistic">z, standard normal without jumps; NaN where the test does not apply.</param>
/// <param name="PValue">One-sided p-value 1 − Φ(z); NaN where the test does not apply.</param>
/// <param name="Verdict">Jump when z &gt; Φ⁻¹(1 − level).</param>
/// <param name="JumpVariation">J = max(RV − BV, 0) when there is a jump, else 0.</param>
/// <param name="ContinuousVariation">C = RV − J.</param>
/// <remarks>z = (1 − BV/RV)/√((π²/4 + π − 5)/n·max(1, TQ/BV²)). Barndorff-Nielsen and Shephard (2006), J. Financial
/// Econometrics 4(1); Huang and Tauchen (2005), the same journal 3(4).</remarks>
public sealed record BnsJumpTest(
    double Statistic, double PValue, JumpVerdict Verdict, double JumpVariation, double ContinuousVariation)
{
    /// <summary>Tests the returns of one horizon.</summary>
    /// <param name="measures">Measures of the horizon.</param>
    /// <param name="level">a: share of horizons without a jump that are called one; in (0, 1).</param>
    /// <returns><see cref="JumpVerdict.NotJudged"/>, with J = 0, when fewer than 3 returns, no movement, a zero BV, or
    /// more than half of the returns zero.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="level"/> is outside (0, 1).</exception>
    public static BnsJumpTest Of(RealizedMeasures measures, double level = 0.01)
    {
        ArgumentNullException.ThrowIfNull(measures);
        double critical = -PinnedNormal.Quantile(level);
        (double total, double bipower) = (measures.RealizedVariance, measures.BipowerVariation);
        if (measures.Count < 3 || !measures.IsUsableForJumpTests || !(total > 0) || !(bipower > 0))
        {
            return new(double.NaN, double.NaN, JumpVerdict.NotJudged, 0, total);
        }

        double z = StatisticOf(measures.Count, total, bipower, measures.TripowerQuarticity);
        bool jump = z > critical;
        double variation = jump ? Math.Max(total - bipower, 0) : 0;
        return new(z, PinnedNormal.Cumulative(-z), jump ? JumpVerdict.Jump : JumpVerdict.NoJump, variation,
            total - variation);
    }

    /// <summary>z from the three measures of n returns; RV and BV &gt; 0.</summary>
    public static double StatisticOf(int count, double realized, double bipower, double tripower)
    {
        double spread = ((Math.PI * Math.PI / 4) + Math.PI - 5) / count * Math.Max(1, tripower / (bipower * bipower));
        return (1 - (bipower / realized)) / Math.Sqrt(spread);
    }
}

/// <summary>What a jump test says.</summary>
public enum JumpVerdict
{
    /// <summary>Nothing: too few returns came before, or they do not move.</summary>
    NotJudged = 0,

    /// <summary>No jump at the level asked for.</summary>
    NoJump,

    /// <summary>A jump.</summary>
    Jump,
}
