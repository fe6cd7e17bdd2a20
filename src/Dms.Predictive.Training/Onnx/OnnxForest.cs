using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>One forest of a model file and the name of its output.</summary>
/// <param name="Name">Output name: letters, digits, underscores; distinct within the model.</param>
/// <param name="Forest">The canonical trees.</param>
public sealed record OnnxForest(string Name, Forest Forest);
