using System.Globalization;
using System.IO.Compression;
using System.Text.Json;

namespace Dms.Predictive.Volatility.Tests;

/// <summary>One case of the shared files in the format <c>garch-cases/1</c>.</summary>
internal sealed record GarchCase(string Id, GarchStart Start, double[] Returns, JsonElement Json)
{
    public double LogLikelihood => Json.GetProperty("logLikelihood").GetDouble();

    public Garch11Parameters Parameters
    {
        get
        {
            JsonElement p = Json.GetProperty("parameters");
            double Of(string name) => p.GetProperty(name).GetDouble();
            return new(Of("mu"), Of("omega"), Of("alpha"), Of("beta"));
        }
    }

    public string[] Active => [.. Json.GetProperty("active").EnumerateArray().Select(a => a.GetString()!)];

    public double[] ForecastVariance =>
        [.. Json.GetProperty("forecastVariance").EnumerateArray().Select(v => v.GetDouble())];

    public double Error(string kind, string parameter) =>
        Json.GetProperty("standardErrors").GetProperty(kind).GetProperty(parameter).GetDouble();
}

internal static class GarchCases
{
    /// <summary>The Gaussian GARCH cases of a file; fails when there is none.</summary>
    public static IReadOnlyList<GarchCase> Normal(string file)
    {
        string folder = SharedFolder.Path("vectors", "volatility");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, file)));
        List<GarchCase> cases = [];
        foreach (JsonElement c in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (c.GetProperty("model").GetString() == "garch" && c.GetProperty("distribution").GetString() == "normal")
            {
                bool sample = c.GetProperty("start").GetString() == "sample";
                GarchStart start = sample ? GarchStart.Sample : GarchStart.Backcast;
                double[] returns = Read(folder, c.GetProperty("input"));
                cases.Add(new(c.GetProperty("id").GetString()!, start, returns, c.Clone()));
            }
        }

        Assert.NotEmpty(cases);
        return cases;
    }

    /// <summary>Every case of a file with what to fit; fails when there is none.</summary>
    public static IReadOnlyList<(GarchCase Case, GarchModelOptions Options)> All(string file)
    {
        string folder = SharedFolder.Path("vectors", "volatility");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, file)));
        List<(GarchCase, GarchModelOptions)> cases = [];
        foreach (JsonElement c in document.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (!c.TryGetProperty("input", out JsonElement input))
            {
                continue;
            }

            string Word(string name) => c.GetProperty(name).GetString()!;
            GarchStart start = Enum.Parse<GarchStart>(Word("start").Replace("-", "", StringComparison.Ordinal), true);
            GarchDistribution law = Word("distribution") switch
            {
                "normal" => GarchDistribution.Normal,
                "t" => GarchDistribution.StudentT,
                "skewt" => GarchDistribution.SkewedT,
                _ => GarchDistribution.GeneralizedError,
            };
            GarchModelOptions options = new(Enum.Parse<GarchModel>(Word("model"), true), law, Start: start);
            cases.Add((new(Word("id"), start, Read(folder, input), c.Clone()), options));
        }

        Assert.NotEmpty(cases);
        return cases;
    }

    public static GarchCase Fcp() => Normal("golden.json").Single(c => c.Id == "fcp");

    private static double[] Read(string folder, JsonElement input)
    {
        string path = Path.Combine(folder, input.GetProperty("file").GetString()!);
        string column = input.GetProperty("column").GetString()!;
        using Stream file = File.OpenRead(path);
        using Stream plain = path.EndsWith(".gz", StringComparison.Ordinal)
            ? new GZipStream(file, CompressionMode.Decompress)
            : file;
        using StreamReader reader = new(plain);
        int index = Array.IndexOf([.. reader.ReadLine()!.Split(',').Select(h => h.Trim().Trim('"'))], column);
        List<double> values = [];
        while (reader.ReadLine() is { } line)
        {
            string cell = line.Split(',')[index].Trim();
            if (cell.Length > 0)
            {
                values.Add(double.Parse(cell, CultureInfo.InvariantCulture));
            }
        }

        return input.TryGetProperty("transform", out JsonElement t) && t.GetString() == "percentChange"
            ? [.. values.Zip(values.Skip(1), (a, b) => 100 * ((b / a) - 1))]
            : [.. values];
    }
}
