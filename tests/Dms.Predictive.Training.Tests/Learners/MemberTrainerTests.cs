using Dms.Predictive.Learning;

namespace Dms.Predictive.Training.Tests;

public sealed class MemberTrainerTests
{
    private static readonly BoostingRecipe Small = new() { Trees = 20, Leaves = 8, MinimumRowsPerLeaf = 20 };

    [Fact]
    public void Fit_LightGbm_SameTreesAsItsOwnTrainer()
    {
        TrainingRows rows = SyntheticRows.Make(3_000, 6, 5);

        FittedMember member = MemberTrainer.Fit(rows, new MemberRecipe { Trees = Small }, 7);

        Forest own = BoostedTreesTrainer.Train(rows, Small, 7).Forest;
        Assert.All(ProbeRows.For(own, 1_000, 3), row =>
            Assert.Equal(ProbeRows.Score(own, row), member.Model.Score([.. row.Select(x => (double)x)])));
        Assert.True(member.HasZip);
        Assert.Null(member.NativeText);
    }
}
