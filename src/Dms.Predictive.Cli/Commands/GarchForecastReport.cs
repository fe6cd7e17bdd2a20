using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Volatility;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary>Forecasts of a fit as one JSON document or as tables for people.</summary>
/// <param name="Fit">The fit.</param>
internal sealed record GarchForecastReport(GarchModelFit Fit)
{
    /// <summary>Variance by bar; null where the fit has no parameters.</summary>
    public required VariancePathForecast? Variance { get; init; }

    /// <summary>Law of the return; null where the fit has no parameters.</summary>
    public required ReturnForecast? Returns { get; init; }

    /// <summary>Interval by draws of the parameters; null when not asked for.</summary>
    public required VarianceInterval? Interval { get; init; }

    /// <summary>One JSON document; undefined numbers are null with a reason.</summary>
    public string ToJson()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            json.WriteString("model", GarchWords.Models[(int)Fit.Options.Model]);
            json.WriteString("distribution", GarchWords.Distributions[(int)Fit.Options.Distribution]);
            json.WriteNumber("n", Fit.Count);
            json.WriteString("status", Fit.Status.ToString());
            json.WriteString("reason", Fit.Message);
            WriteVariance(json);
            WriteReturns(json);
            WriteInterval(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Prints tables.</summary>
    public void Show()
    {
        AnsiConsole.MarkupLineInterpolated(
            $"{GarchWords.Models[(int)Fit.Options.Model]} {GarchWords.Distributions[(int)Fit.Options.Distribution]}, {Fit.Count} returns, status {Fit.Status} {Fit.Message}");
        if (Variance is null || Returns is null)
        {
            return;
        }

        Table path = new Table().AddColumns("bar", "variance", "simulation error", "lower", "upper");
        for (int j = 0; j < Math.Min(10, Variance.Variances.Count); j++)
        {
            path.AddRow(
                Text(j + 1), Text(Variance.Variances[j]), Text(Variance.SimulationErrors?[j]), Text(Interval?.Lower[j]),
                Text(Interval?.Upper[j]));
        }

        AnsiConsole.Write(path);
        AnsiConsole.MarkupLineInterpolated(
            $"variance over {Variance.Terms.Horizon} bars {Text(Variance.Total)}, {Variance.Terms.Method}");
        Table tail = new Table().AddColumns("confidence", "value-at-risk", "expected shortfall");
        foreach (ReturnTail t in Returns.Tail)
        {
            tail.AddRow(Text(t.Confidence), Text(t.ValueAtRisk), Text(t.ExpectedShortfall));
        }

        AnsiConsole.Write(tail);
        AnsiConsole.MarkupLineInterpolated($"return over the horizon: mean {Text(Returns.Mean)}, {Returns.Terms.Method}");
    }

    private static string Text(double? value) => value?.ToString("G6", CultureInfo.InvariantCulture) ?? "–";

    private void WriteVariance(Utf8JsonWriter json)
    {
        if (Variance is null)
        {
            json.WriteNull("variance");
            return;
        }

        json.WriteStartObject("variance");
        WriteTerms(json, Variance.Terms);
        WriteArray(json, "values", Variance.Variances);
        if (Variance.SimulationErrors is { } errors)
        {
            WriteArray(json, "simulationErrors", errors);
        }

        WriteNumber(json, "total", Variance.Total);
        WriteQuantiles(json, "totalQuantiles", Variance.TotalQuantiles);
        json.WriteEndObject();
    }

    private void WriteReturns(Utf8JsonWriter json)
    {
        if (Returns is null)
        {
            json.WriteNull("returns");
            return;
        }

        json.WriteStartObject("returns");
        WriteTerms(json, Returns.Terms);
        WriteNumber(json, "mean", Returns.Mean);
        WriteQuantiles(json, "quantiles", Returns.Quantiles);
        json.WriteStartArray("tail");
        foreach (ReturnTail t in Returns.Tail)
        {
            json.WriteStartObject();
            WriteNumber(json, "confidence", t.Confidence);
            WriteNumber(json, "valueAtRisk", t.ValueAtRisk);
            WriteNumber(json, "expectedShortfall", t.ExpectedShortfall);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteInterval(Utf8JsonWriter json)
    {
        if (Interval is null)
        {
            return;
        }

        json.WriteStartObject("interval");
        WriteNumber(json, "level", Interval.Level);
        json.WriteNumber("draws", Interval.Draws);
        json.WriteNumber("outside", Interval.Outside);
        WriteArray(json, "lower", Interval.Lower);
        WriteArray(json, "upper", Interval.Upper);
        json.WriteEndObject();
    }

    private static void WriteTerms(Utf8JsonWriter json, ForecastTerms terms)
    {
        json.WriteString("method", terms.Method.ToString());
        json.WriteNumber("horizon", terms.Horizon);
        json.WriteNumber("originBar", terms.OriginBar);
        json.WriteString("unit", terms.Unit == ReturnUnit.Percent ? "percent" : "fraction");
        json.WriteNumber("paths", terms.Paths);
        if (terms.Seed is { } seed)
        {
            json.WriteNumber("seed", seed);
        }
        else
        {
            json.WriteNull("seed");
        }
    }

    private static void WriteQuantiles(Utf8JsonWriter json, string name, IReadOnlyList<ForecastQuantile> quantiles)
    {
        json.WriteStartArray(name);
        foreach (ForecastQuantile q in quantiles)
        {
            json.WriteStartObject();
            WriteNumber(json, "level", q.Level);
            WriteNumber(json, "value", q.Value);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        json.WriteStartArray(name);
        foreach (double v in values)
        {
            if (double.IsFinite(v))
            {
                json.WriteNumberValue(v);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndArray();
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumber(name, value);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
