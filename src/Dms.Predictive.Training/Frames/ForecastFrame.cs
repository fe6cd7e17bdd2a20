using Dms.Predictive.Core;

namespace Dms.Predictive.Training;

/// <summary>Forecasts as a frame, one row per time, horizon and model.</summary>
public static class ForecastFrame
{
    /// <summary>Kind and version of the frame.</summary>
    public const string Kind = "forecasts/1";

    /// <summary>Columns in order; the same as those of <see cref="ForecastCsv"/>.</summary>
    public static IReadOnlyList<FrameColumn> Columns { get; } =
    [
        new("time", "UTC", "as-of time of the forecast"),
        new("horizon", "min", "span that is forecast: (time, time + horizon]"),
        new("model", "", "ewma, garch, har, gbdt, blend, or another"),
        new("variance", "%²",
            "forecast of realized variance over the horizon, floor included; NaN where none was issued"),
        new("spike_probability", "1",
            "calibrated probability that the next ten minutes exceed the spike threshold; NaN where none was issued"),
    ];

    /// <summary>Makes a frame.</summary>
    /// <param name="rows">Forecasts in the order of the frame.</param>
    /// <param name="protocolHash">Hash of the protocol that made them.</param>
    public static FrameDocument Of(IEnumerable<ForecastRow> rows, string protocolHash)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(protocolHash);
        List<ForecastRow> all = [.. rows];
        return FrameDocument.Of(
            Kind,
            [
                (Columns[0], FrameColumns.Times("time", all.Select(r => r.Time))),
                (Columns[1], FrameColumns.Whole("horizon", all.Select(r => r.HorizonMinutes))),
                (Columns[2], FrameColumns.Names("model", all.Select(r => r.Model))),
                (Columns[3], FrameColumns.Numbers("variance", all.Select(r => r.Variance))),
                (Columns[4], FrameColumns.Numbers("spike_probability", all.Select(r => r.SpikeProbability))),
            ],
            (FrameDocument.ProtocolHash, protocolHash));
    }

    /// <summary>Reads forecasts back.</summary>
    /// <exception cref="InputRefusedException"><c>frame</c>: another kind, a missing column, or a value outside its
    /// range.</exception>
    public static IReadOnlyList<ForecastRow> Read(FrameDocument document)
    {
        ArgumentNullException.ThrowIfNull(document);
        FrameColumns.RefuseOtherKind(document, Kind);
        Timestamp[] times = FrameColumns.ReadTimes(document, "time");
        int[] horizons = FrameColumns.ReadWhole(document, "horizon");
        string[] models = FrameColumns.ReadNames(document, "model");
        double[] variances = FrameColumns.ReadNumbers(document, "variance");
        double[] spikes = FrameColumns.ReadNumbers(document, "spike_probability");
        return [.. times.Select(
            (t, i) => Checked(new ForecastRow(t, horizons[i], models[i], variances[i], spikes[i]), i))];
    }

    private static ForecastRow Checked(ForecastRow row, int i)
    {
        if (row.HorizonMinutes < 1)
        {
            throw new InputRefusedException(
                "frame", $"Row {i} has a horizon of {row.HorizonMinutes} min; expected at least 1.", "horizon");
        }

        if (row.Variance <= 0 || double.IsPositiveInfinity(row.Variance))
        {
            throw new InputRefusedException(
                "frame", $"Row {i} has a variance of {row.Variance}; expected a positive number or NaN.", "variance");
        }

        return row.SpikeProbability is < 0 or > 1
            ? throw new InputRefusedException(
                "frame", $"Row {i} has a probability of {row.SpikeProbability}; expected 0 to 1 or NaN.",
                "spike_probability")
            : row;
    }
}
