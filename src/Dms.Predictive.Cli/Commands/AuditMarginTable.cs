using System.Globalization;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Features;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Commands;

/// <summary>A margin in words: what changed, what it is made of, which forecast, which features.</summary>
internal static class AuditMarginTable
{
    private const int PartsShown = 15;

    public static void Print(ShownRecord shown)
    {
        RecordedMargin margin = shown.Margin!;
        Console.Out.WriteLine(Sentence(margin, shown.Before));
        Parts(margin).WriteTo(Console.Out);
        foreach (SealedRecord forecast in shown.Forecasts)
        {
            Console.Out.WriteLine(Forecast(forecast));
        }

        if (margin.Reasons.Count == 0)
        {
            Console.Out.WriteLine("The learned forecast added nothing here, so there is nothing to attribute.");
            return;
        }

        Console.Out.WriteLine("Why the forecast added margin, quote currency, largest first:");
        Reasons(margin, shown.Forecasts).WriteTo(Console.Out);
        Console.Out.WriteLine($"Sum {AuditText.Amount(margin.Reasons.Sum(r => r.Value))}, "
            + $"{RecordedMargin.LearnedUplift} in the record "
            + $"{AuditText.Amount(margin.Components.First(c => c.Key == RecordedMargin.LearnedUplift).Value)}, residual "
            + string.Create(CultureInfo.InvariantCulture, $"{margin.Residual:F2}; the reasons ")
            + (margin.ReasonsMatchTheirHash == true ? "match" : "DO NOT MATCH") + " the sealed hash.");
        Console.Out.WriteLine(margin.ReasonsMode == "interventional"
            ? "Value function: interventional, over the background stored in the model's bundle; the official one for an audit."
            : "Value function: path-dependent, by the covers in the trees; an audit goes by the interventional one.");
        Console.Out.WriteLine(
            "Attributions say what moved the forecast, not what caused the market: correlated features share.");
    }

    private static string Sentence(RecordedMargin margin, RecordedMargin? before)
    {
        string now = $"Initial margin of {margin.Account} on {margin.Subject}: {AuditText.Amount(margin.Initial)}, "
            + $"maintenance {AuditText.Amount(margin.Maintenance)}, without forecasts {AuditText.Amount(margin.BaselineInitial)}";
        string change = before is null
            ? "; the first decision of this log"
            : $"; {AuditText.Signed(margin.Initial - before.Initial)} against record {before.Record.Sequence} at {before.Record.At}";
        return now + change + (margin.Fallback is null ? "." : $"; fallback: {margin.Fallback}.");
    }

    private static TextTable Parts(RecordedMargin margin)
    {
        TextTable table = new("made of", ">quote currency");
        foreach ((string name, decimal amount) in margin.Components.Where(c => c.Value != 0))
        {
            table.Add(name, AuditText.Amount(amount));
        }

        return table.Add("sum = initial", AuditText.Amount(margin.Components.Sum(c => c.Value)));
    }

    private static string Forecast(SealedRecord forecast)
    {
        CanonicalObject body = forecast.Body;
        long minutes = (body.Integer("horizonMs") ?? 0) / 60_000;
        string members = string.Join(", ", (body.Object("members")?.Keys ?? [])
            .Select(m => $"{m} {Percent(body.Object("members")!.Text(m))}"));
        return $"Forecast, record {forecast.Sequence}: volatility over {minutes} min {Percent(body.Text("blend"))} "
            + $"({members}), model {body.Text("model")} {body.Text("modelSha256")?[..12]}…";
    }

    private static string Percent(string? varianceBits) => varianceBits is null
        ? "?"
        : string.Create(CultureInfo.InvariantCulture, $"{100 * Math.Sqrt(Value(varianceBits)):F3} %");

    private static double Value(string bits) =>
        bits == "nan"
            ? double.NaN
            : BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));

    private static TextTable Reasons(RecordedMargin margin, IReadOnlyList<SealedRecord> forecasts)
    {
        Dictionary<string, (string, string, string)> values = FeatureValues(forecasts);
        TextTable table = new("part", ">amount", ">feature value", "unit", "what it is");
        KeyValuePair<string, decimal>[] ordered = [.. margin.Reasons.Where(r => r.Value != 0)
            .OrderByDescending(r => Math.Abs(r.Value)).ThenBy(r => r.Key, StringComparer.Ordinal)];
        foreach ((string name, decimal amount) in ordered.Take(PartsShown))
        {
            (string value, string unit, string meaning) = values.GetValueOrDefault(name, ("", "", MeaningOf(name)));
            table.Add(name, AuditText.Signed(amount), value, unit, meaning);
        }

        if (ordered.Length > PartsShown)
        {
            decimal rest = ordered.Skip(PartsShown).Sum(r => r.Value);
            table.Add($"{ordered.Length - PartsShown} smaller parts", AuditText.Signed(rest), "", "", "all with --json");
        }

        return table;
    }

    // Parts that are no feature of the model.
    private static string MeaningOf(string part) => part switch
    {
        "baseRate" => "margin at the reference forecast, less margin without",
        "blend:level" => "intercept of the blend and weights that do not sum to 1",
        "raiseOnly" => "rule: a forecast never lowers margin",
        "spikeProbability" => "rule: calibrated probability of a spike",
        "cap" => "rule: largest multiplier",
        "ramp" => "rule: step limit on the way up, decay on the way down",
        _ when part.EndsWith(":base", StringComparison.Ordinal) => "the model's average forecast against the reference",
        _ when part.StartsWith("member:", StringComparison.Ordinal) => "another forecaster of the blend",
        _ => "",
    };

    // The record holds values in schema order and the schema's hash; names are known when this program knows the schema.
    private static Dictionary<string, (string Value, string Unit, string Meaning)> FeatureValues(IReadOnlyList<SealedRecord> forecasts)
    {
        FeatureSchema[] known = [.. new[] { FeatureCatalog.Bars, FeatureCatalog.WithFlow }.Select(ScorerRow.Schema)];
        Dictionary<string, (string, string, string)> values = new(StringComparer.Ordinal);
        foreach (SealedRecord forecast in forecasts.Take(1))
        {
            if (known.FirstOrDefault(k => k.Hash == forecast.Body.Text("featureSchema")) is not FeatureSchema schema)
            {
                continue;
            }

            IReadOnlyList<CanonicalValue> bits = forecast.Body.Items("features") ?? [];
            for (int i = 0; i < Math.Min(bits.Count, schema.Count); i++)
            {
                double value = bits[i] is CanonicalText text ? Value(text.Value) : double.NaN;
                FeatureDefinition feature = schema.Features[i];
                string shown = double.IsNaN(value) ? "missing" : value.ToString("G5", CultureInfo.InvariantCulture);
                values[feature.Name] = (shown, feature.Unit, feature.Formula);
            }
        }

        return values;
    }
}
