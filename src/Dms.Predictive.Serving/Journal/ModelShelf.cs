using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Serving;

/// <summary>Bundles in the state folder, by the digest of their manifest.</summary>
/// <param name="folder">The shelf's folder.</param>
/// <param name="trust">Whom a bundle must be signed by to be taken; null = anybody. What is on the shelf was judged when
/// it was taken, and the journal names its digest.</param>
internal sealed class ModelShelf(string folder, BundleTrust? trust = null)
{
    private readonly Dictionary<string, ForecastModel> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <summary>Verifies a bundle and puts a copy on the shelf.</summary>
    /// <param name="source">Folder of the bundle.</param>
    /// <returns>The event that activates it.</returns>
    /// <exception cref="InputRefusedException">The bundle fails a check, by its name.</exception>
    public ModelActivated Take(string source)
    {
        // The copy is made of the bytes that were verified: the source may change in the meantime.
        List<(string Name, ReadOnlyMemory<byte> Bytes)> files = [];
        ModelBundle bundle = BundleReader.Read(source, trust ?? BundleTrust.Self(), (file, bytes) => files.Add((file, bytes)));
        string name = bundle.ManifestSha256;
        string target = Path.Combine(folder, name);
        if (!Directory.Exists(target))
        {
            string unfinished = target + ".tmp";
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            Directory.CreateDirectory(unfinished);
            files.ForEach(f => File.WriteAllBytes(Path.Combine(unfinished, f.Name), f.Bytes.Span));
            Directory.Move(unfinished, target);
        }

        return new ModelActivated(name, bundle.ManifestSha256) { ExpiresAt = ModelLife.ExpiresAt(bundle.Manifest.Description) };
    }

    /// <summary>The model that records name by the digest of what scores; null when it never was on the shelf.</summary>
    /// <param name="sha256">Digest as records hold it.</param>
    public ForecastModel? BySha256(string sha256)
    {
        lock (_known)
        {
            if (!_known.ContainsKey(sha256) && Directory.Exists(folder))
            {
                foreach (string path in Directory.EnumerateDirectories(folder).Where(d => !d.EndsWith(".tmp", StringComparison.Ordinal) && _read.Add(d)))
                {
                    ModelBundle bundle = BundleReader.Read(path, BundleTrust.Self());
                    ForecastModel model = ForecastModelJson.Read(bundle);
                    _known[model.Identity.Sha256] = model;
                }
            }

            return _known.GetValueOrDefault(sha256);
        }
    }

    /// <summary>Refuses a bundle that this host could not serve, before an event of it is written down.</summary>
    /// <param name="taken">A bundle on the shelf.</param>
    /// <param name="market">The market that it must fit.</param>
    /// <exception cref="InputRefusedException"><c>calibration</c>, <c>schema-mismatch</c>, or <c>model-policy</c>: it has no
    /// forecast for the policy's horizon.</exception>
    public void RefuseUnfit(ModelActivated taken, PipelineSettings market)
    {
        try
        {
            new MarketDesk(market).Activate(Open(taken));
        }
        catch (ArgumentException e)
        {
            throw new InputRefusedException("model-policy", $"It does not fit the policy: {e.Message}", taken.Folder, e);
        }
    }

    /// <summary>Opens the bundle of an event.</summary>
    /// <exception cref="InputRefusedException">It is not there or not the one that was activated.</exception>
    public ForecastModel Open(ModelActivated e)
    {
        ModelBundle bundle = BundleReader.Read(Path.Combine(folder, e.Folder), BundleTrust.Self());
        return bundle.ManifestSha256 == e.ManifestSha256
            ? ForecastModelJson.Read(bundle)
            : throw new InputRefusedException(
                "hash-mismatch", $"The bundle has manifest {bundle.ManifestSha256}; the journal activated {e.ManifestSha256}.", e.Folder);
    }
}
