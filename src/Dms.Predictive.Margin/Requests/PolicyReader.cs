using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Reads the request's <c>policy</c>.</summary>
public static class PolicyReader
{
    /// <summary>Reads one policy object.</summary>
    /// <param name="value">The object with <c>kind</c>, <c>quantum</c> and <c>parameters</c>.</param>
    /// <param name="path">Its place, for messages.</param>
    /// <exception cref="InputRefusedException">A field is unknown, missing, of the wrong type or out of
    /// range.</exception>
    public static IMarginPolicy Read(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "kind", "quantum", "parameters");
        decimal quantum = f.Money("quantum", 0.01m);
        JsonElement parameters = f.Required("parameters");
        return f.Text("kind") switch
        {
            "static" => ReadStatic(parameters, f.At("parameters"), quantum),
            "parametric" => ReadParametric(parameters, f.At("parameters"), quantum),
            TieredPerpJson.Kind => TieredPerpJson.Read(parameters, f.At("parameters"), f.MoneyOrNull("quantum")),
            SkewScaledJson.Kind => SkewScaledJson.Read(parameters, f.At("parameters"), quantum),
            DebtPoolJson.Kind => DebtPoolJson.Read(parameters, f.At("parameters"), quantum),
            PrefundedPoolJson.Kind => PrefundedPoolJson.Read(parameters, f.At("parameters"), quantum),
            SensitivitiesJson.Kind => SensitivitiesJson.Read(parameters, f.At("parameters"), quantum),
            PoolJson.Kind => PoolJson.Read(parameters, f.At("parameters"), quantum),
            "historical" => HistoricalJson.Read(parameters, f.At("parameters"), quantum),
            ScenarioPortfolioJson.Kind => ScenarioPortfolioJson.Read(parameters, f.At("parameters"), quantum),
            StandardOptionsJson.Kind => StandardOptionsJson.Read(parameters, f.At("parameters"), quantum),
            SpanJson.Kind => SpanJson.Read(parameters, f.At("parameters"), quantum),
            string other => throw Refuse.OutOfRange(
                f.At("kind"), $"'{other}'", "static, parametric, historical, span, scenario-portfolio, standard-options, "
                + "tiered-perp, skew-scaled, pool, debt-pool, prefunded-pool or sensitivities"),
        };
    }

    /// <summary>Kind of a policy object that may be broken elsewhere; it decides which fields of account and market are
    /// known.</summary>
    internal static string KindOf(JsonElement policy) =>
        JsonFields.OpenMap(policy, "policy").TextOrNull("kind") ?? "";

    private static StaticPolicy ReadStatic(JsonElement value, string path, decimal quantum)
    {
        JsonFields f = JsonFields.Open(value, path, "initialRate", "maintenanceRate", "rates");
        Dictionary<string, MarginRates> own = new(StringComparer.Ordinal);
        if (f.Has("rates"))
        {
            JsonFields map = JsonFields.OpenMap(f.Required("rates"), f.At("rates"));
            foreach (string id in map.Names)
            {
                own[id] = ReadRates(JsonFields.Open(map.Required(id), map.At(id), "initialRate", "maintenanceRate"));
            }
        }

        return new(ReadRates(f), own, quantum);
    }

    private static MarginRates ReadRates(JsonFields f) => new(f.Number("initialRate"), f.Number("maintenanceRate"));

    private static ParametricPolicy ReadParametric(JsonElement value, string path, decimal quantum)
    {
        JsonFields f = JsonFields.Open(
            value, path, "confidence", "horizonDays", "yearDays", "measure", "distribution", "degreesOfFreedom",
            "maintenanceRatio", "volatilities", "correlation", "optionTreatment", "offsetCap");
        bool isStudent = f.Text("distribution") switch
        {
            "t" => true,
            "normal" => false,
            string other => throw Refuse.OutOfRange(f.At("distribution"), $"'{other}'", "normal or t"),
        };
        double? degrees = f.NumberOrNull("degreesOfFreedom");
        return new(
            new()
            {
                Confidence = f.Number("confidence"),
                HorizonDays = f.Number("horizonDays"),
                YearDays = f.Number("yearDays", 365),
                Measure = f.Word("measure", JsonNames.Measures),
                DegreesOfFreedom = isStudent ? degrees ?? f.Number("degreesOfFreedom") : null,
                MaintenanceRatio = f.Number("maintenanceRatio"),
                OffsetCap = f.Number("offsetCap", 1),
                MarginsOptionsByDelta = f.Word("optionTreatment", JsonNames.OptionTreatments, false),
                Volatilities = f.Rows("volatilities", ReadVolatility),
                Correlation = f.Rows("correlation", (row, at) => JsonFields.RowsOf(row, at, JsonFields.Finite)),
            },
            quantum);
    }

    private static UnderlyingVolatility ReadVolatility(JsonElement value, string path)
    {
        JsonFields f = JsonFields.Open(value, path, "underlying", "annualized");
        return new(f.Text("underlying"), f.Number("annualized"));
    }
}
