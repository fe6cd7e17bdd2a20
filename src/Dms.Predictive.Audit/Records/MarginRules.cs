namespace Dms.Predictive.Audit;

/// <summary>What a <c>margin.decided</c> record must hold: parts that sum, a margin that is never below its
/// baseline.</summary>
internal static class MarginRules
{
    public static string? FirstFault(CanonicalObject body) =>
        RecordRules.Text(body, "account") ?? SubjectFault(body) ?? RecordRules.Sha256(body, "inputs")
        ?? RecordRules.Sha256(body, "policyHash") ?? RecordRules.Integer(body, "env")
        ?? RecordRules.Bits(body, "uplift")
        ?? ForecastsFault(body) ?? ExplanationFault(body) ?? EffectFault(body) ?? AmountFault(body);

    private static string? SubjectFault(CanonicalObject body) =>
        body.Text("instrument") is null == body.Text("portfolio") is null
            ? "Exactly one of instrument and portfolio must be a text."
            : null;

    private static string? ForecastsFault(CanonicalObject body)
    {
        if (body.Items("forecasts") is not { } forecasts || forecasts.Any(f => f is not CanonicalInteger))
        {
            return "forecasts must be a list of sequences.";
        }

        if (!body.TryGet("fallback", out CanonicalValue? fallback) || fallback is not (CanonicalNull or CanonicalText))
        {
            return "fallback must be null or a named reason.";
        }

        return forecasts.Count == 0 && fallback is not CanonicalText { Value.Length: > 0 }
            ? "A margin without forecasts must name its fallback."
            : null;
    }

    private static string? ExplanationFault(CanonicalObject body) =>
        body["explanation"] is CanonicalNull || CanonicalNumber.IsSha256(body.Text("explanation"))
            ? null
            : "explanation must be null or 64 lower-case hex digits.";

    private static string? EffectFault(CanonicalObject body) =>
        body.Object("effectiveAt") is { } effect
            ? RecordRules.Integer(effect, "initial") ?? RecordRules.Integer(effect, "maintenance")
            : "effectiveAt must be an object of two times.";

    private static string? AmountFault(CanonicalObject body)
    {
        int places = -1;
        if (!Amount(body, "initial", ref places, out decimal initial)
            || !Amount(body, "maintenance", ref places, out decimal maintenance)
            || !Amount(body, "baselineInitial", ref places, out decimal baseline))
        {
            return "initial, maintenance and baselineInitial must be amounts with the same number of places.";
        }

        return initial < baseline ? "initial must not be below baselineInitial."
            : maintenance > initial ? "maintenance must not exceed initial."
            : SumFault(body, initial, places);
    }

    private static string? SumFault(CanonicalObject body, decimal initial, int places)
    {
        if (body.Object("components") is not { } components)
        {
            return "components must be an object of amounts.";
        }

        decimal sum = 0;
        foreach (string name in components.Keys)
        {
            if (!Amount(components, name, ref places, out decimal part))
            {
                return $"components.{name} must be an amount with the places of initial.";
            }

            if (Math.Abs(part) > 1e24m || Math.Abs(sum) > 1e24m)
            {
                return $"components.{name} is beyond ±1e24.";
            }

            sum += part;
        }

        return sum == initial ? null : $"components sum to {sum}, initial is {initial}.";
    }

    private static bool Amount(CanonicalObject body, string key, ref int places, out decimal value)
    {
        value = 0;
        if (body.Text(key) is not { } text || !CanonicalNumber.TryMoney(text, out value, out int found)
            || (places >= 0 && found != places))
        {
            return false;
        }

        places = found;
        return true;
    }
}
