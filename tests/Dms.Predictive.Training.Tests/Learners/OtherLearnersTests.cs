using System.Text.Json;
using Dms.Predictive.Learning;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Dms.Predictive.Training.Tests;

/// <summary>FastTree, the additive model, ridge and quantiles against their sources.</summary>
public sealed class OtherLearnersTests
{
    private static readonly BoostingRecipe Small =
        new() { Trees = 30, Leaves = 12, MinimumRowsPerLeaf = 20, LearningRate = 0.1, FeatureFraction = 0.8 };

    private static readonly TrainingRows Rows = WithEmptyColumn(SyntheticRows.Make(4_000, 7, 5));

    public static TheoryData<Learner> Learners => [.. Enum.GetValues<Learner>().Where(l => l != Learner.Network)];

    [Fact]
    public void FastTree_ProbesAndMissingValues_EqualsMlNet()
    {
        (Forest forest, ImputedRows imputed, ITransformer source) = FastTreeLearner.FitBoth(Rows, Small, 7, default);

        RefuseDifference(forest, imputed, source);
        Assert.Contains(forest.Trees, t => t.Threshold.Any(double.IsPositiveInfinity));
    }

    [Fact]
    public void Additive_ProbesAndMissingValues_EqualsMlNetAndItsShapes()
    {
        var (forest, imputed, source) = AdditiveLearner.FitBoth(Rows, Small with { LearningRate = 1 }, 7, default);

        RefuseDifference(forest, imputed, source);
        Assert.All(forest.Trees, t => Assert.Single(t.Feature.Where(f => f >= 0).Distinct()));
        foreach (float[] probe in ProbeRows.For(forest, 2_000, 3))
        {
            float[] seen = imputed.Impute(probe);
            double shapes = source.Model.Bias;
            foreach ((int column, double[] bounds, double[] effects) in MlNetTreeReader.Shapes(source.Model))
            {
                int bin = Array.FindIndex(bounds, b => seen[column] <= b);
                shapes += effects[bin < 0 ? ^1 : bin];
            }

            Assert.Equal(shapes, ProbeRows.Score(forest, probe), 1e-12);
        }
    }

