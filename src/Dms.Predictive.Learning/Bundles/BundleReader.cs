using System.Security.Cryptography;
using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Opens a bundle that may have been made by an enemy: nothing is parsed before its hash is proven.</summary>
/// <remarks>
/// Order: open without links → caps → read once → manifest form → signature → SHA-256 of every file → parse those
/// bytes → golden rows. The manifest alone is parsed (strict JSON, ≤ 1 MiB) before its signature is checked, because
/// a broken one deserves its own name. <c>model.zip</c> and <c>model.txt</c> are inspected and never loaded; nothing is
/// written to disk and no path goes to a native library.
/// </remarks>
public static class BundleReader
{
    /// <summary>Reads and verifies a bundle.</summary>
    /// <param name="folder">The bundle's folder.</param>
    /// <param name="trust">Accepted signers.</param>
    /// <param name="featureSchemaHash">The schema the caller computes features with; null = any.</param>
    /// <exception cref="InputRefusedException">The first check that failed, by its code.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ModelBundle Read(string folder, BundleTrust trust, string? featureSchemaHash = null) =>
        Read(folder, trust, featureSchemaHash, keep: null);

    /// <summary>Reads and verifies a bundle, then hands over the very bytes that were verified: whoever copies a bundle
    /// must not read its files a second time.</summary>
    /// <param name="folder">The bundle's folder.</param>
    /// <param name="trust">Accepted signers.</param>
    /// <param name="keep">Receives the name and content of every file, once all checks have passed.</param>
    /// <exception cref="InputRefusedException">The first check that failed, by its code.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ModelBundle Read(string folder, BundleTrust trust, Action<string, ReadOnlyMemory<byte>> keep) =>
        Read(folder, trust, null, keep);

    private static ModelBundle Read(
        string folder, BundleTrust trust, string? featureSchemaHash, Action<string, ReadOnlyMemory<byte>>? keep)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentNullException.ThrowIfNull(trust);
        using BundleFolder files = BundleFolder.Open(folder);
        byte[] manifestBytes = ReadHeader(files, BundleFiles.Manifest, "manifest-missing");
        BundleManifest manifest = ManifestJson.Read(manifestBytes);
        byte[] signatureBytes = ReadHeader(files, BundleFiles.Signature, "signature-missing");
        string digest = ManifestJson.Digest(manifestBytes);
        BundleKey signer = Signer(manifestBytes, signatureBytes, digest, trust);
        RefuseFloor(manifest.Description, trust);
        Dictionary<string, byte[]> content = ReadListed(files, manifest);
        RefuseSchema(manifest, featureSchemaHash ?? trust.FeatureSchemaHash);
        ModelBundle bundle = Build(manifest, content, digest, new Signed(signer, trust));
        if (keep is not null)
        {
            keep(BundleFiles.Manifest, manifestBytes);
            keep(BundleFiles.Signature, signatureBytes);
            foreach ((string name, byte[] bytes) in content)
            {
                keep(name, bytes);
            }
        }

