namespace Dms.Predictive.Cli.Commands;

/// <summary>What <c>dms trees explain</c> was asked for.</summary>
/// <param name="Vector">File with model, background and rows.</param>
/// <param name="Mode"><c>path</c> or <c>interventional</c>.</param>
/// <param name="Interactions">Whether the matrices are wanted.</param>
/// <param name="Json">Whether the answer is one JSON document.</param>
public sealed record TreesExplainRequest(FileInfo Vector, string Mode, bool Interactions, bool Json);
