using Dms.Predictive.Core;
using static Dms.Predictive.Learning.Tests.Proto;

namespace Dms.Predictive.Learning.Tests;

public sealed class OnnxInspectionTests
{
    private static readonly byte[] External = Message((13, Message((1, Utf8("location")))));
    private static readonly byte[] DefaultSet = Message((2, 17UL));

    [Fact]
    public void Refuse_SampleModel_Accepted() => OnnxInspection.Refuse(SampleBundle.SampleFile("model.onnx"));

    [Fact]
    public void Refuse_ExternalInitializer_OnnxExternal() => Expect("onnx-external", Graph((5, External)));

    [Fact]
    public void Refuse_DataLocationExternal_OnnxExternal() => Expect("onnx-external", Graph((5, Message((14, 1UL)))));

    [Fact]
    public void Refuse_ExternalInSparseTensor_OnnxExternal() =>
        Expect("onnx-external", Graph((15, Message((1, External)))));

    [Fact]
    public void Refuse_ExternalInAttributeTensor_OnnxExternal() =>
        Expect("onnx-external", Graph((1, Message((5, Message((5, External)))))));

    [Fact]
    public void Refuse_ExternalInSubgraph_OnnxExternal() =>
        Expect("onnx-external", Graph((1, Message((5, Message((6, Message((5, External)))))))));

    [Fact]
    public void Refuse_OperatorOfAnotherDomain_OnnxDomain() =>
        Expect("onnx-domain", Graph((1, Message((7, Utf8("com.microsoft"))))));

    [Fact]
    public void Refuse_OperatorSetOfAnotherDomain_OnnxDomain() =>
        Expect("onnx-domain", Message((8, Message((1, Utf8("custom")), (2, 1UL)))));

    [Fact]
    public void Refuse_FunctionsOfItsOwn_OnnxDomain() => Expect("onnx-domain", Message((25, DefaultSet)));

    [Theory]
    [InlineData(3UL)]
    [InlineData(99UL)]
    public void Refuse_OperatorSetOutsideRange_OnnxOpset(ulong version) =>
        Expect("onnx-opset", Message((8, Message((2, version)))));

    [Theory]
    [InlineData(1UL << 40)]
    [InlineData(ulong.MaxValue)]
    public void Refuse_HugeDimension_OnnxSize(ulong dimension) =>
        Expect("onnx-size", Graph((5, Message((1, 4UL), (1, dimension)))));

    [Fact]
    public void Refuse_PackedDimensionsOverflow_OnnxSize() =>
        Expect("onnx-size", Graph((5, Message((1, (byte[])[.. Varint(1UL << 25), .. Varint(1UL << 25)])))));

    [Fact]
    public void Refuse_NestedGraphs_OnnxDepth()
    {
        byte[] graph = [];
        for (int i = 0; i < 20; i++)
        {
            graph = Message((1, Message((5, Message((6, graph))))));
        }

        Expect("onnx-depth", Message((7, graph)));
    }

    [Fact]
    public void Refuse_TruncatedAnywhere_NeverAnotherException()
    {
        byte[] model = SampleBundle.SampleFile("model.onnx");
        foreach (int length in Enumerable.Range(1, model.Length - 1))
        {
            if (Record.Exception(() => OnnxInspection.Refuse(model.AsSpan(0, length))) is { } e)
            {
                Assert.Equal("onnx-malformed", Assert.IsType<InputRefusedException>(e).Code);
            }
        }
    }

    [Fact]
    public void Refuse_SeededMutations_OnlyRefusals()
    {
        byte[] model = SampleBundle.SampleFile("model.onnx");
        Random random = new(5);
        for (int round = 0; round < 5_000; round++)
        {
            byte[] changed = [.. model];
            for (int i = 0; i < 3; i++)
            {
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            }

            if (Record.Exception(() => OnnxInspection.Refuse(changed)) is { } e)
            {
                Assert.StartsWith("onnx-", Assert.IsType<InputRefusedException>(e).Code, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void Refuse_OverlongNumber_OnnxMalformed() =>
        Expect("onnx-malformed", [0x08, .. Enumerable.Repeat((byte)0xFF, 10), 0x01]);

    private static void Expect(string code, byte[] model) =>
        Assert.Equal(code, Assert.Throws<InputRefusedException>(() => OnnxInspection.Refuse(model)).Code);

    private static byte[] Graph((int Field, object Value) field) => Message((8, DefaultSet), (7, Message(field)));
}
