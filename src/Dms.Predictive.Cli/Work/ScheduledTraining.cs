using System.Security.Cryptography;
using Dms.Predictive.Cli.Registry;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.MarketData;
using Dms.Predictive.Training;

namespace Dms.Predictive.Cli.Work;

/// <summary>What a schedule trains.</summary>
internal sealed record ScheduledPlan
{
    /// <summary>When.</summary>
    public required RetrainingSchedule Schedule { get; init; }

    /// <summary>Reads the bars anew at every training.</summary>
    public required Func<CancellationToken, BarHistory> Bars { get; init; }

    /// <summary>Recipe, label, horizons, seed.</summary>
    public required EvaluationProtocol Protocol { get; init; }

    /// <summary>Folder of models.</summary>
    public required string Root { get; init; }

    /// <summary>Model id; null = the instrument in lower case.</summary>
    public string? Id { get; init; }

    /// <summary>Private key file (PEM); null = a throw-away key.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Who registers.</summary>
    public required string Actor { get; init; }

    /// <summary>What the cards say.</summary>
    public CardNotes Notes { get; init; } = new();

    /// <summary>Days before the end of training on which the recipe is judged, at most.</summary>
    public int GateDays { get; init; } = 30;
}

/// <summary>What one scheduled training came to.</summary>
/// <param name="Version">Version; the date of the training.</param>
/// <param name="State">Challenger when it passed, retired when it did not; null when nothing was trained.</param>
/// <param name="Reasons">Why it did not pass, or why nothing was trained.</param>
internal sealed record ScheduledOutcome(string Version, ModelState? State, IReadOnlyList<string> Reasons);

/// <summary>
/// Trains on a schedule and lets a gate decide: what passes becomes challenger, what does not is kept as rejected with its
/// reasons. Nothing is ever promoted here.
/// </summary>
/// <param name="plan">What and when.</param>
/// <param name="clock">The time; injected.</param>
/// <param name="say">Told what happened.</param>
internal sealed class ScheduledTraining(ScheduledPlan plan, TimeProvider clock, Action<string> say)
{
    /// <summary>Fewest days of judged decisions; a promotion needs more.</summary>
    public const double FewestDays = 7;

    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    /// <summary>Trains whenever it is time, first for the last time that was due, until cancelled.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        while (true)
        {
            Timestamp now = Now();
            Attempt(now, stop);
            Timestamp next = plan.Schedule.Next(now);
            say($"Next training at {next}.");
            while (Now() < next)
            {
                TimeSpan left = next - Now();
                await Task.Delay(left < LongestWait ? left : LongestWait, clock, stop).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Trains for the last time that was due and for which there are bars.</summary>
    /// <exception cref="InputRefusedException">Bars, key or registry are refused.</exception>
    public ScheduledOutcome Once(CancellationToken cancellation)
    {
        BarHistory history = plan.Bars(cancellation);
        Timestamp known = history.Series.Bars[^1].OpenTime + history.Series.Length, now = Now();
        Timestamp end = plan.Schedule.Last(known < now ? known : now);
        string id = plan.Id ?? history.Series.Instrument.ToLowerInvariant(), version = RetrainingSchedule.VersionOf(end);
        ModelRegistry registry = RegistryWork.Open(plan.Root);
        if (registry.Find(id, version) is { } done)
        {
            return new ScheduledOutcome(version, null, [$"{id} {version} is {ModelStateNames.Of(done.State)} already; no bars of a later date are there."]);
        }

        string folder = Train(history, (id, version, end), cancellation);
        RegisteredModel candidate = RegistryWork.Register(folder, BundleTrust.Self(), ModelState.Candidate, By($"scheduled, trained until {end}"));
        return Judge(candidate, history, end, cancellation);
    }

    private string Train(BarHistory history, (string Id, string Version, Timestamp End) what, CancellationToken cancellation)
    {
        string folder = Path.Combine(plan.Root, what.Id, what.Version);
        return Directory.Exists(folder) ? folder : TrainingWork.Run(
            new TrainingOrder
            {
                History = history,
                Protocol = plan.Protocol,
                TrainEnd = what.End,
                Root = plan.Root,
                Id = what.Id,
                Version = what.Version,
                KeyFile = plan.KeyFile,
                Notes = plan.Notes,
            },
            null, cancellation).Folder;
    }

    private ScheduledOutcome Judge(RegisteredModel candidate, BarHistory history, Timestamp end, CancellationToken cancellation)
    {
        string digest = "";
        IReadOnlyList<string> reasons;
        try
        {
            RegisteredModel? champion = RegistryWork.Open(plan.Root).Alias(candidate.Model, ModelState.Champion);
            Timestamp start = Start(champion, end);
            PromotionEvidence evidence = PromotionEvidenceWork.Run(
                EvidenceOrder.Of(plan.Root, (candidate, champion), history, start, end), null, cancellation);
            byte[] document = PromotionEvidenceWork.Write(evidence);
            AtomicFile.Write(Path.Combine(plan.Root, candidate.Model, $"{candidate.Version}.gate.json"), s => s.Write(document));
            digest = Convert.ToHexStringLower(SHA256.HashData(document));
            reasons = [.. PromotionGate.Judge(evidence).Where(f => !f.Passed && !(f.Code == "evidence-short" && evidence.Days >= FewestDays))
                .Select(f => $"{f.Code}: found {f.Found}; allowed is {f.Allowed}")];
        }
        catch (InputRefusedException e)
        {
            reasons = [$"{e.Code}: {e.Message}"];
        }

        RegisteredModel final = reasons.Count > 0
            ? RegistryWork.Write(plan.Root, r => r.Reject(r.Find(candidate.Model, candidate.Version)!, By(Short(string.Join(" ", reasons))), digest))
            : RegistryWork.Register(
                RegistryWork.FolderOf(plan.Root, candidate), BundleTrust.Self(), ModelState.Challenger, By("scheduled, passed its gate"), digest);
        return new ScheduledOutcome(candidate.Version, final.State, reasons);
    }

    // The champion must not have seen the bars on which both are judged.
    private Timestamp Start(RegisteredModel? champion, Timestamp end)
    {
        Timestamp start = end - TimeSpan.FromDays(plan.GateDays);
        Timestamp? trained = champion is null ? null : RegistryWork.BundleOf(plan.Root, champion).Manifest.Description.Created;
        return trained > start ? trained.Value : start;
    }

    // A training that fails is said and tried again at the next date: the loop goes on.
    private void Attempt(Timestamp now, CancellationToken stop)
    {
        try
        {
            ScheduledOutcome outcome = Once(stop);
            say($"{outcome.Version}: {(outcome.State is ModelState state ? ModelStateNames.Of(state) : "nothing trained")}. {string.Join(" ", outcome.Reasons)}".TrimEnd());
        }
        catch (Exception e) when (e is InputRefusedException or UsageException or IOException or UnauthorizedAccessException)
        {
            say($"The training due by {now} failed: {e.Message}");
        }
    }

    private Timestamp Now() => Timestamp.From(clock.GetUtcNow());

    private RegistrySignature By(string note) => new(plan.Actor, Now(), note);

    private static string Short(string text) => text.Length <= 1000 ? text : text[..1000];
}
