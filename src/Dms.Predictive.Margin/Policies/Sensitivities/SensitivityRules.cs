using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Ranges of what only the sensitivities policy reads.</summary>
internal static class SensitivityRules
{
    private static readonly SensitivityKind[] WithCorrelation = [SensitivityKind.Delta, SensitivityKind.Vega];

    public static void Check(SensitivitiesParameters parameters, Account account)
    {
        for (int i = 0; i < account.Sensitivities.Count; i++)
        {
            Check(parameters, account.Sensitivities[i], $"account.sensitivities[{i}].");
        }

        for (int c = 0; c < parameters.RiskClasses.Count; c++)
        {
            CheckFactors(parameters.RiskClasses[c], account, $"policy.parameters.riskClasses[{c}].");
        }
    }

    private static void Check(SensitivitiesParameters parameters, Sensitivity s, string at)
    {
        RiskClass? riskClass = parameters.RiskClasses.FirstOrDefault(c => c.Id == s.RiskClass);
        if (riskClass is null)
        {
            throw OneOf(at + "riskClass", s.RiskClass, parameters.RiskClasses.Select(c => c.Id));
        }

        if (!riskClass.Buckets.Any(b => b.Id == s.Bucket))
        {
            throw OneOf(at + "bucket", s.Bucket, riskClass.Buckets.Select(b => b.Id));
        }

        Refuse.Unless(Enum.IsDefined(s.Kind), at + "kind", s.Kind, "delta, vega or curvature");
        bool isCurvature = s.Kind == SensitivityKind.Curvature;
        Refuse.Unless(!isCurvature || s.Amount == 0, at + "amount", s.Amount, "none for curvature");
        Refuse.Unless(isCurvature || s.LossUp == 0, at + "lossUp", s.LossUp, "none but for curvature");
        Refuse.Unless(isCurvature || s.LossDown == 0, at + "lossDown", s.LossDown, "none but for curvature");
    }

    // A negative correlation holds for so many factors only; more of them would have a negative variance.
    private static void CheckFactors(RiskClass riskClass, Account account, string at)
    {
        for (int b = 0; b < riskClass.Buckets.Count; b++)
        {
            RiskBucket bucket = riskClass.Buckets[b];
            if (bucket.Correlation >= 0)
            {
                continue;
            }

            foreach (SensitivityKind kind in WithCorrelation)
            {
                int factors = account.Sensitivities
                    .Where(s => s.RiskClass == riskClass.Id && s.Bucket == bucket.Id && s.Kind == kind)
                    .Select(s => s.Factor).Distinct(StringComparer.Ordinal).Count();
                EqualCorrelation.Check(bucket.Correlation, factors, $"{at}buckets[{b}].correlation");
            }
        }
    }

    private static InputRefusedException OneOf(string where, string found, IEnumerable<string> known) =>
        Refuse.OutOfRange(where, $"'{found}'", "one of " + string.Join(", ", known.Order(StringComparer.Ordinal)));
}
