using Dms.Predictive.Learning;
using Microsoft.ML;

namespace Dms.Predictive.Training;

/// <summary>A fitted ensemble: the canonical trees and ML.NET's own model of the same fit.</summary>
public sealed class TrainedForest
{
    private readonly MLContext _context;
    private readonly ITransformer _transformer;
    private readonly DataViewSchema _inputSchema;

    internal TrainedForest(Forest forest, MLContext context, ITransformer transformer, DataViewSchema inputSchema) =>
        (Forest, _context, _transformer, _inputSchema) = (forest, context, transformer, inputSchema);

    /// <summary>The trees that scoring, explanation and hashes go by. Rows are compared in float32:
    /// round them with <see cref="ModelRow.RoundToFloat"/> first. Covers are 0 until counted.</summary>
    public Forest Forest { get; }

    /// <summary>Writes ML.NET's model file: input <c>Features</c> (float vector), output <c>Score</c>.</summary>
    /// <remarks>The bytes differ from one save to the next; predictions do not.</remarks>
    public void SaveZip(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        _context.Model.Save(_transformer, _inputSchema, destination);
    }
}
