namespace Dms.Predictive.Learning;

/// <summary>One output of a bundle.</summary>
/// <param name="Name">Output name, the same in the ONNX file.</param>
/// <param name="Forest">The canonical trees.</param>
public sealed record BundleOutput(string Name, Forest Forest);
