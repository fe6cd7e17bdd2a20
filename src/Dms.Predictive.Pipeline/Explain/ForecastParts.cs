using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>What a blended forecast was made of; logs are of percent² over the horizon.</summary>
/// <param name="Members">Names of the pool's members: har, garch, then the learned ones.</param>
/// <param name="LnMembers">ln forecasts of the members; NaN = missing.</param>
/// <param name="PoolWeights">Weights that were used; 0 for missing members.</param>
/// <param name="LnLevel">Intercept of the pool plus the online scale.</param>
/// <param name="LnBlend">ln of the blend.</param>
/// <param name="Row">The scorer's row, as it was compared.</param>
public sealed record ForecastParts(
    IReadOnlyList<string> Members, IReadOnlyList<double> LnMembers, IReadOnlyList<double> PoolWeights, double LnLevel, double LnBlend,
    ReadOnlyMemory<double> Row)
{
    /// <summary>The parts of a forecast at hand.</summary>
    public static ForecastParts Of(IssuedForecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        return new ForecastParts(
            forecast.Members, forecast.LnMembers, forecast.PoolWeights, forecast.LnLevel, forecast.LnBlend, forecast.Row.Values);
    }

    /// <summary>The parts of a <c>forecast.issued</c> record, bit for bit.</summary>
    /// <param name="record">The record.</param>
    /// <param name="model">The model that it names.</param>
    /// <exception cref="InputRefusedException">The record is of another kind or model, or from a build that did not seal
    /// weights and level (<c>forecast-record</c>).</exception>
    public static ForecastParts Of(SealedRecord record, ForecastModel model)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(model);
        CanonicalObject body = record.Body;
        if (record.Kind != RecordKind.ForecastIssued || body.Text("modelSha256") != model.Identity.Sha256
            || body.Text("lnLevel") is not string level)
        {
            throw new InputRefusedException(
                "forecast-record", "The record is no forecast of this model, or holds no weights and level.",
                $"record {record.Sequence}");
        }

        HorizonModel horizon = model.For((int)(body.Integer("horizonMs")!.Value / 60_000));
        return new ForecastParts(
            horizon.Blend.Names, Doubles(body, "lnMembers"), Doubles(body, "poolWeights"), CanonicalNumber.FromBits(level),
            CanonicalNumber.FromBits(body.Text("lnBlend")!), Doubles(body, "features"));
    }

    private static double[] Doubles(CanonicalObject body, string key) =>
        [.. body.Items(key)!.Select(v => CanonicalNumber.FromBits(((CanonicalText)v).Value))];
}
