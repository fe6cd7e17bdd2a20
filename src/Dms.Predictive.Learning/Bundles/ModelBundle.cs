namespace Dms.Predictive.Learning;

/// <summary>What is known about a bundle's signature.</summary>
public enum BundleSignatureState
{
    /// <summary>Signed by a trusted key.</summary>
    Trusted,

    /// <summary>Signed by the key it carries itself: whole, but of unknown origin.</summary>
    Self,
}

/// <summary>A bundle that passed every check; all of it is in memory.</summary>
public sealed class ModelBundle
{
    private readonly ReadOnlyMemory<byte> _onnx;

    internal ModelBundle(BundleManifest manifest, IReadOnlyList<BundleOutput> outputs, ReadOnlyMemory<byte> onnx) =>
        (Manifest, Outputs, _onnx) = (manifest, outputs, onnx);

    /// <summary>Identity, origin and files.</summary>
    public BundleManifest Manifest { get; }

    /// <summary>Digest that records refer to; see <see cref="ManifestJson.Digest"/>.</summary>
    public required string ManifestSha256 { get; init; }

    /// <summary>Whether the signer is trusted.</summary>
    public required BundleSignatureState Signature { get; init; }

    /// <summary>Id of the key that signed.</summary>
    public required string KeyId { get; init; }

    /// <summary>The canonical trees by output.</summary>
    public IReadOnlyList<BundleOutput> Outputs { get; }

    /// <summary>One JSON object, UTF-8; its meaning is the pipeline's.</summary>
    public required ReadOnlyMemory<byte> Calibration { get; init; }

    /// <summary>The model card, Markdown.</summary>
    public required string Card { get; init; }

    /// <summary>Number of golden rows that were scored again.</summary>
    public required int GoldenRowsChecked { get; init; }

    /// <summary>The golden rows: values in schema order as the model compares them, NaN is missing. They come from the
    /// reference rows of the first horizon.</summary>
    public required IReadOnlyList<double[]> GoldenRows { get; init; }

    /// <summary>The stored background; null in a bundle that was made before there was one.</summary>
    public ReferenceBackground? Background { get; init; }

    /// <summary>A scorer over the verified bytes; one per thread, to be disposed.</summary>
    public OnnxScorer CreateScorer() => new(_onnx.Span);
}
