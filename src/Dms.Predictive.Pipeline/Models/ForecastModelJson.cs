using System.Globalization;
using System.Text.Json;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Reads and writes <c>calibration.json</c>: all of a forecast model that is not a tree.</summary>
public static class ForecastModelJson
{
    private const string Schema = "dms-calibration/2";
    private const string OneMemberSchema = "dms-calibration/1";

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
            if (model.OneScoreWeight is double weight)
            {
                w.WriteNumber("spikeTreeWeight", weight);
            }

            WriteOnline(w, model.Online);
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
    /// <exception cref="InputRefusedException"><c>calibration</c>: its content is malformed; <c>schema-mismatch</c>: it is
    /// made for another row than the signed manifest says.</exception>
    public static ForecastModel Read(ModelBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(bundle);
        string trees = bundle.Manifest.Files.First(f => f.Path == "trees.json").Sha256;
        ModelIdentity identity = new(
            bundle.Manifest.Description.Id, bundle.Manifest.Description.Version, trees, bundle.ManifestSha256, true);
        ForecastModel model = Read(bundle.Calibration, bundle.Outputs.ToDictionary(o => o.Name, o => o.Model), identity);
        string signed = bundle.Manifest.Description.FeatureSchemaHash;
        return model.RowSchemaHash == signed
            ? bundle.Background is { } background ? WithBackground(model, background) : model
            : throw new InputRefusedException(
                "schema-mismatch", $"The manifest says feature schema {signed}, the calibration {model.RowSchemaHash}.", "calibration.json: rowSchemaHash");
    }

    /// <summary>Name of the output that a learned member has in a bundle.</summary>
    /// <param name="member">Member id.</param>
    /// <param name="horizonMinutes">Horizon in minutes.</param>
    public static string OutputName(string member, int horizonMinutes) =>
        string.Create(CultureInfo.InvariantCulture, $"{member.Replace('-', '_')}_{horizonMinutes}m");

