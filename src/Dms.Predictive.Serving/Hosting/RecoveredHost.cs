using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>A host's state as its journal tells it, ready to go on.</summary>
internal sealed class RecoveredHost : IDisposable
{
    private readonly StateFolder _folder;
    private readonly AuditSigner _signer;
    private readonly JournalWriter _journal;
    private readonly ModelShelf _shelf;

    private RecoveredHost(StateFolder folder, AuditSigner signer, JournalWriter journal, HostParts parts)
    {
        (_folder, _signer, _journal, _shelf) = (folder, signer, journal, parts.Shelf);
        (Core, Committer, Records) = (parts.Core, parts.Committer, parts.Records);
    }

    /// <summary>The state.</summary>
    public HostCore Core { get; }

    /// <summary>Where the state stands with models.</summary>
    public ModelView Models => new(Core.ActiveManifest, Core.Withdrawn, Core.ChallengerManifest);

    /// <summary>Journal and log, opened.</summary>
    public SliceCommitter Committer { get; }

    /// <summary>The audit log.</summary>
    public RecordKeeper Records { get; }

    /// <summary>A model that was ever in service, by the digest that records name; null = never.</summary>
    public ForecastModel? ModelBySha256(string sha256) => _shelf.BySha256(sha256);

    /// <summary>Opens the folder, applies its journal, and checks that the audit log follows from it.</summary>
    /// <exception cref="InputRefusedException">The folder is in use, damaged, or of another configuration.</exception>
    public static RecoveredHost Open(string path, PublishedState published, StreamLog stream, HostMetrics metrics, TimeProvider time, BundleTrust? trust = null)
    {
        StateFolder folder = StateFolder.Open(path);
        AuditSigner signer = folder.Signer(Timestamp.From(time.GetUtcNow()));
        string auditFolder = folder.Of(HostFolders.Audit);
        // Should a torn tail be cut, the repair is recorded at the time of the last record kept: the feed's, not this clock's.
        AuditLogWriter log = AuditLogWriter.Open(auditFolder, signer, now: default);
        ModelShelf shelf = new(folder.Of(HostFolders.Models), trust);
        HostCore core = new(shelf.Open);
        RecordKeeper records = new(log, AuditLogReader.ReadPlaced(auditFolder), new RecordIndex(auditFolder));
        SliceCommitter committer = new(new CommitterParts(records, published, stream, metrics, time), core);
        JournalWriter journal = JournalWriter.Open(
            folder.Of(HostFolders.Journal), (_, payload) => committer.Recovered(core.Apply(EventCodec.Decode(payload))));
        committer.Attach(journal);
        records.EndCatchUp();
        return new RecoveredHost(folder, signer, journal, new HostParts(core, committer, records, shelf));
    }

    /// <summary>The events that begin this run; refuses what does not fit the state.</summary>
    /// <param name="start">This run.</param>
    /// <param name="modelFolder">Bundle that shall serve; null = none is configured.</param>
    /// <param name="market">The market that it must fit.</param>
    /// <param name="follow">What a followed registry says instead.</param>
    /// <exception cref="InputRefusedException">Another instrument, bar length, warm-up or policy made this state; or the
    /// bundle is refused, by its name.</exception>
    public IReadOnlyList<HostEvent> Begin(
        HostStarted start, string? modelFolder, PipelineSettings market, Func<ModelShelf, IReadOnlyList<HostEvent>>? follow = null)
    {
        if (Core.Founding is { } founding)
        {
            RefuseOther(founding, start);
        }

        List<HostEvent> events =
        [
            start with { LogId = Core.Founding?.LogId ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)), At = Core.Founding is null ? start.At : Core.Feed.At },
            new OutputsReserved(Core.OutputBlock + SliceCommitter.BlockLength),
        ];
        if (follow is not null)
        {
            return [.. events, .. follow(_shelf)];
        }

        ModelActivated? model = modelFolder is null ? null : _shelf.Take(modelFolder);
        if (model is not null && model.ManifestSha256 != Core.ActiveManifest)
        {
            _shelf.RefuseUnfit(model, market);
            events.Add(model);
        }
        else if (model is null && Core.ActiveManifest is not null)
        {
            throw new InputRefusedException(
                "state-differs", "This state has a model in service and none is configured. Set Dms:Forecast:ModelDirectory or Dms:Registry:Models, or pause the uplift.", "Dms:Forecast:ModelDirectory");
        }

        return events;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _journal.Dispose();
        Records.Dispose();
        _signer.Dispose();
        _folder.Dispose();
    }

    private static void RefuseOther(HostStarted was, HostStarted now)
    {
        string? fault = was.Instrument != now.Instrument ? $"of instrument {was.Instrument}, not {now.Instrument}"
            : was.BarMinutes != now.BarMinutes ? $"of bars of {was.BarMinutes} min, not {now.BarMinutes}"
            : was.WarmUpBars != now.WarmUpBars ? $"with Dms:Forecast:WarmUpBars {was.WarmUpBars}, not {now.WarmUpBars}"
            : was.HasFlow != now.HasFlow ? $"{(was.HasFlow ? "with" : "without")} trades and books (--flow)"
            : was.Policy != now.Policy ? "under another policy"
            : null;
        if (fault is not null)
        {
            throw new InputRefusedException("state-differs", $"This state was made {fault}. Name another folder with --state.", "--state");
        }
    }

    private sealed record HostParts(HostCore Core, SliceCommitter Committer, RecordKeeper Records, ModelShelf Shelf);
}
