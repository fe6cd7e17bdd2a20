using Dms.Predictive.Explanation.Tests.Trees;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation.Tests.Local;

public sealed class WorstSingleMoveTests
{
    private const int Width = 4;

    /// <summary>Against every value that can matter: one per interval between the thresholds of all trees.</summary>
    [Fact]
    public void Of_RandomForests_AsFarAsTryingEverything()
    {
        int rises = 0, falls = 0;
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            (Forest Forest, double Weight)[] forests =
            [
                (RandomForests.Draw(random, Width, 1 + random.Next(8), 5), 0.25 + random.NextDouble()),
                (RandomForests.Draw(random, Width, 1 + random.Next(3), 3), random.NextDouble() - 0.5),
            ];
            double[] row = RandomForests.Row(random, Width);
            bool[] free = [.. Enumerable.Range(0, Width).Select(_ => random.Next(4) > 0)];

            (SingleMove rise, SingleMove fall) = new WorstSingleMove(forests, free).Of(row);

            (double most, double least) = ByTrying(forests, free, row);
            Assert.Equal(most, rise.Change, 1e-9);
            Assert.Equal(least, fall.Change, 1e-9);
            rises += Check(forests, free, row, rise);
            falls += Check(forests, free, row, fall);
        }

        Assert.True(rises > 200 && falls > 200, $"{rises} rises, {falls} falls: the draw tests one side only.");
    }

    [Fact]
    public void Of_NothingMayMove_NothingMoves()
    {
        Random random = new(1);
        Forest forest = RandomForests.Draw(random, Width, 5, 4);

        (SingleMove rise, SingleMove fall) = new WorstSingleMove([(forest, 1)], new bool[Width]).Of(RandomForests.Row(random, Width));

        Assert.Equal((-1, 0.0, -1, 0.0), (rise.Feature, rise.Change, fall.Feature, fall.Change));
        Assert.Throws<ArgumentException>(() => new WorstSingleMove([(forest, 1)], new bool[Width + 1]));
    }

    private static int Check((Forest Forest, double Weight)[] forests, bool[] free, double[] row, SingleMove move)
    {
        if (move.Feature < 0)
        {
            return 0;
        }

        double[] moved = [.. row];
        moved[move.Feature] = move.Value;
        Assert.True(free[move.Feature]);
        Assert.Equal(move.Change, Score(forests, moved) - Score(forests, row), 1e-9);
        return 1;
    }

    private static (double Most, double Least) ByTrying((Forest Forest, double Weight)[] forests, bool[] free, double[] row)
    {
        (double most, double least) = (0, 0);
        double own = Score(forests, row);
        for (int j = 0; j < Width; j++)
        {
            double[] thresholds =
            [
                .. forests.SelectMany(f => f.Forest.Trees).SelectMany(t => Enumerable.Range(0, t.Count).Where(n => t.Feature[n] == j).Select(n => t.Threshold[n]))
                    .Where(double.IsFinite),
            ];
            foreach (double value in free[j] ? thresholds.Concat(thresholds.Select(Math.BitIncrement)).Append(-1e30).Append(1e30) : [])
            {
                double[] moved = [.. row];
                moved[j] = value;
                double change = Score(forests, moved) - own;
                (most, least) = (Math.Max(most, change), Math.Min(least, change));
            }
        }

        return (most, least);
    }

    private static double Score((Forest Forest, double Weight)[] forests, double[] row) => forests.Sum(f => f.Weight * f.Forest.Score(row));
}
