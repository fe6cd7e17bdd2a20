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
internal sealed record GarchReport(GarchModelFit Fit, int Horizon, double? MedianMs, int Runs)
{
    private bool Defined => double.IsFinite(Fit.LogLikelihood);

    /// <summary>Log-likelihood of the returns alone; null for models without realized variances.</summary>
    public double? ReturnLogLikelihood { get; init; }

    private string ModelWord => GarchWords.Models[(int)Fit.Options.Model];

    private string DistributionWord => GarchWords.Distributions[(int)Fit.Options.Distribution];

    private string StartWord => GarchWords.Starts[(int)Fit.Options.Start];

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
            WriteInference(json);
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
            $"{ModelWord} {DistributionWord}, {Fit.Count} returns, mean {Lower(Fit.Options.Mean)}, {StartWord}");
        AnsiConsole.MarkupLineInterpolated($"status {status}");
        if (!Defined)
        {
            return;
        }

        AnsiConsole.MarkupLineInterpolated(
            $"log-likelihood {Text(Fit.LogLikelihood)}  AIC {Text(Fit.Aic)}  BIC {Text(Fit.Bic)}");
        AnsiConsole.Write(ParameterTable());
        double[] path = Path(Math.Min(Horizon, 10));
        AnsiConsole.MarkupLineInterpolated($"variance forecast {string.Join("  ", path.Select(v => Text(v)))}");
        if (MedianMs is { } ms)
        {
            AnsiConsole.MarkupLineInterpolated($"warm fit {Text(ms)} ms, median of {Runs}");
        }
    }

    private double[] Path(int steps) => GarchFamily.VariancePath(Fit, steps);

    private static string Lower<T>(T value)
        where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Text(double? value) => value?.ToString("G9", CultureInfo.InvariantCulture) ?? "–";

    private Table ParameterTable()
    {
        Table table = new Table().AddColumns("parameter", "estimate", "se Hessian", "se OPG", "se robust", "p robust");
        foreach (FittedParameter p in Fit.Parameters)
        {
            table.AddRow(p.Name, Text(p.Value), Text(p.Hessian), Text(p.Opg), Text(p.Robust), p.PValue()?.ToString("F4", CultureInfo.InvariantCulture) ?? "–");
        }

        return table;
    }

    private void WriteHead(Utf8JsonWriter json)
    {
        json.WriteString("model", ModelWord);
        json.WriteString("distribution", DistributionWord);
        json.WriteString("mean", Lower(Fit.Options.Mean));
        json.WriteString("start", StartWord);
        json.WriteNumber("n", Fit.Count);
        json.WriteString("status", Fit.Status.ToString());
        json.WriteString("message", Fit.Message);
        if (!Defined)
        {
            json.WriteString("reason", Fit.Message);
        }

        WriteNumber(json, "logLikelihood", Fit.LogLikelihood);
        if (ReturnLogLikelihood is { } alone)
        {
            WriteNumber(json, "returnLogLikelihood", alone);
        }

        WriteNumber(json, "aic", Fit.Aic);
        WriteNumber(json, "bic", Fit.Bic);
    }

    private void WriteParameters(Utf8JsonWriter json)
    {
        json.WriteStartObject("parameters");
        foreach (FittedParameter p in Fit.Parameters)
        {
            WriteNumber(json, p.Name, p.Value);
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
        WriteErrors(json, "hessian", p => p.Hessian);
        WriteErrors(json, "opg", p => p.Opg);
        WriteErrors(json, "robust", p => p.Robust);
        string[] reasons = [.. Fit.Parameters.Where(p => p.Reason is not null).Select(p => $"{p.Name}: {p.Reason}")];
        json.WriteString("reason", reasons.Length == 0 ? null : string.Join("; ", reasons));
        json.WriteEndObject();
    }

    private void WriteErrors(Utf8JsonWriter json, string kind, Func<FittedParameter, double?> error)
    {
        json.WriteStartObject(kind);
        foreach (FittedParameter p in Fit.Parameters)
        {
            WriteNumber(json, p.Name, error(p));
        }

        json.WriteEndObject();
    }

    private void WriteInference(Utf8JsonWriter json)
    {
        json.WriteStartObject("robustInference");
        foreach (FittedParameter p in Fit.Parameters)
        {
            (double Lower, double Upper)? interval = p.ConfidenceInterval();
            json.WriteStartObject(p.Name);
            WriteNumber(json, "t", p.TStatistic());
            WriteNumber(json, "p", p.PValue());
            WriteNumber(json, "lower95", interval?.Lower);
            WriteNumber(json, "upper95", interval?.Upper);
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }

    private void WriteForecast(Utf8JsonWriter json)
    {
        WriteNumber(json, "presampleVariance", Defined ? Fit.PresampleVariance : null);
        WriteNumber(json, "startVariance", Defined ? Fit.Variances[0] : null);
        json.WriteStartArray("forecastVariance");
        foreach (double v in Defined ? Path(Horizon) : [])
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
