namespace Dms.Predictive.Learning;

/// <summary>One output of a bundle.</summary>
/// <param name="Name">Output name, the same in the ONNX file.</param>
/// <param name="Model">The canonical model: a <see cref="Learning.Forest"/>, a <see cref="LinearModel"/> or a <see cref="NetworkModel"/>.</param>
public sealed record BundleOutput(string Name, IRowModel Model)
{
    /// <summary>Whether the ONNX file of the bundle scores it too; a network is a file of its own.</summary>
    public bool IsInOnnx => Model is not NetworkModel;

    /// <summary>The canonical trees; null for another model.</summary>
    public Forest? Forest => Model as Forest;

    /// <summary>Columns of the row that the model reads.</summary>
    /// <exception cref="NotSupportedException">The model is of another kind.</exception>
    public IReadOnlyList<string> FeatureNames => Model switch
    {
        Forest forest => forest.FeatureNames,
        LinearModel linear => linear.FeatureNames,
        NetworkModel network => network.FeatureNames,
        _ => throw new NotSupportedException($"A {Model.GetType().Name} has no place in a bundle."),
    };
}
