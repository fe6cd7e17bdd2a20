using System.Globalization;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json.Serialization;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>A network that was trained elsewhere: its file, what it reads, and until when it has seen the market.</summary>
public sealed record NetworkRecipe
{
    /// <summary>Horizon of its forecasts, minutes.</summary>
    public required int HorizonMinutes { get; init; }

    /// <summary>ONNX file beside the recipe.</summary>
    public required string File { get; init; }

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>End of the data that it was trained or chosen on, UTC: it is judged on later decisions only.</summary>
    public required string TrainedUntil { get; init; }

    /// <summary>Inputs in order: steps one after the other, oldest first.</summary>
    public required IReadOnlyList<NetworkInput> Inputs { get; init; }

    /// <summary>Time steps that the inputs are divided into; 1 = a plain row.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>Name of the graph's input.</summary>
    public string Input { get; init; } = "features";

    /// <summary>Name of the graph's output.</summary>
    public string Output { get; init; } = "score";

    /// <summary>Scaled inputs, at least 8 rows.</summary>
    public required IReadOnlyList<IReadOnlyList<double>> GoldenRows { get; init; }

    /// <summary>What the network's own framework answered.</summary>
    public required IReadOnlyList<double> GoldenScores { get; init; }

    /// <summary>Largest difference from a golden score, relative to max(1, |score|).</summary>
    public double Tolerance { get; init; } = 1e-5;

    /// <summary>The file's bytes; whoever reads the recipe fills them in.</summary>
    [JsonIgnore]
    public ReadOnlyMemory<byte> Content { get; init; }

    /// <summary>Until when it has seen the market.</summary>
    [JsonIgnore]
    public Timestamp SeenUntil => Timestamp.Parse(TrainedUntil);

    /// <summary>Everything that decides what it answers, in one line.</summary>
    public string Canonical() => string.Create(
        CultureInfo.InvariantCulture,
        $"{HorizonMinutes}:{Sha256}:{TrainedUntil}:{Steps}:{Input}:{Output}:{string.Join('|', Inputs.Select(i => $"{i.Feature}/{i.Offset:R}/{i.Scale:R}/{i.Missing?.ToString("R", CultureInfo.InvariantCulture) ?? "none"}"))}:{Tolerance:R}:{GoldenText()}");

    /// <summary>Refuses networks that have seen forecasts which count.</summary>
    /// <param name="protocol">Members and embargo.</param>
    /// <param name="first">First decision on which a weight, a scale or a calibration is fitted, or that is judged.</param>
    /// <exception cref="InputRefusedException"><c>network-saw-span</c>.</exception>
    internal static void RefuseSeen(EvaluationProtocol protocol, Timestamp first)
    {
        foreach ((string id, NetworkRecipe network) in protocol.Members.SelectMany(m => (m.Networks ?? []).Select(n => (m.Id, n))))
        {
            if (network.SeenUntil + TimeSpan.FromDays(protocol.EmbargoDays) > first)
            {
                throw new InputRefusedException(
                    "network-saw-span",
                    $"The network of '{id}' was trained until {network.SeenUntil}; forecasts that count begin at {first}, and {protocol.EmbargoDays} days must lie between. "
                    + "Judge it on a later span, or give one that was trained on earlier bars.", $"member '{id}'");
            }
        }
    }

    /// <summary>Loads it for a row, once for all refits.</summary>
    /// <param name="featureNames">Columns of the scorer's row.</param>
    /// <exception cref="InputRefusedException">The file is absent or another one, or the network is refused.</exception>
    public NetworkModel Load(IReadOnlyList<string> featureNames)
    {
        ArgumentNullException.ThrowIfNull(featureNames);
        NetworkModel model = Loaded.GetValue(this, r => r.LoadOnce(featureNames));
        return model.FeatureNames.SequenceEqual(featureNames, StringComparer.Ordinal) ? model : LoadOnce(featureNames);
    }

    // A native session is dear, and one serves all threads.
    private static readonly ConditionalWeakTable<NetworkRecipe, NetworkModel> Loaded = [];

    private NetworkModel LoadOnce(IReadOnlyList<string> featureNames)
    {
        string found = Convert.ToHexStringLower(SHA256.HashData(Content.Span));
        if (found != Sha256)
        {
            throw new InputRefusedException(
                "network-hash", Content.IsEmpty ? $"The file {File} was not read." : $"Found a file with SHA-256 {found}; the recipe names {Sha256}. Give the file that was approved, or its hash.", File);
        }

        return new NetworkModel(featureNames, Inputs, Content, new ForeignContract(Inputs.Count / Steps, Steps)
        {
            Input = Input,
            Output = Output,
            Tolerance = Tolerance,
            GoldenRows = [.. GoldenRows.Select(r => r.ToArray())],
            GoldenScores = GoldenScores,
        });
    }

    private string GoldenText() => Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(string.Join(
        '|', GoldenRows.Append(GoldenScores).Select(r => string.Join(',', r.Select(v => v.ToString("R", CultureInfo.InvariantCulture))))))));

    /// <summary>What is wrong with the entry; null when nothing is.</summary>
    internal string? Fault() =>
        HorizonMinutes is < 1 or > 10_080 ? $"horizonMinutes is {HorizonMinutes}; allowed are 1 … 10,080."
        : File.Length == 0 || Path.GetFileName(File) != File ? $"file is '{File}'; a name beside the recipe is allowed, without folders."
        : Sha256.Length != 64 || !Sha256.All(char.IsAsciiHexDigitLower) ? "sha256 must be 64 lower-case hex digits."
        : !Timestamp.TryParse(TrainedUntil, out _) ? $"trainedUntil is '{TrainedUntil}'; a UTC time such as 2024-01-01T00:00:00Z is allowed."
        : Steps < 1 || Inputs.Count == 0 || Inputs.Count % Steps != 0 ? $"Found {Inputs.Count} inputs for {Steps} steps; expected a whole number for each step."
        : null;
}
