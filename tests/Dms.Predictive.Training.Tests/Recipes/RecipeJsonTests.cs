using System.Text;
using Dms.Predictive.Core;
using Dms.Predictive.Features;

namespace Dms.Predictive.Training.Tests;

public sealed class RecipeJsonTests
{
    public static TheoryData<string> Named => [.. NamedRecipes.All.Keys];

    [Theory]
    [MemberData(nameof(Named))]
    public void WriteThenRead_NamedRecipe_SameHash(string name)
    {
        BlendRecipe recipe = NamedRecipes.All[name];

        BlendRecipe read = RecipeJson.Read(RecipeJson.Write(recipe), "file");

        Assert.Equal(recipe.Hash, read.Hash);
        Assert.Equal(name, read.Name);
    }

    [Fact]
    public void Read_FlatTreesFile_OneMemberWithThoseTrees()
    {
        BlendRecipe recipe = Read("""{ "leaves": 7, "learningRate": 0.03 }""");

        MemberRecipe only = Assert.Single(recipe.Members);
        Assert.Equal(new BoostingRecipe { Leaves = 7, LearningRate = 0.03 }, only.Trees);
        Assert.Equal("gbdt", only.Id);
    }

    [Fact]
    public void Read_EveryKey_ReachesTheMember()
    {
        MemberRecipe member = Read("""
            {"schema":"dms-recipe/1","name":"n","members":[{"id":"q-1","learner":"nativeLightGbm","target":"harResidual",
             "loss":"squared","trees":{"trees":3},"ridgePenalty":2,"families":["book"],"increasing":["ln_rv_*"]}]}
            """).Members[0];

        Assert.Equal("q-1 NativeLightGbm HarResidual Squared " + new BoostingRecipe { Trees = 3 }
            + " ridge=2 families=book increasing=ln_rv_*", member.Canonical());
    }

    [Theory]
    [InlineData("""{"id":"Q"}""", "lower-case")]
    [InlineData("""{"id":"garch"}""", "not be one of")]
    [InlineData("""{"loss":"qlike"}""", "nativeLightGbm")]
    [InlineData("""{"learner":"ridge","increasing":["a"]}""", "increasing")]
    [InlineData("""{"learner":1}""", "learner")]
    [InlineData("""{"learner":"lightgbm2"}""", "learner")]
    [InlineData("""{"families":["tea-leaves"]}""", "tea-leaves")]
    [InlineData("""{"families":["book","book"]}""", "once")]
    [InlineData("""{"families":null}""", "families")]
    [InlineData("""{"ridgePenalty":-1}""", "ridgePenalty")]
    [InlineData("""{"trees":{"leaves":1}}""", "trees.leaves")]
    [InlineData("""{"trees":{"leafs":1}}""", "leafs")]
    [InlineData("""{"id":"a","id":"b"}""", "Duplicate")]
    [InlineData("""{"id":"a"},{"id":"a"}""", "different ids")]
    public void Read_BadMember_RefusedNamingIt(string members, string named)
    {
        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() =>
            Read($$"""{"schema":"dms-recipe/1","name":"n","members":[{{members}}]}"""));

        Assert.Equal(("recipe", "file"), (refusal.Code, refusal.Where));
        Assert.Contains(named, refusal.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"schema":"dms-recipe/2","name":"n","members":[{}]}""")]
    [InlineData("""{"schema":"dms-recipe/1","name":"n","members":[]}""")]
    [InlineData("""{"schema":"dms-recipe/1","name":"n n","members":[{}]}""")]
    [InlineData("""{"schema":"dms-recipe/1","name":"n","members":[{}],"extra":1}""")]
    [InlineData("""{"schema":"dms-recipe/1","members":[{}]}""")]
    public void Read_BadDocument_Refused(string text) =>
        Assert.Equal("recipe", Assert.Throws<InputRefusedException>(() => Read(text)).Code);

    [Fact]
    public void Read_Online_ReachesTheRecipeAndItsHash()
    {
        BlendRecipe recipe = RecipeJson.Read(
            """{"schema":"dms-recipe/1","name":"x","members":[{}],"online":{"rate":0.01,"scaleHalfLifeDays":14}}"""u8, "here");

        Assert.Equal((0.01, 14, 0.10), (recipe.Online.Rate, recipe.Online.ScaleHalfLifeDays, recipe.Online.GuardFloor));
        Assert.NotEqual(new BlendRecipe("x", recipe.Members).Hash, recipe.Hash);
        Assert.Equal(recipe.Hash, RecipeJson.Read(RecipeJson.Write(recipe), "here").Hash);
    }

    [Fact]
    public void Read_OnlineRateOutOfRange_IsRefusedByName() => Assert.Contains("Rate", Assert.Throws<InputRefusedException>(
        () => RecipeJson.Read("""{"schema":"dms-recipe/1","name":"x","members":[{}],"online":{"rate":2}}"""u8, "here")).Message);

    [Fact]
    public void Families_OfTheCatalogue_AreAllKnown() => Assert.All(
        FeatureCatalog.Bars.Features, f => new MemberRecipe { Families = [f.Family] }.Checked());

    [Fact]
    public void Hash_AnySettingChanged_Changes()
    {
        MemberRecipe plain = new() { Learner = Learner.NativeLightGbm };
        MemberRecipe[] changed =
        [
            plain, plain with { Id = "b" }, plain with { Learner = Learner.Ridge }, plain with { Target = MemberTarget.HarResidual },
            plain with { Loss = MemberLoss.Qlike }, plain with { Trees = new BoostingRecipe { L2 = 2 } },
            plain with { RidgePenalty = 1 }, plain with { Families = ["book"] }, plain with { Increasing = ["a"] },
        ];

        Assert.Equal(changed.Length, changed.Select(m => new BlendRecipe("n", [m]).Hash).Distinct().Count());
    }

    private static BlendRecipe Read(string text) => RecipeJson.Read(Encoding.UTF8.GetBytes(text), "file");
}
