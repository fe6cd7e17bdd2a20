using System.Reflection;
using Microsoft.ML.Trainers.FastTree;

namespace Dms.Predictive.Training.Tests;

/// <summary>Fails when an update of ML.NET moves what only reflection can reach.</summary>
public sealed class MlNetTreeReaderTests
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    [Fact]
    public void MlNet_MissingDirection_StillHasItsMembers()
    {
        FieldInfo? tree = typeof(RegressionTreeBase).GetField("_tree", Hidden);

        Assert.NotNull(tree);
        PropertyInfo? property = tree.FieldType.GetProperty("DefaultValueForMissing", Hidden);
        Type? type = property?.PropertyType ?? tree.FieldType.GetField("DefaultValueForMissing", Hidden)?.FieldType;
        Assert.Equal(typeof(float[]), type);
    }

    [Theory]
    [InlineData("_shapeToInputMap", typeof(int[]))]
    [InlineData("_binUpperBounds", typeof(double[][]))]
    [InlineData("_binEffects", typeof(double[][]))]
    public void MlNet_ShapeFunctions_StillHaveTheirFields(string name, Type type) =>
        Assert.Equal(type, typeof(GamModelParametersBase).GetField(name, Hidden)?.FieldType);
}
