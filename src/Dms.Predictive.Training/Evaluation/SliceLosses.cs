namespace Dms.Predictive.Training;

/// <summary>Mean QLIKE of every model on a slice of the span.</summary>
/// <param name="Slice">Month <c>2019-03</c>, or regime <c>calm mid high top5</c>.</param>
/// <param name="Rows">Decisions in the slice.</param>
/// <param name="Qlike">By model id.</param>
public sealed record SliceLosses(string Slice, int Rows, IReadOnlyDictionary<string, double> Qlike);

/// <summary>The slice in which the blend looked worst against the baseline that was best there.</summary>
/// <param name="Slice">Month or regime.</param>
/// <param name="Baseline">Baseline with the lowest QLIKE in that slice.</param>
/// <param name="GainPercent">100·(1 − QLIKE of blend ÷ QLIKE of baseline); negative = the blend lost.</param>
public sealed record WorstSlice(string Slice, string Baseline, double GainPercent);
