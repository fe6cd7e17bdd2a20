using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features;

/// <summary>A group of features that share state. New features come as a new family or as a line in one.</summary>
internal interface IFeatureFamily
{
    /// <summary>The features, in the order in which <see cref="Write"/> writes them.</summary>
    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    /// <summary>Takes the next grid bar.</summary>
    public void Append(in GridBar bar);

    /// <summary>Writes one value per definition as of <paramref name="asOf"/>; warm-up is masked by the caller.</summary>
    public void Write(Timestamp asOf, Span<double> values);
}
