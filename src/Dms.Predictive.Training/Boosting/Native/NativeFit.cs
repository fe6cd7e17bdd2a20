namespace Dms.Predictive.Training;

/// <summary>How one native fit runs, besides its recipe.</summary>
/// <param name="Seed">Seed of all draws, ≥ 0.</param>
internal readonly record struct NativeFit(int Seed)
{
    /// <summary>Columns that must not lower the score; see <see cref="MemberRecipe.Increasing"/>.</summary>
    public IReadOnlyList<string> Increasing { get; init; } = [];

    /// <summary>Threads of the fit, ≥ 1; the trees are the same for any number.</summary>
    public int Threads { get; init; } = 1;
}
