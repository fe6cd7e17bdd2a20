namespace Dms.Predictive.Training;

/// <summary>What a model file says about itself.</summary>
/// <param name="Name">Graph name, such as the model id.</param>
/// <param name="ProducerVersion">Version of the program that writes it.</param>
/// <param name="Documentation">One sentence for readers.</param>
/// <param name="Metadata">Further notes in the order in which they are written; keys distinct.</param>
public sealed record OnnxModelDescription(
    string Name, string ProducerVersion, string Documentation, IReadOnlyList<KeyValuePair<string, string>> Metadata);
