using System.Globalization;
using System.Text;
using System.Text.Json;
using Dms.Predictive.Volatility;
using Spectre.Console;

namespace Dms.Predictive.Cli.Commands;

/// <summary>A fit as one JSON document or as tables for people.</summary>
/// <param name="Fit">The fit.</param>
/// <param name="Horizon">Bars of the variance forecast.</param>
/// <param name="MedianMs">Median time of a warm fit; null when not measured.</param>
/// <param name="Runs">Number of timed fits.</param>
internal sealed record GarchReport(GarchFit Fit, int Horizon, double? MedianMs, int Runs)
{
    private bool Defined => double.IsFinite(Fit.LogLikelihood);

    private bool HasMean => Fit.Options.Mean == GarchMean.Constant;

    /// <summary>One JSON document; undefined numbers are null with a reason.</summary>
    public string ToJson()
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            WriteHead(json);
            WriteParameters(json);
            WriteErrors(json);
            WriteForecast(json);
            WriteSearch(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Prints tables.</summary>
    public void Show()
    {
        string status = Fit.Message is null ? $"{Fit.Status}" : $"{Fit.Status}: {Fit.Message}";
        AnsiConsole.MarkupLineInterpolated(
            $"GARCH(1,1) normal, {Fit.Count} returns, mean {Lower(Fit.Options.Mean)}, {Lower(Fit.Options.Start)}");
        AnsiConsole.MarkupLineInterpolated($"status {status}");
        if (!Defined)
        {
            return;
        }

        AnsiConsole.MarkupLineInterpolated(
            $"log-likelihood {Text(Fit.LogLikelihood)}  AIC {Text(Fit.Aic)}  BIC {Text(Fit.Bic)}");
        AnsiConsole.Write(ParameterTable());
        double[] path = Garch11.Path(Fit.NextVariance, Fit.Parameters, Math.Min(Horizon, 10));
        AnsiConsole.MarkupLineInterpolated($"variance forecast {string.Join("  ", path.Select(v => Text(v)))}");
        if (MedianMs is { } ms)
        {
            AnsiConsole.MarkupLineInterpolated($"warm fit {Text(ms)} ms, median of {Runs}");
        }
    }

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Text(double? value) => value?.ToString("G9", CultureInfo.InvariantCulture) ?? "–";

    private Table ParameterTable()
    {
        Table table = new Table().AddColumns("parameter", "estimate", "se Hessian", "se OPG", "se robust");
        foreach ((string name, double value, Func<ParameterErrors, double?> error) in Rows())
        {
            GarchStandardErrors? e = Fit.StandardErrors;
            table.AddRow(
                name,
                Text(value),
                Text(e is null ? null : error(e.Hessian)),
                Text(e is null ? null : error(e.Opg)),
                Text(e is null ? null : error(e.Robust)));
        }

        return table;
    }

    private IEnumerable<(string Name, double Value, Func<ParameterErrors, double?> Error)> Rows()
    {
        if (HasMean)
        {
            yield return ("mu", Fit.Parameters.Mu, e => e.Mu);
        }

        yield return ("omega", Fit.Parameters.Omega, e => e.Omega);
        yield return ("alpha", Fit.Parameters.Alpha, e => e.Alpha);
        yield return ("beta", Fit.Parameters.Beta, e => e.Beta);
    }

    private void WriteHead(Utf8JsonWriter json)
    {
        json.WriteString("model", "garch");
        json.WriteString("distribution", "normal");
        json.WriteString("mean", Lower(Fit.Options.Mean));
        json.WriteString("start", Lower(Fit.Options.Start));
        json.WriteNumber("n", Fit.Count);
        json.WriteString("status", Fit.Status.ToString());
        json.WriteString("message", Fit.Message);
        if (!Defined)
        {
            json.WriteString("reason", Fit.Message);
        }

        WriteNumber(json, "logLikelihood", Fit.LogLikelihood);
        WriteNumber(json, "aic", Fit.Aic);
        WriteNumber(json, "bic", Fit.Bic);
    }

    private void WriteParameters(Utf8JsonWriter json)
    {
        json.WriteStartObject("parameters");
        foreach ((string name, double value, _) in Rows())
        {
            WriteNumber(json, name, Defined ? value : null);
        }

        json.WriteEndObject();
        json.WriteStartArray("activeConstraints");
        foreach (string name in Fit.ActiveConstraints)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }

    private void WriteErrors(Utf8JsonWriter json)
    {
        json.WriteStartObject("standardErrors");
        GarchStandardErrors? errors = Fit.StandardErrors;
        WriteErrors(json, "hessian", errors?.Hessian);
        WriteErrors(json, "opg", errors?.Opg);
        WriteErrors(json, "robust", errors?.Robust);
        json.WriteString("reason", errors is null ? Fit.Message : errors.Reason);
        json.WriteEndObject();
    }

    private void WriteErrors(Utf8JsonWriter json, string kind, ParameterErrors? errors)
    {
        json.WriteStartObject(kind);
        foreach ((string name, _, Func<ParameterErrors, double?> error) in Rows())
        {
            WriteNumber(json, name, errors is null ? null : error(errors));
        }

        json.WriteEndObject();
    }

    private void WriteForecast(Utf8JsonWriter json)
    {
        WriteNumber(json, "presampleVariance", Defined ? Fit.PresampleVariance : null);
        WriteNumber(json, "startVariance", Defined ? Fit.StartVariance : null);
        json.WriteStartArray("forecastVariance");
        foreach (double v in Defined ? Garch11.Path(Fit.NextVariance, Fit.Parameters, Horizon) : [])
        {
            json.WriteNumberValue(v);
        }

        json.WriteEndArray();
    }

    private void WriteSearch(Utf8JsonWriter json)
    {
        WriteNumber(json, "gradientNorm", Fit.GradientNorm);
        json.WriteNumber("iterations", Fit.Iterations);
        json.WriteNumber("evaluations", Fit.Evaluations);
        if (MedianMs is { } ms)
        {
            json.WriteStartObject("timing");
            json.WriteNumber("medianMs", ms);
            json.WriteNumber("runs", Runs);
            json.WriteEndObject();
        }
    }

    private static void WriteNumber(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number && double.IsFinite(number))
        {
            json.WriteNumber(name, number);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