    /// <summary>Reads the model back and joins it with its learned members.</summary>
    /// <param name="json">Content of <c>calibration.json</c>.</param>
    /// <param name="outputs">What scores, by output name.</param>
    /// <param name="identity">Who the bundle is.</param>
    /// <exception cref="InputRefusedException">The content is malformed (<c>calibration</c>).</exception>
    public static ForecastModel Read(ReadOnlyMemory<byte> json, IReadOnlyDictionary<string, IRowModel> outputs, ModelIdentity identity)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement root = document.RootElement;
            string? schema = root.GetProperty("schema").GetString();
            Refuse(schema is not (Schema or OneMemberSchema), $"the schema must be {Schema} or {OneMemberSchema}");
            JsonElement[] horizons = [.. root.GetProperty("horizons").EnumerateArray()];
            return new ForecastModel
            {
                Identity = identity,
                RowSchemaHash = root.GetProperty("rowSchemaHash").GetString()!,
                FilterFrom = Timestamp.Parse(root.GetProperty("filterFrom").GetString()!),
                GarchStartVariance = root.GetProperty("garchStartVariance").GetDouble(),
                EwmaHalfLivesBars = Numbers(root.GetProperty("ewmaHalfLivesBars")),
                OneScoreWeight = root.TryGetProperty("spikeTreeWeight", out JsonElement weight) ? weight.GetDouble() : null,
                Online = root.TryGetProperty("online", out JsonElement online) ? ReadOnline(online) : new(),
                Horizons = [.. horizons.Select(h => ReadHorizon(h, outputs))],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InputRefusedException("calibration", $"calibration.json cannot be used: {e.Message}", "calibration.json", e);
        }
    }

    private static ForecastModel WithBackground(ForecastModel model, ReferenceBackground background) => model with
    {
        Horizons = [.. model.Horizons.Select(h => h with
        {
            Learned = [.. h.Learned.Select(l => l with
            {
                Background = background.RowsOf(OutputName(l.Id, h.Baselines.HorizonMinutes)),
            })],
        })],
    };

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
        w.WriteStartArray("learned");
        foreach (LearnedMember member in h.Learned)
        {
            w.WriteStartObject();
            w.WriteString("id", member.Id);
            w.WriteString("output", OutputName(member.Id, b.HorizonMinutes));
            w.WriteBoolean("addsHar", member.AddsHar);
            w.WriteNumber("lnScale", member.LnScale);
            if (member.Needs is { } needed)
            {
                w.WriteString("needs", needed.Name);
                w.WriteNumber("needsIndex", needed.Index);
            }

            w.WriteEndObject();
        }

        w.WriteEndArray();
        w.WriteNumber("poolIntercept", h.Pool.Intercept);
        Numbers(w, "poolWeights", h.Pool.Weights);
        if (h.Spike is not null)
        {
            w.WritePropertyName("spikeHead");
            LogitHeadJson.Write(w, h.Spike);
        }

        if (h.OneScoreSpike is not null)
        {
            Numbers(w, "spike", [h.OneScoreSpike.Slope, h.OneScoreSpike.Offset]);
        }

        if (h.Drift is { } drift)
        {
            w.WritePropertyName("drift");
            DriftReferenceJson.Write(w, drift);
        }

        w.WriteEndObject();
    }

    private static void WriteOnline(Utf8JsonWriter w, OnlineBlendOptions o)
    {
        w.WriteStartObject("online");
        w.WriteNumber("rate", o.Rate);
        w.WriteNumber("share", o.Share);
        w.WriteNumber("lossLimit", o.LossLimit);
        w.WriteNumber("scaleHalfLifeDays", o.ScaleHalfLifeDays);
        w.WriteNumber("scaleLimit", o.ScaleLimit);
        w.WriteNumber("guardFloor", o.GuardFloor);
        w.WriteEndObject();
    }

    private static OnlineBlendOptions ReadOnline(JsonElement o) => new OnlineBlendOptions
    {
        Rate = o.GetProperty("rate").GetDouble(),
        Share = o.GetProperty("share").GetDouble(),
        LossLimit = o.GetProperty("lossLimit").GetDouble(),
        ScaleHalfLifeDays = o.GetProperty("scaleHalfLifeDays").GetDouble(),
        ScaleLimit = o.GetProperty("scaleLimit").GetDouble(),
        GuardFloor = o.GetProperty("guardFloor").GetDouble(),
    }.Checked();

    private static List<LearnedMember> ReadLearned(
        JsonElement h, int horizonMinutes, IReadOnlyDictionary<string, IRowModel> outputs)
    {
        if (!h.TryGetProperty("learned", out JsonElement learned))
        {
            string only = string.Create(CultureInfo.InvariantCulture, $"ln_variance_{horizonMinutes}m");
            return [new LearnedMember("gbdt", false, Output(only, outputs), h.GetProperty("lnTreeScale").GetDouble())];
        }

        return [.. learned.EnumerateArray().Select(m => new LearnedMember(
            m.GetProperty("id").GetString()!, m.GetProperty("addsHar").GetBoolean(),
            Output(m.GetProperty("output").GetString()!, outputs), m.GetProperty("lnScale").GetDouble())
        {
            Needs = m.TryGetProperty("needs", out JsonElement needed) ? ReadNeeded(needed.GetString()!, m.GetProperty("needsIndex").GetInt32()) : null,
        })];
    }

    private static NeededFeature ReadNeeded(string name, int index)
    {
        Refuse(index < 0 || name.Length == 0, $"needsIndex must be a place in the row, found {index}");
        return new NeededFeature(name, index);
    }

    private static IRowModel Output(string name, IReadOnlyDictionary<string, IRowModel> outputs)
    {
        Refuse(!outputs.ContainsKey(name), $"the bundle has no output {name}; it has {string.Join(", ", outputs.Keys)}");
        return outputs[name];
    }

    private static HorizonModel ReadHorizon(JsonElement h, IReadOnlyDictionary<string, IRowModel> outputs)
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
        PlattMap? oneScore = h.TryGetProperty("spike", out JsonElement s) && Numbers(s) is [var slope, var offset] ? new PlattMap(slope, offset) : null;
        LogitHead? head = h.TryGetProperty("spikeHead", out JsonElement json) ? LogitHeadJson.Read(json) : null;
        List<LearnedMember> learned = ReadLearned(h, baselines.HorizonMinutes, outputs);
        Refuse(pool.Weights.Length != learned.Count + 2, $"{pool.Weights.Length} weights for {learned.Count + 2} members");
        return new HorizonModel(baselines, learned, pool, head, oneScore)
        {
            Drift = h.TryGetProperty("drift", out JsonElement drift) ? DriftReferenceJson.Read(drift) : null,
        };
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
