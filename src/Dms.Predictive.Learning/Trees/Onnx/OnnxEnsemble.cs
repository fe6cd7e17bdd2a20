namespace Dms.Predictive.Learning;

/// <summary>One tree operator of an ONNX file in the canonical form; scores are raw, before any link.</summary>
/// <param name="Output">Name of the operator's first output, for a classifier the labels'.</param>
/// <param name="Forests">One forest per target or class, by index.</param>
/// <param name="ComparesFloat32">Whether rows are rounded to float32 before they are compared
/// (<see cref="ModelRow.RoundToFloat"/>).</param>
/// <param name="PostTransform">Link behind the scores: <c>NONE</c> or <c>LOGISTIC</c>.</param>
public sealed record OnnxEnsemble(string Output, IReadOnlyList<Forest> Forests, bool ComparesFloat32, string PostTransform);
