using System.ComponentModel.DataAnnotations;

namespace Dms.Predictive.Serving;

/// <summary>A registry whose champion serves and whose challenger is scored in shadow.</summary>
public sealed class RegistryOptions
{
    /// <summary>Folder of models with its registry; null = none is followed.</summary>
    public string? Models { get; set; }

    /// <summary>Model id whose aliases count.</summary>
    public string? Id { get; set; }

    /// <summary>Time between two looks at the registry.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "00:10:00")]
    public TimeSpan Poll { get; set; } = TimeSpan.FromSeconds(1);
}

/// <summary>A training process that the host starts and starts again; it shares nothing with the host but the registry.</summary>
public sealed class RetrainingOptions
{
    /// <summary>Arguments of <c>dms train</c>, among them <c>--schedule</c>; empty = no retraining.</summary>
    public IList<string> Arguments { get; set; } = [];

    /// <summary>Wait before the first new start after a death; doubles with every further one.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "01:00:00")]
    public TimeSpan BackOff { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest wait between two starts.</summary>
    [Range(typeof(TimeSpan), "00:00:00.05", "1.00:00:00")]
    public TimeSpan BackOffAtMost { get; set; } = TimeSpan.FromHours(1);
}