        return bundle;
    }

    private static ModelBundle Build(
        BundleManifest manifest, Dictionary<string, byte[]> content, string digest, Signed signed)
    {
        RefuseOriginals(content);
        CalibrationInspection.Refuse(content[BundleFiles.Calibration]);
        IReadOnlyList<BundleOutput> outputs = TreesDocument.Read(content[BundleFiles.Trees]);
        ReferenceBackground? background = content.TryGetValue(BundleFiles.Background, out byte[]? rows)
            ? BackgroundDocument.Read(rows, outputs)
            : null;
        GoldenRows golden = GoldenRows.Read(content[BundleFiles.Golden]);
        byte[] onnx = content[BundleFiles.Onnx];
        OnnxOperators.Refuse(onnx, OnnxOperators.OfBundles);
        using OnnxScorer scorer = new(onnx);
        RefuseOutputs(scorer, outputs);
        golden.Refuse(outputs, scorer);
        return new ModelBundle(manifest, outputs, onnx)
        {
            ManifestSha256 = digest,
            Signature = signed.Trust.Trusts(signed.Key) ? BundleSignatureState.Trusted : BundleSignatureState.Self,
            KeyId = signed.Key.KeyId,
            Calibration = content[BundleFiles.Calibration],
            Card = Encoding.UTF8.GetString(content[BundleFiles.Card]),
            GoldenRowsChecked = golden.Rows.Length,
            GoldenRows = golden.Rows,
            Background = background,
        };
    }

    private static byte[] ReadHeader(BundleFolder files, string name, string missing) => files.Names.Contains(name)
        ? files.Read(name, BundleFiles.HeaderCapBytes)
        : throw new InputRefusedException(missing, $"The folder has no {name}.", name);

    private static BundleKey Signer(byte[] manifest, byte[] signatureBytes, string digest, BundleTrust trust)
    {
        BundleSignature signature = BundleSignature.Read(signatureBytes);
        if (!trust.Accepts(signature.Key))
        {
            throw new InputRefusedException("key-untrusted",
                $"Key {signature.Key.KeyId} is not among the trusted keys.", BundleFiles.Signature);
        }

        if (!signature.Key.Verifies(manifest, signature.Value))
        {
            throw BundleSignature.Bad(null);
        }

        return trust.IsRevoked(signature.Key.KeyId) || trust.IsRevoked(digest)
            ? throw new InputRefusedException("revoked", "The key or the model is revoked.", BundleFiles.Signature)
            : signature.Key;
    }

    private static Dictionary<string, byte[]> ReadListed(BundleFolder files, BundleManifest manifest)
    {
        HashSet<string> listed = [.. manifest.Files.Select(f => f.Path), BundleFiles.Manifest, BundleFiles.Signature];
        if (files.Names.FirstOrDefault(n => !listed.Contains(n)) is { } extra)
        {
            throw new InputRefusedException("file-unlisted", $"{extra} is not in the manifest.", extra);
        }

        string? missing = manifest.Files.Select(f => f.Path).FirstOrDefault(n => !files.Names.Contains(n))
            ?? BundleFiles.Required.FirstOrDefault(n => !listed.Contains(n));
        if (missing is not null)
        {
            throw new InputRefusedException("file-missing", $"{missing} is not there.", missing);
        }

        Dictionary<string, byte[]> content = new(StringComparer.Ordinal);
        long left = BundleFiles.CapBytes;
        foreach (BundleFile file in manifest.Files)
        {
            byte[] bytes = files.Read(file.Path, Math.Min(left, BundleFiles.CapOf(file.Path)));
            left -= bytes.Length;
            RefuseHash(file, bytes);
            content.Add(file.Path, bytes);
        }

        return content;
    }

    private static void RefuseHash(BundleFile file, byte[] bytes)
    {
        string found = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (bytes.Length != file.Length || found != file.Sha256)
        {
            throw new InputRefusedException("hash-mismatch",
                $"{file.Path} has {bytes.Length} bytes with SHA-256 {found}; the manifest says {file.Length} and "
                + $"{file.Sha256}. Fetch the bundle again.", file.Path);
        }
    }

    private static void RefuseSchema(BundleManifest manifest, string? expected)
    {
        string found = manifest.Description.FeatureSchemaHash;
        if (expected is not null && expected != found)
        {
            throw new InputRefusedException("schema-mismatch",
                $"The model reads feature schema {found}; this program computes {expected}. Retrain, or use the "
                + "program version the model was made with.", $"{BundleFiles.Manifest}: featureSchemaHash");
        }
    }

    // The trainer's own files of the fit serve nobody here, but whoever opens them later must not be harmed.
    private static void RefuseOriginals(Dictionary<string, byte[]> content)
    {
        if (content.TryGetValue(BundleFiles.Zip, out byte[]? zip))
        {
            ZipInspection.Refuse(zip);
        }

        if (content.TryGetValue(BundleFiles.LightGbmText, out byte[]? text))
        {
            LightGbmTextInspection.Refuse(text);
        }
    }

    private static void RefuseFloor(BundleDescription about, BundleTrust trust)
    {
        if (trust.FloorOf(about.Id) is { } floor && about.Created < floor)
        {
            throw new InputRefusedException("rollback-floor",
                $"{about.Id} {about.Version} was made at {about.Created}; no bundle of {about.Id} from before {floor} may "
                + "serve. Use a newer version.", $"{BundleFiles.Manifest}: created");
        }
    }

    private static void RefuseOutputs(OnnxScorer scorer, IReadOnlyList<BundleOutput> outputs)
    {
        // A file may go on to say what follows from the scores: forecasts, blend, probabilities.
        string[] scored = [.. outputs.Where(o => o.IsInOnnx).Select(o => o.Name)];
        if (!scorer.OutputNames.Take(scored.Length).SequenceEqual(scored)
            || outputs.Any(o => o.FeatureNames.Count != scorer.Columns))
        {
            throw new InputRefusedException("onnx-io",
                "Outputs or feature counts of the ONNX file and of the trees differ.", BundleFiles.Onnx);
        }
    }

    private readonly record struct Signed(BundleKey Key, BundleTrust Trust);
}
