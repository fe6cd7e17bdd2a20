using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// Recomputes recorded figures: margins from their logged request and forecasts, forecasts from their logged row and the
/// model they name. Margins are equal in every bit or different; nothing in between.
/// </summary>
/// <param name="environment">Fingerprint of this run.</param>
/// <param name="modelBySha256">Finds a model by the SHA-256 in a forecast; null when it is not at hand.</param>
public sealed class DecisionReplayer(CanonicalObject environment, Func<string, ForecastModel?> modelBySha256) : IDecisionReplayer
{
    /// <inheritdoc/>
    public CanonicalObject CurrentEnvironment { get; } = environment;

    /// <inheritdoc/>
    public ReplayOutcome ReplayMargin(SealedRecord decision, ReplayContext earlier)
    {
        ArgumentNullException.ThrowIfNull(decision);
        ArgumentNullException.ThrowIfNull(earlier);
        if (decision.Body.Text("request") is not string text)
        {
            return new(ReplayVerdict.NotReplayable, "the record holds no request");
        }

        if (CanonicalJson.Hash(Encoding.UTF8.GetBytes(text)) != decision.Body.Text("inputs"))
        {
            return new(ReplayVerdict.Different, "inputs: the request's hash is another");
        }

        using JsonDocument document = JsonDocument.Parse(text);
        MarginRequest request = MarginRequestReader.Read(document.RootElement);
        return FirstDifference(decision.Body, request, earlier) is string difference
            ? new(ReplayVerdict.Different, difference)
            : ReplayOutcome.Identical;
    }

    /// <inheritdoc/>
    public ReplayOutcome ReplayForecast(SealedRecord forecast, ReplayContext earlier)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        CanonicalObject body = forecast.Body;
        ForecastModel? model = modelBySha256(body.Text("modelSha256")!);
        if (model is null)
        {
            return new(ReplayVerdict.NotReplayable, $"the model {body.Text("modelSha256")} is not at hand; name its folder with --data");
        }

        HorizonModel horizon = model.For((int)(body.Integer("horizonMs")!.Value / 60_000));
        double[] row = Doubles(body, "features");
        double[] members = Doubles(body, "lnMembers");
        double[] raw = [.. horizon.Learned.Select(l => l.Model.Score(row))];
        for (int m = 0; m < raw.Length; m++)
        {
            members[m + 2] = horizon.Learned[m].Ln(row, raw[m], members[0]);
        }

        return Compare(body, "raw", raw[0]) ?? Compare(body, "calibrated", members[2])
            ?? Compare(body, "lnBlend", Blend(body, horizon, members)) ?? ReplayOutcome.Identical;
    }

    // Weights and level move between refits; the record holds those that were in force. Records from before hold the
    // model's own.
    private static double Blend(CanonicalObject body, HorizonModel horizon, double[] members)
    {
        if (body.Text("lnLevel") is not string level)
        {
            return horizon.Pool.Combine(members);
        }

        double[] weights = Doubles(body, "poolWeights");
        double sum = CanonicalNumber.FromBits(level);
        for (int m = 0; m < members.Length; m++)
        {
            sum += weights[m] != 0 ? weights[m] * members[m] : 0;
        }

        return sum;
    }

    private static string? FirstDifference(CanonicalObject body, MarginRequest request, ReplayContext earlier)
    {
        MarginRequirement again = MarginCalculator.Compute(request);
        (string Name, string? Recorded, string Computed)[] figures =
        [
            ("initial", body.Text("initial"), Text(again.Initial)),
            ("maintenance", body.Text("maintenance"), Text(again.Maintenance)),
            ("uplift", body.Text("uplift"), CanonicalNumber.Bits(again.Overlay!.Multiplier)),
            .. again.Components.Select(c =>
                ($"components.{c.Name}", body.Object("components")!.Text(c.Name.ToString()), Text(c.Initial))),
            .. ForecastFigures(body, request, earlier),
            .. OverrideFigures(body, again, request, earlier),
        ];
        return figures.Where(f => f.Recorded != f.Computed)
            .Select(f => $"{f.Name}: recorded {f.Recorded}, computed {f.Computed}").FirstOrDefault();
    }

    // The volatilities in the request must be the ones of the forecast record that the margin names.
    private static IEnumerable<(string, string?, string)> ForecastFigures(CanonicalObject body, MarginRequest request, ReplayContext earlier)
    {
        OverlayForecast used = request.Overlay!.Forecast;
        if (body.Items("forecasts") is not { Count: > 0 } sequences || used.SigmaMl is null
            || earlier[((CanonicalInteger)sequences[0]).Value]?.Body is not CanonicalObject forecast)
        {
            yield break;
        }

        TimeSpan horizon = TimeSpan.FromMilliseconds(forecast.Integer("horizonMs")!.Value);
        yield return ("forecast.blend", CanonicalNumber.Bits(used.SigmaMl.Value), Sigma(forecast.Text("blend")!, horizon));
        yield return ("forecast.garch", CanonicalNumber.Bits(used.SigmaGarch!.Value), Sigma(forecast.Object("members")!.Text("garch")!, horizon));
    }

    // The operator in the request must be the one that the override records in force come to.
    private static IEnumerable<(string, string?, string)> OverrideFigures(
        CanonicalObject body, MarginRequirement again, MarginRequest request, ReplayContext earlier)
    {
        decimal? asked = request.Operators.OfType<MarginOverride>().SingleOrDefault()?.Factor;
        decimal[] set = [.. (body.Items("overrides") ?? []).OfType<CanonicalInteger>()
            .Select(o => decimal.Parse(earlier[o.Value]!.Body.Text("value")!, CultureInfo.InvariantCulture))];
        if (asked is null && set.Length == 0)
        {
            yield break;
        }

        yield return ("override.factor", set.Length == 0 ? "none" : Factor(set.Max()), asked is decimal factor ? Factor(factor) : "none");
        yield return ("overrideEffect", body.Text("overrideEffect"), Text(again.Operators.Sum(o => o.Effect)));
    }

    private static string Factor(decimal value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Sigma(string varianceBits, TimeSpan horizon) => CanonicalNumber.Bits(
        PeriodVariance.FromSquaredFraction(CanonicalNumber.FromBits(varianceBits), horizon).Annualize(YearBasis.Calendar365).Fraction);

    private static ReplayOutcome? Compare(CanonicalObject body, string field, double computed)
    {
        double recorded = CanonicalNumber.FromBits(body.Text(field)!);
        if (CanonicalNumber.Bits(computed) == body.Text(field))
        {
            return null;
        }

        bool near = Math.Abs(computed - recorded) <= 1e-5 * Math.Max(1, Math.Abs(recorded));
        return new(near ? ReplayVerdict.Within1e5 : ReplayVerdict.Different,
            string.Create(CultureInfo.InvariantCulture, $"{field}: recorded {recorded:R}, computed {computed:R}"));
    }

    private static double[] Doubles(CanonicalObject body, string field) =>
        [.. body.Items(field)!.Select(v => CanonicalNumber.FromBits(((CanonicalText)v).Value))];

    private static string Text(decimal value) => CanonicalNumber.Money(value, 2);
}
