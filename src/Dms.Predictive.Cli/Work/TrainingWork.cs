using System.Security.Cryptography;
using Dms.Predictive.Core;
using Dms.Predictive.MarketData;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>A finished training: the bundle's folder, the model read back from it, and the run behind it.</summary>
internal sealed record TrainedBundle(string Folder, ForecastModel Model, WalkForwardRun Run);

/// <summary>What a training is asked for.</summary>
internal sealed record TrainingOrder
{
    /// <summary>Bars.</summary>
    public required BarHistory History { get; init; }

    /// <summary>Other markets that learned members train on.</summary>
    public IReadOnlyList<BarHistory> Pool { get; init; } = [];

    /// <summary>Refits fitted at the same time, ≥ 1.</summary>
    public int Threads { get; init; } = 2;

    /// <summary>What accompanies the bars.</summary>
    public SideFiles Side { get; init; } = SideFiles.None;

    /// <summary>Recipe, label, horizons, seed.</summary>
    public required EvaluationProtocol Protocol { get; init; }

    /// <summary>Only outcomes known by this time are used.</summary>
    public required Timestamp TrainEnd { get; init; }

    /// <summary>Folder of models.</summary>
    public required string Root { get; init; }

    /// <summary>Model id; null = the instrument in lower case.</summary>
    public string? Id { get; init; }

    /// <summary>Version, never reused.</summary>
    public required string Version { get; init; }

    /// <summary>What the card says that the run cannot know.</summary>
    public CardNotes Notes { get; init; } = new();

    /// <summary>Private key file (PEM); null = a throw-away key.</summary>
    public string? KeyFile { get; init; }
}

/// <summary>Trains a bundle for the command line and for notebooks alike.</summary>
internal static class TrainingWork
{
    /// <summary>Fits, writes, verifies and reads back.</summary>
    /// <exception cref="InputRefusedException"><c>history-too-short</c>, <c>bad-key</c>,
    /// <c>bundle-exists</c>.</exception>
    /// <exception cref="UsageException">Horizons or step do not fit the bars.</exception>
    public static TrainedBundle Run(TrainingOrder order, Action<int, int>? progress, CancellationToken cancellation)
    {
        (EvaluationProtocol protocol, Timestamp end) = (order.Protocol, order.TrainEnd);
        GridRules.Refuse(protocol, order.History.Series);
        string id = order.Id ?? order.History.Series.Instrument.ToLowerInvariant();
        RefuseExisting(Path.Combine(order.Root, id, order.Version));
        using ECDsa signer = SignerOf(order.KeyFile);
        DecisionTable table = DecisionTableBuilder.Build(order.History.Series, protocol.StepMinutes, end, cancellation, order.Side.History);
        WalkForwardRun run = WalkForwardRun.Run(
            table, protocol, (end, end + TimeSpan.FromMinutes(1)), progress, cancellation, order.Threads,
            PooledTables.Of(order.Pool, protocol, end, cancellation));
        if (run.NothingIssuedReason is string reason)
        {
            throw new InputRefusedException(
                "history-too-short", $"No model was fitted: {reason}. Give more bars before --train-end.", "--data");
        }

        BundleLabel label = new(
            id, order.Version, DigestsOf(order),
            new
            {
                trainingRows = run.Refits[^1].TrainingRows,
                garch = run.Refits[^1].GarchStatus,
                expiresAt = (end + TimeSpan.FromDays(order.Notes.Days)).ToString(),
            },
            end)
        {
            Notes = order.Notes,
            Drift = draft => new TrainingDrift(order.History.Series, order.Side.History, protocol.StepMinutes, end).Complete(draft, cancellation),
        };
        ForecastModel model = BundleExport.Write(order.Root, run.Refits[^1], run, protocol, label, signer);
        return new TrainedBundle(Path.Combine(order.Root, label.Id, label.Version), model, run);
    }

    // Before minutes of training, not after them.
    private static void RefuseExisting(string folder)
    {
        if (Directory.Exists(folder))
        {
            throw new InputRefusedException(
                "bundle-exists", "There is a bundle of this version already. Versions are never reused: choose another --model-version.", folder);
        }
    }

    private static Dictionary<string, string> DigestsOf(TrainingOrder order) => order.History.Files
        .Concat(order.Pool.SelectMany(p => p.Files)).Select(f => (Name: Path.GetFileName(f.Path), f.Sha256))
        .Concat(order.Side.Sources.Select(s => (Name: $"{s.Kind}={s.Name}", s.Sha256)))
        .ToDictionary(d => d.Name, d => d.Sha256);

    private static ECDsa SignerOf(string? path)
    {
        ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        if (path is null)
        {
            return key;
        }

        try
        {
            key.ImportFromPem(File.ReadAllText(path));
            return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new InputRefusedException(
                "bad-key", $"The key cannot be read ({e.Message}). Give a P-256 private key as PEM.", path, e);
        }
    }
}
