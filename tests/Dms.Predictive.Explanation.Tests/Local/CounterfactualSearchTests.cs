using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Tests.Global;
using Dms.Predictive.Explanation.Tests.Trees;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation.Tests.Local;

public sealed class CounterfactualSearchTests
{
    /// <summary>Against every combination of observed values: the distance must be the smallest there is.</summary>
    [Fact]
    public void Find_RandomForests_SameDistanceAsTryingEverything()
    {
        int found = 0, none = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            Random random = new(seed);
            Forest forest = RandomForests.Draw(random, 4, 1 + random.Next(6), 4);
            double[][] rows = [.. Enumerable.Range(0, 12).Select(_ => RandomForests.Row(random, 4))];
            ObservedValues?[] seen = [.. Enumerable.Range(0, 4).Select(j =>
                rows.Any(r => double.IsFinite(r[j])) ? ObservedValues.Of(rows.Select(r => r[j])) : null)];
            int[] immutable = random.Next(2) == 0 ? [random.Next(4)] : [];
            bool falls = random.Next(2) == 0;
            CounterfactualQuestion question = new()
            {
                Row = rows[0],
                Falls = falls,
                Threshold = forest.Score(rows[0]) + ((falls ? -1 : 1) * (0.2 + (random.NextDouble() * 4))),
            };
            CounterfactualAnswer answer = new CounterfactualSearch(forest, seen, immutable).Find(question);
            double expected = Smallest(forest, rows, seen, immutable, question);
            Assert.True(answer.IsComplete);
            Assert.Equal(double.IsPositiveInfinity(expected), answer.Found is null);
            if (answer.Found is { } change)
            {
                found++;
                Assert.Equal(expected, change.Distance, 1e-9 * Math.Max(1, expected));
                Check(forest, question, change, immutable);
            }
            else
            {
                none++;
            }
        }

        Assert.True(found > 50 && none > 50, $"{found} found, {none} none: the draw tests one side only.");
    }

    [Fact]
    public void Find_CapReached_SaysSo()
    {
        Random random = new(1);
        Forest forest = RandomForests.Draw(random, 5, 30, 4);
        double[][] rows = [.. Enumerable.Range(0, 200).Select(_ => RandomForests.Row(random, 5))];
        ObservedValues[] seen = [.. Enumerable.Range(0, 5).Select(j => ObservedValues.Of(rows.Select(r => r[j])))];
        double[] row = rows.First(r => r.All(double.IsFinite));
        CounterfactualQuestion question = new() { Row = row, Falls = true, Threshold = forest.Score(row) - 2, MostTrials = 3 };
        Assert.False(new CounterfactualSearch(forest, seen, []).Find(question).IsComplete);
    }

    [Fact]
    public void NearestRow_OneOfTheRows_IsAtDistanceZero()
    {
        List<double[]> rows = [.. Enumerable.Range(0, 30).Select(i => new[] { i, i * 2.0, 5 })];
        ExplainedRows explained = ExplainedRows.Of(
            new SumAttributor(3), [.. Enumerable.Range(0, 30).Select(i => Timestamp.FromMinutes(i))], rows);
        ObservedValues?[] seen = [.. Enumerable.Range(0, 3).Select(j => ObservedValues.Of(explained.Values(j)))];
        Assert.Equal((0.0, 7), NearestRow.Of(rows[7], explained, seen));
        Assert.Equal(29, NearestRow.Of([100, 200, 5], explained, seen).Row);
    }

    [Fact]
    public void NearestCases_SameReasons_FoundApartInTime()
    {
        List<double[]> rows = [.. Enumerable.Range(0, 100).Select(i => new[] { i < 50 ? 1.0 + i : -1, i % 5 == 0 ? 3.0 : 0.1 })];
        ExplainedRows explained = ExplainedRows.Of(
            new SumAttributor(2), [.. Enumerable.Range(0, 100).Select(i => Timestamp.FromMinutes(i * 5))], rows);
        IReadOnlyList<NearCase> cases = NearestCases.Of(explained, 99, k => k < 90, TimeSpan.FromMinutes(30));
        Assert.Equal(5, cases.Count);
        Assert.All(cases, c => Assert.InRange(c.Row, 50, 93));
        Assert.Equal(cases.OrderByDescending(c => c.Cosine).Select(c => c.Row), cases.Select(c => c.Row));
        int[] inTime = [.. cases.Select(c => c.Row).Append(99).Order()];
        Assert.All(inTime.Zip(inTime.Skip(1)), p => Assert.True(p.Second - p.First >= 6));
        Assert.Equal(1, cases[0].Cosine, 1e-12);
    }

    private static void Check(Forest forest, CounterfactualQuestion question, Counterfactual change, int[] immutable)
    {
        double[] row = [.. question.Row];
        foreach (FeatureMove move in change.Moves)
        {
            Assert.DoesNotContain(move.Feature, immutable);
            row[move.Feature] = move.To;
        }

        Assert.InRange(change.Moves.Count, 1, 3);
        Assert.Equal(forest.Score(row), change.Score);
        Assert.True(question.IsMet(change.Score));
        Assert.Equal(change.Distance, change.Moves.Sum(m => m.Ranges), 1e-9 * Math.Max(1, change.Distance));
    }

    private static double Smallest(
        Forest forest, double[][] rows, ObservedValues?[] seen, int[] immutable, CounterfactualQuestion question)
    {
        double[][] options = [.. Enumerable.Range(0, 4).Select(j =>
            seen[j] is { InterquartileRange: > 0 } && !immutable.Contains(j) && double.IsFinite(question.Row[j])
                ? rows.Select(r => r[j]).Where(double.IsFinite).Append(question.Row[j]).Distinct().ToArray()
                : [question.Row[j]])];
        double best = double.PositiveInfinity;
        foreach (double a in options[0])
        {
            foreach (double b in options[1])
            {
                foreach (double c in options[2])
                {
                    foreach (double d in options[3])
                    {
                        double[] row = [a, b, c, d];
                        int[] moved = [.. Enumerable.Range(0, 4).Where(j => !row[j].Equals(question.Row[j]))];
                        if (moved.Length is >= 1 and <= 3 && question.IsMet(forest.Score(row)))
                        {
                            best = Math.Min(best, moved.Sum(
                                j => Math.Abs(row[j] - question.Row[j]) / seen[j]!.InterquartileRange));
                        }
                    }
                }
            }
        }

        return best;
    }
}
