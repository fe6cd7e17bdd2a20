using System.Globalization;

namespace Dms.Predictive.Training;

/// <summary>What a native fit minimises.</summary>
internal readonly record struct NativeObjective
{
    private NativeObjective(string parameter, bool isQlike, bool allowsMonotone) =>
        (Parameter, IsQlike, AllowsMonotone) = (parameter, isQlike, allowsMonotone);

    /// <summary>Squared error.</summary>
    public static NativeObjective Squared { get; } = new("objective=regression", false, true);

    /// <summary>QLIKE, computed here: LightGBM is handed gradients.</summary>
    public static NativeObjective Qlike { get; } = new("objective=none", true, false);

    /// <summary>LightGBM's <c>objective</c>, with its own settings.</summary>
    public string Parameter { get; }

    /// <summary>Whether gradients come from <see cref="QlikeGradients"/>.</summary>
    public bool IsQlike { get; }

    /// <summary>Whether monotone constraints may be given.</summary>
    public bool AllowsMonotone { get; }

    /// <summary>Pinball loss.</summary>
    /// <param name="level">Quantile in (0, 1).</param>
    public static NativeObjective Quantile(double level) => level is > 0 and < 1
        ? new(string.Create(CultureInfo.InvariantCulture, $"objective=quantile alpha={level:R}"), false, false)
        : throw new ArgumentOutOfRangeException(nameof(level), level, "Expected a quantile in (0, 1).");
}
