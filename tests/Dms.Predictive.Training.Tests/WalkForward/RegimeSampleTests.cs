using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training.Tests;

public sealed class RegimeSampleTests
{
    [Fact]
    public void Draw_ManyRows_EveryEighthOfTheLevelsGivesItsShare()
    {
        double[] levels = Levels(10_007);

        int[] drawn = RegimeSample.Draw(levels, 17);

        int[] ranks = [.. Enumerable.Range(0, levels.Length).OrderBy(i => levels[i]).ThenBy(i => i)];
        int[] rankOf = new int[levels.Length];
        for (int r = 0; r < ranks.Length; r++)
        {
            rankOf[ranks[r]] = r;
        }

        Assert.Equal(RegimeSample.Count, drawn.Distinct().Count());
        Assert.Equal(drawn.Order(), drawn);
        int[] edges = [.. Enumerable.Range(0, RegimeSample.Strata + 1).Select(s => s * levels.Length / RegimeSample.Strata)];
        for (int s = 0; s < RegimeSample.Strata; s++)
        {
            Assert.Equal(
                RegimeSample.Count / RegimeSample.Strata, drawn.Count(i => rankOf[i] >= edges[s] && rankOf[i] < edges[s + 1]));
        }
    }

    [Fact]
    public void Draw_SameSeedOtherScale_SameRowsOtherSeedOthers()
    {
        double[] levels = Levels(5_000);

        int[] drawn = RegimeSample.Draw(levels, 17);

        Assert.Equal(drawn, RegimeSample.Draw(Array.ConvertAll(levels, Math.Exp), 17));
        Assert.NotEqual(drawn, RegimeSample.Draw(levels, 18));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(512)]
    public void Draw_NoMoreThanAreWanted_AllRows(int count) =>
        Assert.Equal(Enumerable.Range(0, count), RegimeSample.Draw(Levels(count), 17));

    [Fact]
    public void Draw_MissingLevels_RankLowestAndAreDrawnToo()
    {
        double[] levels = Levels(4_096);
        Array.Fill(levels, double.NaN, 0, 512);

        Assert.Equal(64, RegimeSample.Draw(levels, 17).Count(i => i < 512));
    }

    private static double[] Levels(int count)
    {
        SeededGenerator random = new(3);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextUniform() * 10)];
    }
}
