using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Words of the wire format for enumerations.</summary>
internal static class JsonNames
{
    public static IReadOnlyDictionary<string, MarginMode> Modes { get; } = Map(
        ("isolated", MarginMode.Isolated), ("cross", MarginMode.Cross), ("portfolio", MarginMode.Portfolio));

    public static IReadOnlyDictionary<string, InstrumentKind> Kinds { get; } = Map(
        ("spot", InstrumentKind.Spot),
        ("perpetual", InstrumentKind.Perpetual),
        ("inversePerpetual", InstrumentKind.InversePerpetual),
        ("future", InstrumentKind.Future),
        ("option", InstrumentKind.Option));

    public static IReadOnlyDictionary<string, MaintenanceMode> MaintenanceModes { get; } = Map(
        ("ramped", MaintenanceMode.Ramped), ("frozen", MaintenanceMode.Frozen));

    public static IReadOnlyDictionary<string, TailMeasure> Measures { get; } = Map(
        ("var", TailMeasure.ValueAtRisk), ("es", TailMeasure.ExpectedShortfall));

    public static IReadOnlyDictionary<string, ReturnKind> ReturnKinds { get; } = Map(
        ("log", ReturnKind.Log), ("simple", ReturnKind.Simple));

    public static IReadOnlyDictionary<string, MarginStatus> Statuses { get; } = Map(
        ("compliant", MarginStatus.Compliant),
        ("marginCall", MarginStatus.MarginCall),
        ("liquidatable", MarginStatus.Liquidatable));

    public static IReadOnlyDictionary<string, bool> Rights { get; } = Map(("call", true), ("put", false));

    /// <summary>Words for whether options are margined.</summary>
    public static IReadOnlyDictionary<string, bool> OptionTreatments { get; } = Map(("delta", true));

    public static IReadOnlyDictionary<string, bool> CalibrationFailed { get; } = Map(("ok", false), ("failed", true));

    /// <summary>Word of a value.</summary>
    public static string Of<T>(IReadOnlyDictionary<string, T> words, T value) =>
        words.First(w => EqualityComparer<T>.Default.Equals(w.Value, value)).Key;

    private static Dictionary<string, T> Map<T>(params (string Word, T Value)[] rows) =>
        rows.ToDictionary(r => r.Word, r => r.Value, StringComparer.Ordinal);
}