    [Fact]
    public void Additive_ManyAlikeColumns_FitsAndDoesNotRunAway()
    {
        TrainingRows one = SyntheticRows.Make(3_000, 1, 5, 0);
        float[] alike = [.. one.RowMajor.ToArray().SelectMany(x => Enumerable.Repeat(x, 40))];
        TrainingRows rows = new([.. Enumerable.Range(0, 40).Select(i => $"f{i}")], alike, one.Target);
        BoostingRecipe fast = Small with { LearningRate = 1, Trees = 100 };

        IRowModel model = MemberTrainer.Fit(rows, new MemberRecipe { Learner = Learner.Additive, Trees = fast }, 7).Model;

        double error = Enumerable.Range(0, rows.Rows).Average(r => Math.Pow(
            model.Score([.. Enumerable.Repeat((double)one.RowMajor.Span[r], 40)]) - one.Target.Span[r], 2));
        Assert.True(error < 0.05, $"mean squared error {error}; the target's own noise is 0.01 and its variance about 0.4");
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Fit_TwiceAndBeside_SameModel(Learner learner)
    {
        MemberRecipe recipe = new() { Learner = learner, Trees = Small };
        string alone = Json(MemberTrainer.Fit(Rows, recipe, 7).Model);
        string[] beside = new string[2];

        Parallel.For(0, 2, i => beside[i] = Json(MemberTrainer.Fit(Rows, recipe, 7).Model));

        Assert.All(beside, b => Assert.Equal(alone, b));
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Fit_ColumnNeverSeen_IsNotRead(Learner learner)
    {
        IRowModel model = MemberTrainer.Fit(Rows, new MemberRecipe { Learner = learner, Trees = Small }, 7).Model;
        double[] row = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, double.NaN];
        double missing = model.Score(row);

        row[7] = 12;

        Assert.Equal(missing, model.Score(row));
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Json_WriteThenRead_SameBits(Learner learner)
    {
        IRowModel model = MemberTrainer.Fit(Rows, new MemberRecipe { Learner = learner, Trees = Small }, 7).Model;
        using JsonDocument document = JsonDocument.Parse(Json(model));

        IRowModel read = RowModelJson.Read(document.RootElement);

        Assert.Equal(Json(model), Json(read));
        Assert.Equal(model.Score(new double[8]), read.Score(new double[8]));
    }

    [Fact]
    public void Ridge_NoPenalty_ResidualsAreOrthogonalToEveryColumn()
    {
        IRowModel model = MemberTrainer.Fit(Rows, new MemberRecipe { Learner = Learner.Ridge, RidgePenalty = 0 }, 7).Model;
        double[] value = new double[8];
        double[] flag = new double[8];
        double sum = 0;
        for (int r = 0; r < Rows.Rows; r++)
        {
            double[] row = RowOf(r);
            double residual = Rows.Target.Span[r] - model.Score(row);
            sum += residual;
            for (int c = 0; c < 8; c++)
            {
                value[c] += double.IsNaN(row[c]) ? 0 : residual * row[c];
                flag[c] += double.IsNaN(row[c]) ? residual : 0;
            }
        }

        // The normal equations: what least squares means.
        Assert.All([sum, .. value, .. flag], s => Assert.Equal(0, s / Rows.Rows, 1e-6));
    }

    [Fact]
    public void Ridge_DependentColumn_SameFitAsWithout()
    {
        TrainingRows plain = SyntheticRows.Make(2_000, 3, 5, 0);
        float[] values = [.. Enumerable.Range(0, plain.Rows).SelectMany(r =>
        {
            float[] row = plain.RowMajor.Slice(r * 3, 3).ToArray();
            return row.Append(2 * row[0]);
        })];
        MemberRecipe recipe = new() { Learner = Learner.Ridge, RidgePenalty = 0 };

        IRowModel four = MemberTrainer.Fit(new TrainingRows(["a", "b", "c", "d"], values, plain.Target), recipe, 7).Model;
        IRowModel three = MemberTrainer.Fit(plain, recipe, 7).Model;

        Assert.Equal(three.Score([1, -1, 0.5]), four.Score([1, -1, 0.5, 2]), 1e-9);
    }

    [Fact]
    public void Ridge_LargePenalty_PredictsTheMean()
    {
        LinearModel model = (LinearModel)MemberTrainer.Fit(
            Rows, new MemberRecipe { Learner = Learner.Ridge, RidgePenalty = 1_000_000 }, 7).Model;

        Assert.Equal(model.Intercept, model.Score([1, 1, 1, 1, 1, 1, 1, 1]), 1e-3);
    }

    [Fact]
    public void Ridge_ValueFarOutside_CountsAsTheEndOfTheRange()
    {
        LinearModel model = (LinearModel)MemberTrainer.Fit(Rows, new MemberRecipe { Learner = Learner.Ridge }, 7).Model;
        double[] end = [model.High[0], 0, 0, 0, 0, 0, 0, 0];

        Assert.Equal(model.Score(end), model.Score([1e30, .. end[1..]]));
        Assert.NotEqual(model.Score(end), model.Score([model.Low[0], .. end[1..]]));
    }

    [Fact]
    public void Ridge_Attributions_AddUpToTheScoreBitForBit()
    {
        LinearModel model = (LinearModel)MemberTrainer.Fit(Rows, new MemberRecipe { Learner = Learner.Ridge }, 7).Model;
        double[] parts = new double[8];
        for (int r = 0; r < 500; r++)
        {
            double[] row = RowOf(r);
            double score = model.Attribute(row, parts);

            Assert.Equal(model.Score(row), score);
            Assert.Equal(score, parts.Aggregate(model.Intercept, (sum, p) => sum + p));
        }
    }

    [Fact]
    public void Quantiles_FreshRows_NeverCrossAndCover()
    {
        TrainingRows rows = Absolute(20_000, 1);
        TrainingRows fresh = Absolute(10_000, 2);
        QuantileForecaster forecaster = QuantileTrainer.Fit(
            rows, new BoostingRecipe { Trees = 60, Leaves = 8, MinimumRowsPerLeaf = 200, LearningRate = 0.1 }, 7);
        double[] quantiles = new double[5];
        int[] below = new int[5];
        for (int r = 0; r < fresh.Rows; r++)
        {
            forecaster.Forecast([fresh.RowMajor.Span[r]], quantiles);
            Assert.True(quantiles.Zip(quantiles.Skip(1)).All(p => p.First <= p.Second) && quantiles[0] >= 0);
            for (int q = 0; q < 5; q++)
            {
                below[q] += fresh.Target.Span[r] <= quantiles[q] ? 1 : 0;
            }
        }

        // Four standard errors of a share, and one percent for what the trees smooth.
        Assert.All(below.Zip(forecaster.Levels), p => Assert.Equal(
            p.Second, p.First / (double)fresh.Rows, 0.01 + (4 * Math.Sqrt(p.Second * (1 - p.Second) / fresh.Rows))));
    }

    [Fact]
    public void Quantiles_NegativeTarget_Refused() => Assert.Throws<ArgumentException>(() =>
        QuantileTrainer.Fit(SyntheticRows.Make(500, 2, 1), new BoostingRecipe(), 1));

    private static void RefuseDifference(Forest forest, ImputedRows imputed, ITransformer source)
    {
        float[][] probes = [.. ProbeRows.For(forest, 5_000, 3), .. Enumerable.Range(0, 500).Select(
            r => Rows.RowMajor.Slice(r * 8, 8).ToArray())];
        SchemaDefinition definition = SchemaDefinition.Create(typeof(Row));
        definition[nameof(Row.Features)].ColumnType = new VectorDataViewType(NumberDataViewType.Single, imputed.Rows.Columns);
        IDataView view = new MLContext(1).Data.LoadFromEnumerable(
            probes.Select(p => new Row { Features = imputed.Impute(p) }), definition);
        float[] scores = [.. source.Transform(view).GetColumn<float>("Score")];

        // ML.NET's score is a float.
        Assert.All(probes.Zip(scores), p =>
        {
            double own = ProbeRows.Score(forest, p.First);
            Assert.Equal(p.Second, own, 1e-6 * Math.Max(1, Math.Abs(own)));
        });
        Assert.True(scores.Distinct().Count() > 100);
    }

    private static TrainingRows WithEmptyColumn(TrainingRows rows) => new(
        [.. rows.FeatureNames, "never"],
        Enumerable.Range(0, rows.Rows)
            .SelectMany(r => rows.RowMajor.Slice(r * rows.Columns, rows.Columns).ToArray().Append(float.NaN)).ToArray(),
        rows.Target);

    private static TrainingRows Absolute(int count, int seed)
    {
        Random random = new(seed);
        float[] x = [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble())];
        return new TrainingRows(["x"], x, x.Select(v => (float)((1 + (4 * v)) * random.NextDouble())).ToArray());
    }

    private static double[] RowOf(int r) => [.. Rows.RowMajor.Slice(r * 8, 8).ToArray().Select(x => (double)x)];

    private static string Json(IRowModel model)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream))
        {
            RowModelJson.Write(writer, model);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private sealed class Row
    {
        public float[] Features { get; set; } = [];

        public float Label { get; set; }
    }
}
