namespace Dms.Predictive.Volatility;

/// <summary>How a singular-spectrum model is trained and run; the names of the ML.NET time-series package.</summary>
public sealed record SsaOptions
{
    /// <summary>L: rows of the trajectory matrix, ≥ 2.</summary>
    public required int WindowSize { get; init; }

    /// <summary>Observations kept for modelling, &gt; <see cref="WindowSize"/>. The state needs the last L − 1 of
    /// them.</summary>
    public required int SeriesLength { get; init; }

    /// <summary>Observations of the training series that are used, from its start, &gt; 2·<see cref="WindowSize"/>.</summary>
    public required int TrainSize { get; init; }

    /// <summary>How the rank is chosen.</summary>
    public RankSelectionMethod RankSelectionMethod { get; init; } = RankSelectionMethod.Exact;

    /// <summary>Rank of <see cref="RankSelectionMethod.Fixed"/>, in [1, L); <c>null</c> = <see cref="MaxRank"/>.</summary>
    public int? Rank { get; init; }

    /// <summary>Largest rank tried, in [1, L); <c>null</c> = L − 1.</summary>
    public int? MaxRank { get; init; }

    /// <summary>Roots of the recurrence outside the unit circle are pulled in.</summary>
    public bool ShouldStabilize { get; init; } = true;

    /// <summary>Spectrum and roots are kept in <see cref="SsaModel.Info"/>.</summary>
    public bool ShouldMaintainInfo { get; init; }

    /// <summary>Largest growth of a stabilised trend; <c>null</c> = as fast as the training series grew.</summary>
    public GrowthRatio? MaxGrowth { get; init; }

    /// <summary>Every observation also moves the signal subspace. A stabilised adaptive model solves for its roots at
    /// every observation, O(L³).</summary>
    public bool IsAdaptive { get; init; }

    /// <summary>Weight in [0, 1] of the past against one new observation; used by an adaptive model only, which needs it
    /// above 0.</summary>
    public double DiscountFactor { get; init; } = 1;

    /// <summary>The means of observation noise and recurrence noise enter every prediction.</summary>
    public bool AddNoiseMeans { get; init; } = true;

    /// <summary>Passes options within their ranges.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal SsaOptions Checked()
    {
        const int Largest = 1 << 24;
        Within(WindowSize, 2, Largest, nameof(WindowSize));
        Within(SeriesLength, WindowSize + 1, Largest, nameof(SeriesLength));
        Within(TrainSize, (2 * WindowSize) + 1, Largest, nameof(TrainSize));
        Within(MaxRank ?? 1, 1, WindowSize - 1, nameof(MaxRank));
        Within(Rank ?? 1, 1, WindowSize - 1, nameof(Rank));
        if (!Enum.IsDefined(RankSelectionMethod))
        {
            throw new ArgumentOutOfRangeException(nameof(RankSelectionMethod), RankSelectionMethod, "Expected Fixed, Exact or Fast.");
        }

        if (DiscountFactor is not (>= 0 and <= 1) || (IsAdaptive && DiscountFactor == 0))
        {
            throw new ArgumentOutOfRangeException(nameof(DiscountFactor), DiscountFactor,
                "Expected a factor in [0, 1], above 0 for an adaptive model.");
        }

        if (MaxGrowth is { TimeSpan: < 1 })
        {
            throw new ArgumentOutOfRangeException(nameof(MaxGrowth), MaxGrowth, "Expected a growth over at least 1 observation.");
        }

        return this;
    }

    private static void Within(int value, int low, int high, string name)
    {
        if (value < low || value > high)
        {
            throw new ArgumentOutOfRangeException(name, value, $"Expected a whole number in [{low}, {high}].");
        }
    }
}
