using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>One learned member of a graph.</summary>
/// <param name="Name">Name of the output with its raw score: letters, digits, underscores.</param>
/// <param name="Model">A <see cref="Forest"/> or a <see cref="LinearModel"/> over the graph's columns.</param>
/// <param name="LnScale">Added to the score.</param>
/// <param name="AddsHar">Whether the row's column <c>ln_har</c> is added: the member corrects log-HAR.</param>
public sealed record OnnxMember(string Name, IRowModel Model, double LnScale, bool AddsHar);
