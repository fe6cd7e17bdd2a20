namespace Dms.Predictive.Volatility;

/// <summary>All that a <see cref="GarchModelState"/> holds; restoring it changes no bit of what follows.</summary>
public sealed record GarchModelSnapshot
{
    /// <summary>Parameters in use.</summary>
    public required GarchModelParameters Parameters { get; init; }

    /// <summary>How the stream is kept.</summary>
    public required GarchStateOptions Options { get; init; }

    /// <summary>State of the recursion in its own carrier: h, √h, ln h or σ^δ of the return not yet seen.</summary>
    public required double State { get; init; }

    /// <summary>What stands for e² before the first return; read by figarch.</summary>
    public required double Presample { get; init; }

    /// <summary>Returns seen.</summary>
    public required long Count { get; init; }

    /// <summary>Missing bars seen.</summary>
    public required long MissingCount { get; init; }

    /// <summary>Gaps longer than the limit.</summary>
    public required long Restarts { get; init; }

    /// <summary>Missing bars since the last return.</summary>
    public required int OpenGap { get; init; }

    /// <summary>State when the open gap began.</summary>
    public required double StateBeforeGap { get; init; }

    /// <summary>Innovation of the last return; NaN before the first.</summary>
    public required double LastInnovation { get; init; }

    /// <summary>Bars that the last return spans; 0 before the first.</summary>
    public required int LastSpan { get; init; }

    /// <summary>Log-likelihood so far as sum and what rounding took from it.</summary>
    public required (double Sum, double Lost) LogLikelihood { get; init; }

    /// <summary>Newest squares, oldest first; empty but for figarch.</summary>
    public required IReadOnlyList<double> Squares { get; init; }

    /// <summary>Newest returns, oldest first, as the window keeps them.</summary>
    public required IReadOnlyList<WindowedReturn> Returns { get; init; }
}

/// <summary>One return of a window.</summary>
/// <param name="Value">The return.</param>
/// <param name="LogRealized">ln of its realized variance; 0 where none is read.</param>
/// <param name="Innovation">Its innovation.</param>
/// <param name="Gap">Missing bars before it.</param>
public readonly record struct WindowedReturn(double Value, double LogRealized, double Innovation, int Gap);
