using System.Security.Cryptography;
using Dms.Predictive.Audit;
using Dms.Predictive.Core;

namespace Dms.Predictive.Cli.Pack;

/// <summary>What goes into an auditor pack.</summary>
/// <param name="Log">Folder of the log.</param>
/// <param name="Selection">Which records.</param>
/// <param name="Models">Folder with model bundles, or null.</param>
/// <param name="Reports">Report files to add.</param>
internal sealed record PackRequest(
    string Log, RecordSelection Selection, string? Models, IReadOnlyList<string> Reports);

/// <summary>
/// Records with proofs under one signed head, the bundles of their models, and a program that checks all of it without
/// the product. Same log and request, same bytes.
/// </summary>
internal sealed class AuditorPack
{
    private const string Script = "verify.py";
    private const string Index = "verify.json";
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    private AuditorPack()
    {
    }

    /// <summary>Number of records in the pack.</summary>
    public int Records { get; private set; }

    /// <summary>Selected records that no signed head covers yet; they are not in the pack.</summary>
    public int Uncovered { get; private set; }

    /// <summary>SHA-256 of the model files that were asked for by a record but not found.</summary>
    public IReadOnlyList<string> MissingModels { get; private set; } = [];

    /// <summary>SHA-256 of <c>verify.json</c>, lower-case hex: pins the whole pack.</summary>
    public string Digest => Convert.ToHexStringLower(SHA256.HashData(_files[Index]));

    /// <summary>Makes a pack in memory.</summary>
    /// <exception cref="InputRefusedException">The log is not sound (<c>log-damaged</c>), has no signed head
    /// (<c>no-head</c>), or holds nothing of what was asked for (<c>nothing-selected</c>).</exception>
    public static AuditorPack Of(PackRequest request)
    {
        if (LogVerifier.Verify(request.Log, []).FirstBad is { } bad)
        {
            throw AuditLogReader.Damaged(bad);
        }

        AuditorPack pack = new();
        TreeHead head = pack.AddHead(request.Log);
        IReadOnlySet<long> wanted = request.Selection.Sequences(AuditLogReader.Read(request.Log));
        List<SealedRecord> kept = pack.AddRecords(request.Log, head, wanted);
        if (kept.Count == 0)
        {
            throw new InputRefusedException(
                "nothing-selected", "No record under a signed head is of that time and account.", request.Log);
        }

        pack.AddModels(request.Models, kept);
        foreach (string report in request.Reports)
        {
            pack._files["report/" + Path.GetFileName(report)] = File.ReadAllBytes(report);
        }

        pack._files["records.parquet"] = RecordsParquet.Write(kept);
        pack._files[Script] = ScriptBytes();
        pack.AddIndex(request.Selection, head);
        return pack;
    }

    /// <summary>Writes the pack as a new folder, whole or not at all.</summary>
    /// <exception cref="InputRefusedException">The folder holds something already (<c>output-exists</c>).</exception>
    public void WriteTo(string folder) => NewFolder.Write(folder, _files);

    private TreeHead AddHead(string log)
    {
        string heads = Path.Combine(log, LogLayout.Heads);
        string newest = Directory.EnumerateFiles(heads, "*.json").Max(StringComparer.Ordinal)
            ?? throw new InputRefusedException("no-head", "Nothing in this log is signed yet; close it first.", log);
        TreeHead head = TreeHead.Read(_files["head.json"] = File.ReadAllBytes(newest));
        _files["key.json"] = File.ReadAllBytes(Path.Combine(log, LogLayout.KeyPath(head.KeyId)));
        return head;
    }

    private List<SealedRecord> AddRecords(string log, TreeHead head, IReadOnlySet<long> wanted)
    {
        HashChain chain = new();
        List<byte[]> leaves = [];
        List<SealedRecord> kept = [];
        Dictionary<long, string> before = [];
        foreach (SealedRecord record in AuditLogReader.Read(log).TakeWhile(r => r.Sequence <= head.Size))
        {
            leaves.Add(MerkleHash.Leaf(record.Canonical.Span));
            if (wanted.Contains(record.Sequence))
            {
                kept.Add(record);
                before[record.Sequence] = chain.Hex;
            }

            chain.Advance(record.Canonical.Span);
        }

        (Records, Uncovered) = (kept.Count, wanted.Count - kept.Count);
        MerkleTree tree = new(leaves);
        _files["records.jsonl"] = Lines(kept.Select(r => r.Canonical));
        _files["proofs.jsonl"] = Lines(kept.Select(r => ProofOf(r.Sequence, before[r.Sequence], tree)));
        return kept;
    }

    private static ReadOnlyMemory<byte> ProofOf(long sequence, string before, MerkleTree tree) =>
        new CanonicalObjectBuilder()
            .Add("seq", sequence)
            .Add("before", before)
            .Add("path", tree.Inclusion((int)sequence - 1).Select(h => Convert.ToHexStringLower(h)))
            .Build()
            .ToBytes();

    private static byte[] Lines(IEnumerable<ReadOnlyMemory<byte>> lines)
    {
        using MemoryStream bytes = new();
        foreach (ReadOnlyMemory<byte> line in lines)
        {
            bytes.Write(line.Span);
            bytes.WriteByte((byte)'\n');
        }

        return bytes.ToArray();
    }

    private void AddModels(string? models, List<SealedRecord> kept)
    {
        List<string> missing = [];
        Dictionary<string, string> bundles = Work.AuditReplayers.BundlesBelow(models);
        foreach (CanonicalObject model in kept.Where(r => r.Kind == RecordKind.ModelRegistered).Select(r => r.Body))
        {
            string wanted = model.Text("manifestSha256")!;
            if (!bundles.TryGetValue(wanted, out string? bundle))
            {
                missing.Add(wanted);
                continue;
            }

            foreach (string file in Directory.EnumerateFiles(bundle))
            {
                _files[$"models/{wanted}/{Path.GetFileName(file)}"] = File.ReadAllBytes(file);
            }
        }

        MissingModels = missing;
    }

    private static byte[] ScriptBytes()
    {
        using Stream script = typeof(AuditorPack).Assembly.GetManifestResourceStream(Script)
            ?? throw new InvalidOperationException($"{Script} is not embedded.");
        using MemoryStream bytes = new();
        script.CopyTo(bytes);
        return bytes.ToArray();
    }

    private void AddIndex(RecordSelection selection, TreeHead head)
    {
        CanonicalObjectBuilder files = new();
        foreach ((string name, byte[] bytes) in _files)
        {
            files.Add(name, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }

        _files[Index] = new CanonicalObjectBuilder()
            .Add("schema", "dms-auditor-pack/1")
            .Add("log", head.Log)
            .Add("from", selection.From.ToString())
            .Add("to", selection.To.ToString())
            .Add("account", selection.Account)
            .Add("records", Records)
            .Add("uncovered", Uncovered)
            .Add("missingModels", MissingModels)
            .Add("root", head.Root)
            .Add("size", head.Size)
            .Add("keyId", head.KeyId)
            .Add("files", files.Build())
            .Build()
            .ToBytes();
    }
}
