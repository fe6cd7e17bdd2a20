using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Training.Onnx.Messages;

namespace Dms.Predictive.Training.Tests;

public sealed class ForeignNetworkTests
{
    private const int Steps = 12;
    private const int Columns = 4;

    public static TheoryData<string> Kinds => ["perceptron", "gru window", "gru flat row"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_NetworkFromRawWeights_ScoresAsItsMathematicsAndServesAsAMember(string kind)
    {
        (byte[] model, Func<double[], double> truth, ForeignContract contract) = Make(kind);
        using ForeignNetwork network = ForeignNetwork.Load(model, contract);
        LearnedMember member = new("elsewhere", AddsHar: true, network, 0.25);

        foreach (double[] row in Rows(contract.RowLength, 300, 9))
        {
            double expected = truth(row) - 3.0 + 0.25;
            Assert.Equal(expected, member.Ln(network.Score(row), -3.0), 1e-6 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Score_MissingOrInfiniteValue_IsNaN(string kind)
    {
        (byte[] model, _, ForeignContract contract) = Make(kind);
        using ForeignNetwork network = ForeignNetwork.Load(model, contract);
        double[] row = Rows(contract.RowLength, 1, 2)[0];
        double whole = network.Score(row);

        double[] missing = [.. row];
        missing[1] = double.NaN;
        double[] infinite = [.. row];
        infinite[2] = 1e300;

        Assert.True(double.IsNaN(network.Score(missing)) && double.IsNaN(network.Score(infinite)));
        Assert.Equal(whole, network.Score(row));
        Assert.Throws<ArgumentException>(() => network.Score(row.AsSpan(1)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void ScoreRows_ManyAtOnce_AsOneByOne(string kind)
    {
        (byte[] model, _, ForeignContract contract) = Make(kind);
        using ForeignNetwork network = ForeignNetwork.Load(model, contract);
        double[][] rows = Rows(contract.RowLength, 33, 4);
        rows[7][0] = double.NaN;
        rows[8][1] = double.NegativeInfinity;
        double[] scores = new double[rows.Length];

        network.ScoreRows([.. rows.SelectMany(r => r)], scores);

        for (int i = 0; i < rows.Length; i++)
        {
            double alone = network.Score(rows[i]);
            Assert.Equal(i is 7 or 8, double.IsNaN(scores[i]));
            Assert.True(i is 7 or 8 || Math.Abs(alone - scores[i]) <= 1e-6 * Math.Max(1, Math.Abs(alone)));
        }

        Assert.Throws<ArgumentException>(() => network.ScoreRows(rows[0], scores));
    }

    [Fact]
    public void Score_FromSeveralThreads_SameAsAlone()
    {
        (byte[] model, _, ForeignContract contract) = Make("gru window");
        using ForeignNetwork network = ForeignNetwork.Load(model, contract);
        double[][] rows = Rows(contract.RowLength, 400, 3);
        double[] alone = [.. rows.Select(r => network.Score(r))];
        double[] together = new double[rows.Length];

        Parallel.For(0, rows.Length, i => together[i] = network.Score(rows[i]));

        Assert.Equal(alone, together);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_GoldenScoreOff_Refused(string kind)
    {
        (byte[] model, _, ForeignContract contract) = Make(kind);
        double[] off = [.. contract.GoldenScores];
        off[5] += 1e-3;

        Assert.Equal("golden-mismatch", Code(model, contract with { GoldenScores = off }));
    }

    [Fact]
    public void Load_OtherShapesOrNames_Refused()
    {
        (byte[] model, _, ForeignContract contract) = Make("perceptron");
        double[][] wider = Rows(Columns + 1, 8, 1);
        (byte[] window, _, ForeignContract windows) = Make("gru window");

        Assert.Equal("onnx-io", Code(model, contract with { Input = "x" }));
        Assert.Equal("onnx-io", Code(model, contract with { Output = "y" }));
        Assert.Equal("onnx-io", Code(model, contract with { Columns = Columns + 1, GoldenRows = wider }));
        Assert.Equal("onnx-io", Code(window, windows with { Columns = Steps, Steps = Columns }));
    }

    [Theory]
    [InlineData("RandomNormalLike")]
    [InlineData("Bernoulli")]
    [InlineData("Loop")]
    [InlineData("NoSuchOperator")]
    public void Load_OperatorNotOnTheList_RefusedNamingIt(string type)
    {
        (_, _, ForeignContract contract) = Make("perceptron");
        byte[] model = RawNetworks.Single(RawNetworks.Node(type, ["features"], "score"), 1, Columns);

        InputRefusedException refusal = Assert.Throws<InputRefusedException>(() => ForeignNetwork.Load(model, contract));

        Assert.Equal("onnx-operator", refusal.Code);
        Assert.Contains(type, refusal.Message);
    }

    [Fact]
    public void Load_ForeignDomainOrDamage_Refused()
    {
        (byte[] model, _, ForeignContract contract) = Make("perceptron");
        NodeProto custom = RawNetworks.Node("Relu", ["features"], "score");
        custom.Domain = "com.example";

        Assert.Equal("onnx-domain", Code(RawNetworks.Single(custom, 1, Columns), contract));
        Assert.StartsWith("onnx-", Code(model[..^7], contract));
        Assert.StartsWith("onnx-", Code([], contract));
        Assert.Equal("onnx-size", Code(new byte[(64 * 1024 * 1024) + 1], contract));
    }

    [Fact]
    public void Load_ImpossibleContract_Throws()
    {
        (byte[] model, _, ForeignContract contract) = Make("perceptron");

        Assert.Throws<ArgumentException>(() => ForeignNetwork.Load(model, contract with { GoldenRows = [], GoldenScores = [] }));
        Assert.Throws<ArgumentException>(() => ForeignNetwork.Load(model, contract with { Columns = 0 }));
        Assert.Throws<ArgumentException>(() => ForeignNetwork.Load(model, contract with { Steps = 4_096, Columns = 4_096 }));
        Assert.Throws<ArgumentException>(() => ForeignNetwork.Load(model, contract with { Tolerance = 0.1 }));
    }

    [PythonOnnxFact]
    public void RawNetworks_PassTheReferenceChecker()
    {
        foreach (string kind in new[] { "perceptron", "gru window", "gru flat row" })
        {
            string file = Path.GetTempFileName();
            try
            {
                File.WriteAllBytes(file, Make(kind).Model);
                (int exitCode, string text) = PythonOnnxFactAttribute.Run(
                    "import sys, onnx; onnx.checker.check_model(onnx.load(sys.argv[1]), full_check=True)", file);
                Assert.True(exitCode == 0, kind + ": " + text);
            }
            finally
            {
                File.Delete(file);
            }
        }
    }

    private static string Code(byte[] model, ForeignContract contract) =>
        Assert.Throws<InputRefusedException>(() => ForeignNetwork.Load(model, contract)).Code;

    private static (byte[] Model, Func<double[], double> Truth, ForeignContract Contract) Make(string kind)
    {
        int steps = kind == "perceptron" ? 1 : Steps;
        (byte[] model, Func<double[], double> truth) = kind == "perceptron"
            ? RawNetworks.Perceptron(Columns, 3)
            : RawNetworks.Gru(Steps, Columns, 4, flat: kind == "gru flat row");
        double[][] golden = Rows(steps * Columns, 8, 1);
        return (model, truth, new ForeignContract(Columns, steps) { GoldenRows = golden, GoldenScores = [.. golden.Select(truth)] });
    }

    private static double[][] Rows(int length, int count, int seed)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            Enumerable.Range(0, length).Select(_ => (random.NextDouble() * 4) - 2).ToArray())];
    }
}
