using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>How long the card of a bundle is good for.</summary>
public static class ModelLife
{
    /// <summary>Days after the bundle was made, where the bundle names no other end.</summary>
    public const int DefaultDays = 90;

    /// <summary>Name of the metric that holds another end.</summary>
    public const string Metric = "expiresAt";

    /// <summary>From when on the forecast counts with weight 0.</summary>
    public static Timestamp ExpiresAt(BundleDescription about)
    {
        ArgumentNullException.ThrowIfNull(about);
        return about.Metrics.ValueKind == JsonValueKind.Object
            && about.Metrics.TryGetProperty(Metric, out JsonElement end) && end.ValueKind == JsonValueKind.String
            && Timestamp.TryParse(end.GetString()!, out Timestamp named)
                ? named
                : about.Created + TimeSpan.FromDays(DefaultDays);
    }
}
