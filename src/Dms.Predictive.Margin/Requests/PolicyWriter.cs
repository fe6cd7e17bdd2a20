using System.Text.Json;

namespace Dms.Predictive.Margin;

/// <summary>Writes a policy as the request's <c>policy</c> object.</summary>
public static class PolicyWriter
{
    /// <summary>Writes one policy that <see cref="PolicyReader"/> reads back to an equal one.</summary>
    /// <param name="w">Where to.</param>
    /// <param name="policy">What.</param>
    /// <exception cref="Core.InputRefusedException">The policy is of a kind that has no wire format.</exception>
    public static void Write(Utf8JsonWriter w, IMarginPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(w);
        ArgumentNullException.ThrowIfNull(policy);
        w.WriteStartObject();
        w.WriteString("kind", policy.Kind);
        w.WriteNumber("quantum", policy.Quantum);
        w.WriteStartObject("parameters");
        switch (policy)
        {
            case StaticPolicy p:
                WriteStatic(w, p);
                break;
            case ParametricPolicy p:
                WriteParametric(w, p.Parameters);
                break;
            case HistoricalPolicy p:
                HistoricalJson.Write(w, p.Parameters);
                break;
            case ScenarioPortfolioPolicy p:
                ScenarioPortfolioJson.Write(w, p.Parameters);
                break;
            case StandardOptionsPolicy p:
                StandardOptionsJson.Write(w, p.Parameters);
                break;
            case SpanPolicy p:
                SpanJson.Write(w, p.Parameters);
                break;
            case TieredPerpPolicy p:
                TieredPerpJson.Write(w, p.Parameters);
                break;
            case SkewScaledPolicy p:
                SkewScaledJson.Write(w, p);
                break;
            case DebtPoolPolicy p:
                DebtPoolJson.Write(w, p.Parameters);
                break;
            case PrefundedPoolPolicy p:
                PrefundedPoolJson.Write(w, p.Parameters);
                break;
            case SensitivitiesPolicy p:
                SensitivitiesJson.Write(w, p.Parameters);
                break;
            case PoolPolicy p:
                PoolJson.Write(w, p.Parameters);
                break;
            default:
                throw Refuse.NotSupported("policy.kind", $"Writing policy '{policy.Kind}'");
        }

        w.WriteEndObject();
        w.WriteEndObject();
    }

    private static void WriteStatic(Utf8JsonWriter w, StaticPolicy p)
    {
        WriteRates(w, p.Rates);
        w.WriteStartObject("rates");
        foreach ((string id, MarginRates rates) in p.Own.OrderBy(r => r.Key, StringComparer.Ordinal))
        {
            w.WriteStartObject(id);
            WriteRates(w, rates);
            w.WriteEndObject();
        }

        w.WriteEndObject();
    }

    private static void WriteRates(Utf8JsonWriter w, MarginRates rates)
    {
        w.WriteNumber("initialRate", rates.Initial);
        w.WriteNumber("maintenanceRate", rates.Maintenance);
    }

    private static void WriteParametric(Utf8JsonWriter w, ParametricParameters p)
    {
        w.WriteNumber("confidence", p.Confidence);
        w.WriteNumber("horizonDays", p.HorizonDays);
        w.WriteNumber("yearDays", p.YearDays);
        w.WriteString("measure", JsonNames.Of(JsonNames.Measures, p.Measure));
        w.WriteString("distribution", p.DegreesOfFreedom is null ? "normal" : "t");
        if (p.DegreesOfFreedom is double nu)
        {
            w.WriteNumber("degreesOfFreedom", nu);
        }

        w.WriteNumber("maintenanceRatio", p.MaintenanceRatio);
        if (p.OffsetCap != 1)
        {
            w.WriteNumber("offsetCap", p.OffsetCap);
        }

        if (p.MarginsOptionsByDelta)
        {
            w.WriteString("optionTreatment", JsonNames.Of(JsonNames.OptionTreatments, true));
        }

        w.Rows("volatilities", p.Volatilities, v =>
        {
            w.WriteString("underlying", v.Underlying);
            w.WriteNumber("annualized", v.Annualized);
        });
        w.WriteStartArray("correlation");
        foreach (IReadOnlyList<double> row in p.Correlation)
        {
            w.WriteStartArray();
            foreach (double entry in row)
            {
                w.WriteNumberValue(entry);
            }

            w.WriteEndArray();
        }

        w.WriteEndArray();
    }
}
