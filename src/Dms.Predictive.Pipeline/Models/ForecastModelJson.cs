using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Reads and writes <c>calibration.json</c>: all of a forecast model that is not a tree.</summary>
public static class ForecastModelJson
{
    private const string Schema = "dms-calibration/1";

    /// <summary>Writes the model without its trees; equal models give equal bytes.</summary>
    public static byte[] Write(ForecastModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        using MemoryStream stream = new();
        using (Utf8JsonWriter w = new(stream, new JsonWriterOptions { Indented = true }))
        {
            w.WriteStartObject();
            w.WriteString("schema", Schema);
            w.WriteString("rowSchemaHash", model.RowSchemaHash);
            w.WriteString("filterFrom", model.FilterFrom.ToString());
            w.WriteNumber("garchStartVariance", model.GarchStartVariance);
            Numbers(w, "ewmaHalfLivesBars", model.EwmaHalfLivesBars);
            w.WriteNumber("spikeTreeWeight", model.SpikeTreeWeight);
            w.WriteStartArray("horizons");
            foreach (HorizonModel horizon in model.Horizons)
            {
                WriteHorizon(w, horizon);
            }

            w.WriteEndArray();
            w.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>The serving model of a bundle that passed every check.</summary>
    public static ForecastModel Read(ModelBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        string trees = bundle.Manifest.Files.First(f => f.Path == "trees.json").Sha256;
        ModelIdentity identity = new(
            bundle.Manifest.Description.Id, bundle.Manifest.Description.Version, trees, bundle.ManifestSha256, true);
        return Read(bundle.Calibration, [.. bundle.Outputs.Select(o => o.Forest)], identity);
    }

    /// <summary>Reads the model back and joins it with its trees.</summary>
    /// <param name="json">Content of <c>calibration.json</c>.</param>
    /// <param name="forests">One forest per horizon, in the file's order.</param>
    /// <param name="identity">Who the bundle is.</param>
    /// <exception cref="InputRefusedException">The content is malformed (<c>calibration</c>).</exception>
    public static ForecastModel Read(ReadOnlyMemory<byte> json, IReadOnlyList<Forest> forests, ModelIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(forests);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            Refuse(root.GetProperty("schema").GetString() != Schema, $"the schema must be {Schema}");
            JsonElement[] horizons = [.. root.GetProperty("horizons").EnumerateArray()];
            Refuse(horizons.Length != forests.Count, $"{horizons.Length} horizons for {forests.Count} forests");
            return new ForecastModel
            {
                Identity = identity,
                RowSchemaHash = root.GetProperty("rowSchemaHash").GetString()!,
                FilterFrom = Timestamp.Parse(root.GetProperty("filterFrom").GetString()!),
                GarchStartVariance = root.GetProperty("garchStartVariance").GetDouble(),
                EwmaHalfLivesBars = Numbers(root.GetProperty("ewmaHalfLivesBars")),
                SpikeTreeWeight = root.GetProperty("spikeTreeWeight").GetDouble(),
                Horizons = [.. horizons.Zip(forests, ReadHorizon)],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InputRefusedException("calibration", $"calibration.json cannot be used: {e.Message}", "calibration.json", e);
        }
    }

    private static void WriteHorizon(Utf8JsonWriter w, HorizonModel h)
    {
        BaselineModel b = h.Baselines;
        w.WriteStartObject();
        w.WriteNumber("horizonMinutes", b.HorizonMinutes);
        w.WriteNumber("barMinutes", b.BarMinutes);
        Numbers(w, "garch", [b.Garch.Mu, b.Garch.Omega, b.Garch.Alpha, b.Garch.Beta]);
        w.WriteNumber("garchScale", b.GarchScale);
        w.WriteNumber("ewmaIndex", b.EwmaIndex);
        w.WriteNumber("ewmaScale", b.EwmaScale);
        w.WriteNumber("harIntercept", b.Har.Intercept);
        Numbers(w, "harCoefficients", b.Har.Coefficients);
        Numbers(w, "harClip", [b.Har.LowerClip, b.Har.UpperClip]);
        w.WriteNumber("harScale", b.Har.Scale);
        w.WriteNumber("lnTreeScale", h.LnTreeScale);
        w.WriteNumber("poolIntercept", h.Pool.Intercept);
        Numbers(w, "poolWeights", h.Pool.Weights);
        if (h.Spike is not null)
        {
            Numbers(w, "spike", [h.Spike.Slope, h.Spike.Offset]);
        }

        w.WriteEndObject();
    }

    private static HorizonModel ReadHorizon(JsonElement h, Forest forest)
    {
        double[] garch = Numbers(h.GetProperty("garch"));
        double[] clip = Numbers(h.GetProperty("harClip"));
        LogHarModel har = new LogHarModel(
            h.GetProperty("harIntercept").GetDouble(), Numbers(h.GetProperty("harCoefficients")), clip[0], clip[1])
            .WithScale(h.GetProperty("harScale").GetDouble());
        BaselineModel baselines = new(
            h.GetProperty("horizonMinutes").GetInt32(), h.GetProperty("barMinutes").GetInt32(),
            new Garch11Parameters(garch[0], garch[1], garch[2], garch[3]), h.GetProperty("ewmaIndex").GetInt32(),
            h.GetProperty("ewmaScale").GetDouble(), h.GetProperty("garchScale").GetDouble(), har);
        LogPoolWeights pool = new(h.GetProperty("poolIntercept").GetDouble(), Numbers(h.GetProperty("poolWeights")));
        PlattMap? spike = h.TryGetProperty("spike", out JsonElement s) && Numbers(s) is [var slope, var offset] ? new PlattMap(slope, offset) : null;
        return new HorizonModel(baselines, forest, h.GetProperty("lnTreeScale").GetDouble(), pool, spike);
    }

    private static void Numbers(Utf8JsonWriter w, string name, IReadOnlyList<double> values)
    {
        w.WriteStartArray(name);
        foreach (double value in values)
        {
            w.WriteNumberValue(value);
        }

        w.WriteEndArray();
    }

    private static double[] Numbers(JsonElement array) => [.. array.EnumerateArray().Select(e => e.GetDouble())];

    private static void Refuse(bool bad, string reason)
    {
        if (bad)
        {
            throw new FormatException(reason);
        }
    }
}
