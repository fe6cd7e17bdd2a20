namespace Dms.Predictive.Explanation.Report;

/// <summary>
/// A number, or the reason there is none. <c>default</c> is "not measured". The report prints an absent number as
/// <c>n/a: reason</c> and report.json as <c>null</c> with the reason beside it.
/// </summary>
public readonly record struct Measured
{
    private readonly double _value;
    private readonly string? _reason;

    private Measured(double value, string reason, bool present) => (_value, _reason, IsPresent) = (value, reason, present);

    /// <summary>Whether there is a number.</summary>
    public bool IsPresent { get; }

    /// <summary>Why there is no number; empty when there is one.</summary>
    public string Reason => IsPresent ? "" : _reason ?? "not measured";

    /// <summary>The number, finite.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public double Value => IsPresent ? _value : throw new InvalidOperationException($"No number: {Reason}.");

    /// <summary>A measured number; a value that is not finite becomes absent with that reason.</summary>
    public static Measured Of(double value) =>
        double.IsFinite(value) ? new(value, "", true) : Absent("the computation gave no finite number");

    /// <summary>A measured number, or the reason when <paramref name="value"/> has none.</summary>
    public static Measured Of(double? value, string reasonWhenAbsent) =>
        value is { } number ? Of(number) : Absent(reasonWhenAbsent);

    /// <summary>No number, and why.</summary>
    /// <exception cref="ArgumentException">The reason is empty.</exception>
    public static Measured Absent(string reason)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(reason);
        return new(0, reason, false);
    }
}
