using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>One model at one horizon in one slice of an evaluation.</summary>
/// <param name="HorizonMinutes">Horizon, minutes.</param>
/// <param name="Slice"><c>all</c>, a month such as <c>2019-03</c>, or a regime <c>calm mid high top5</c>.</param>
/// <param name="Model">Model id.</param>
/// <param name="Rows">Decisions in the slice.</param>
/// <param name="Qlike">Mean QLIKE.</param>
/// <param name="MeanSquaredError">Mean squared error, percent⁴; NaN in parts of the span.</param>
/// <param name="SpikePrAuc">Average precision of variance ÷ threshold; NaN where it is not defined.</param>
public readonly record struct EvaluationRow(
    int HorizonMinutes, string Slice, string Model, int Rows, double Qlike, double MeanSquaredError, double SpikePrAuc);

/// <summary>An evaluation as a frame, one row per horizon, slice and model.</summary>
public static class EvaluationFrame
{
    /// <summary>Kind and version of the frame.</summary>
    public const string Kind = "evaluation/1";

    /// <summary>Columns in order.</summary>
    public static IReadOnlyList<FrameColumn> Columns { get; } =
    [
        new("horizon", "min", "span that was forecast"),
        new("slice", "", "all, a month, or a regime of realized variance: calm, mid, high, top5"),
        new("model", "", "ewma, garch, har, gbdt, blend"),
        new("rows", "1", "decisions scored"),
        new("qlike", "1", "mean QLIKE; lower is better, 0 is perfect"),
        new("mean_squared_error", "%⁴", "mean squared error of the variance; NaN in parts of the span"),
        new("spike_pr_auc", "1", "average precision of variance ÷ threshold for spikes; NaN where it is not defined"),
    ];

    /// <summary>Makes a frame of an evaluation.</summary>
    /// <param name="summaries">One per horizon.</param>
    /// <param name="protocolHash">Hash of the protocol.</param>
    public static FrameDocument Of(IReadOnlyList<HorizonSummary> summaries, string protocolHash)
    {
        ArgumentNullException.ThrowIfNull(summaries);
        ArgumentNullException.ThrowIfNull(protocolHash);
        List<EvaluationRow> all = [.. summaries.SelectMany(RowsOf)];
        return FrameDocument.Of(
            Kind,
            [
                (Columns[0], FrameColumns.Whole("horizon", all.Select(r => r.HorizonMinutes))),
                (Columns[1], FrameColumns.Names("slice", all.Select(r => r.Slice))),
                (Columns[2], FrameColumns.Names("model", all.Select(r => r.Model))),
                (Columns[3], FrameColumns.Whole("rows", all.Select(r => r.Rows))),
                (Columns[4], FrameColumns.Numbers("qlike", all.Select(r => r.Qlike))),
                (Columns[5], FrameColumns.Numbers("mean_squared_error", all.Select(r => r.MeanSquaredError))),
                (Columns[6], FrameColumns.Numbers("spike_pr_auc", all.Select(r => r.SpikePrAuc))),
            ],
            (FrameDocument.ProtocolHash, protocolHash));
    }

    /// <summary>Reads an evaluation back.</summary>
    /// <exception cref="InputRefusedException"><c>frame</c>: another kind, or a missing column.</exception>
    public static IReadOnlyList<EvaluationRow> Read(FrameDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        FrameColumns.RefuseOtherKind(document, Kind);
        int[] horizons = FrameColumns.ReadWhole(document, "horizon");
        string[] slices = FrameColumns.ReadNames(document, "slice");
        string[] models = FrameColumns.ReadNames(document, "model");
        int[] rows = FrameColumns.ReadWhole(document, "rows");
        double[] qlike = FrameColumns.ReadNumbers(document, "qlike");
        double[] squared = FrameColumns.ReadNumbers(document, "mean_squared_error");
        double[] precision = FrameColumns.ReadNumbers(document, "spike_pr_auc");
        return [.. horizons.Select(
            (h, i) => new EvaluationRow(h, slices[i], models[i], rows[i], qlike[i], squared[i], precision[i]))];
    }

    private static IEnumerable<EvaluationRow> RowsOf(HorizonSummary h) =>
    [
        .. h.Models.Select(m => new EvaluationRow(
            h.HorizonMinutes, "all", m.Model, h.Rows, m.Qlike, m.MeanSquaredError, m.SpikePrAuc ?? double.NaN)),
        .. h.Months.Concat(h.Regimes).SelectMany(s => s.Qlike.Select(q => new EvaluationRow(
            h.HorizonMinutes, s.Slice, q.Key, s.Rows, q.Value, double.NaN, double.NaN))),
    ];
}
