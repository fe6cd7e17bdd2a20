namespace Dms.Predictive.Learning;

/// <summary>Everything that goes into a bundle.</summary>
public sealed record BundleContents
{
    /// <summary>Identity and origin.</summary>
    public required BundleDescription Description { get; init; }

    /// <summary>The canonical trees by output, in the order of the ONNX file's outputs.</summary>
    public required IReadOnlyList<BundleOutput> Outputs { get; init; }

    /// <summary>The ONNX file.</summary>
    public required ReadOnlyMemory<byte> Onnx { get; init; }

    /// <summary>How scores become variances and probabilities: one JSON object, UTF-8.</summary>
    public required ReadOnlyMemory<byte> Calibration { get; init; }

    /// <summary>The model card, Markdown.</summary>
    public required string Card { get; init; }

    /// <summary>64 feature rows, NaN = missing; their scores are computed when the bundle is written.</summary>
    public required IReadOnlyList<double[]> GoldenRows { get; init; }

    /// <summary>The rows that the trees' covers were counted on and attributions refer to; null writes a bundle without them, as
    /// older programs did.</summary>
    public ReferenceBackground? Background { get; init; }

    /// <summary>ML.NET's file of the fit; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Zip { get; init; }
}
