using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>
/// Rows that follow each other share outcome minutes, so folds dealt at random put the answers into the training set.
/// Only the folder that demonstrates this may split so.
/// </summary>
public sealed partial class FoldTests
{
    private static readonly string Referee = Path.Combine("src", "Dms.Predictive.Training", "Referee");

    [Fact]
    public void Source_OutsideTheReferee_NeverShufflesOrFoldsRows()
    {
        List<string> files = [.. Repository.Files("src", "*.cs").Where(f => !InReferee(f))];
        Assert.True(files.Count > 300, "Hardly any source was found.");
        Assert.Empty(files.SelectMany(f => File.ReadLines(f).Select((text, i) => (f, text, Line: i + 1)))
            .Where(l => Banned().IsMatch(l.text)).Select(l => $"{Repository.Relative(l.f)}:{l.Line}: {l.text.Trim()}"));
    }

    [Fact]
    public void Referee_Shuffles_SoThePatternFindsWhatItIsFor() =>
        Assert.Contains(Repository.Files("src", "*.cs").Where(InReferee), f => Banned().IsMatch(File.ReadAllText(f)));

    [Theory]
    [InlineData("var folds = context.Regression.CrossValidate(view, estimator, numberOfFolds: 5);")]
    [InlineData("var split = context.Data.TrainTestSplit(view, 0.2);")]
    [InlineData("view = context.Data.ShuffleRows(view, seed: 1);")]
    [InlineData("random.Shuffle(rows);")]
    [InlineData("Fold[] k = StratifiedKFold(rows, 5);")]
    [InlineData("rows.OrderBy(_ => random.Next())")]
    [InlineData("rows.OrderBy(r => generator.NextUniform())")]
    [InlineData("List<Fold> folds = FoldPlan.Shuffled(rows, 4, seed);")]
    public void Pattern_WaysToShuffle_AreFound(string line) => Assert.Matches(Banned(), line);

    [Theory]
    [InlineData("public bool CanShuffle => false;")]
    [InlineData("half = Vector128.Max(half, Vector128.Shuffle(half, lanes));")]
    [InlineData("rows.OrderBy(r => r.Minute)")]
    [InlineData("/// The labels are shuffled only in tests.")]
    public void Pattern_HonestLines_AreNot(string line) => Assert.DoesNotMatch(Banned(), line);

    private static bool InReferee(string file) =>
        Repository.Relative(file).StartsWith(Referee + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    [GeneratedRegex(
        @"(?<!Vector\d+\.)\bShuffled?\w*\s*\(|\bFoldPlan\b|\bCrossValidat|\bTrainTestSplit|\bCreateCrossValidation|KFolds?\b|OrderBy(Descending)?\(\s*\w+\s*=>\s*\w+\.Next")]
    private static partial Regex Banned();
}
