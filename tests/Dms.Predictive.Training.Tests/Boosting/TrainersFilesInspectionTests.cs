using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Training.Tests;

/// <summary>What the trainers really write passes the inspection that hostile files do not.</summary>
public sealed class TrainersFilesInspectionTests
{
    private static readonly BoostingRecipe Trees = new() { Trees = 12, Leaves = 7, MinimumRowsPerLeaf = 20 };

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.1)]
    public void LightGbmText_OfARealFit_AcceptedUntilItIsCutOrLies(double missingShare)
    {
        FittedMember member = MemberTrainer.Fit(
            SyntheticRows.Make(2_000, 6, 5, missingShare), new MemberRecipe { Learner = Learner.NativeLightGbm, Trees = Trees }, 7);
        string text = member.NativeText!;

        LightGbmTextInspection.Refuse(Encoding.UTF8.GetBytes(text));
        foreach (string spoilt in new[]
        {
            text[..(text.Length / 2)], text.Replace("num_leaves=7", "num_leaves=70", StringComparison.Ordinal),
            text + "\nparameters:\n[linear_tree: 1]\nend of parameters\n", text.Replace("Tree=3\n", "Tree=9\n", StringComparison.Ordinal),
        })
        {
            Assert.NotEqual(text, spoilt);
            Assert.Equal("tree-structure", Assert.Throws<InputRefusedException>(() => LightGbmTextInspection.Refuse(Encoding.UTF8.GetBytes(spoilt))).Code);
        }
    }

    [Fact]
    public void LightGbmText_OfAConstantTarget_Accepted()
    {
        float[] x = [.. Enumerable.Range(0, 200).Select(i => (float)i)];
        FittedMember member = MemberTrainer.Fit(
            new TrainingRows(["x"], x, new float[200]), new MemberRecipe { Learner = Learner.NativeLightGbm, Trees = Trees }, 7);

        LightGbmTextInspection.Refuse(Encoding.UTF8.GetBytes(member.NativeText!));
    }

    [Fact]
    public void Zip_OfARealFit_AcceptedUntilAByteIsLost()
    {
        using MemoryStream zip = new();
        BoostedTreesTrainer.Train(SyntheticRows.Make(2_000, 6, 5), Trees, 7).SaveZip(zip);

        ZipInspection.Refuse(zip.ToArray());
        Assert.Equal("zip-malformed", Assert.Throws<InputRefusedException>(() => ZipInspection.Refuse(zip.ToArray()[1..])).Code);
    }
}
