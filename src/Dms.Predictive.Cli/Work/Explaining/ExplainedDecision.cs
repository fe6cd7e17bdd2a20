using Dms.Predictive.Core;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>What a report keeps of a decision; logs are of percent² over the horizon.</summary>
/// <param name="AsOf">Information cut-off.</param>
/// <param name="Row">The scorer's row as it was compared.</param>
/// <param name="RawScore">Score of the explained member as it was issued.</param>
/// <param name="Weight">Weight of the member in the blend that was used.</param>
/// <param name="LnBlend">ln of the blend.</param>
/// <param name="LnGarch">ln of GARCH.</param>
/// <param name="LnHar">ln of log-HAR; NaN when it was missing.</param>
/// <param name="LnEwma">ln of EWMA.</param>
/// <param name="LnReference">ln of the policy's own baseline.</param>
/// <param name="LnMember">ln of the explained member's forecast.</param>
internal sealed record ExplainedDecision(
    Timestamp AsOf, double[] Row, double RawScore, double Weight, double LnBlend, double LnGarch, double LnHar, double LnEwma,
    double LnReference, double LnMember)
{
    /// <summary>Margin rates and price at the time.</summary>
    public BacktestPoint? Point { get; init; }

    /// <summary>Takes what is kept; null when nothing was forecast.</summary>
    public static ExplainedDecision? Of(MarginDecision decision, int member)
    {
        if (decision.Forecast is not IssuedForecast forecast)
        {
            return null;
        }

        double reference = decision.Reference.Over(TimeSpan.FromMinutes(forecast.HorizonMinutes), YearBasis.Calendar365).PercentSquared;
        return new(
            decision.AsOf, forecast.Row.Values.ToArray(), forecast.RawScores[member], forecast.PoolWeights[2 + member],
            forecast.LnBlend, forecast.LnGarch, forecast.LnMembers[0], forecast.LnEwma, PinnedMath.Log(reference),
            forecast.LnMembers[2 + member]);
    }
}
