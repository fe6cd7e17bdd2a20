namespace Dms.Predictive.Volatility;

/// <summary>What a bar without a price does to a variance.</summary>
public enum MissingBars
{
    /// <summary>The bar is expected variance without news: E[next state], counted in no likelihood.</summary>
    Decay = 0,

    /// <summary>The close is carried: return 0 enters recursion and likelihood.</summary>
    CarryZero,

    /// <summary>The recursion pauses; the elapsed time is not counted.</summary>
    Skip,
}

/// <summary>How a stream is kept.</summary>
/// <param name="Missing">What a missing bar does.</param>
/// <param name="MaxGapBars">A longer gap restarts from the unconditional level blended by P^gap; ≥ 1.</param>
/// <param name="Window">Newest returns kept, for <see cref="GarchModelState.SetParameters"/> and for drawing past
/// innovations; 0 for none.</param>
public sealed record GarchStateOptions(
    MissingBars Missing = MissingBars.Decay, int MaxGapBars = 720, int Window = 0);
