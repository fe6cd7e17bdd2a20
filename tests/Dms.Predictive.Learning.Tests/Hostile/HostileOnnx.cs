using static Dms.Predictive.Learning.Tests.Proto;

namespace Dms.Predictive.Learning.Tests;

/// <summary>The sample's ONNX file with something added: protobuf merges what is appended.</summary>
internal static class HostileOnnx
{
    private static readonly byte[] External =
        Message((1, 4UL), (2, 1UL), (8, Utf8("w")), (13, Message((1, Utf8("location")), (2, Utf8("../../secret")))), (14, 1UL));

    public static byte[] Sound => SampleBundle.SampleFile("model.onnx");

    public static byte[] ExternalData => Graph((5, External));

    public static byte[] ExternalInSparse => Graph((15, Message((1, External), (3, 4UL))));

    public static byte[] ExternalInSparseIndices => Graph((15, Message((1, Message((1, 1UL), (4, new byte[4]))), (2, External), (3, 4UL))));

    public static byte[] ExternalInAttribute => Graph((1, Node("Constant", (5, External))));

    public static byte[] ExternalInAttributeList => Graph((1, Node("Constant", (10, External))));

    public static byte[] ExternalInSparseAttribute => Graph((1, Node("Constant", (22, Message((1, External))))));

    public static byte[] ExternalInSubgraph => Graph((1, Node("If", (6, Message((5, External))))));

    public static byte[] ForeignOperator => Graph((1, Message((4, Utf8("Run")), (7, Utf8("com.example")))));

    public static byte[] ForeignOperatorSet => [.. Sound, .. Message((8, Message((1, Utf8("com.microsoft")), (2, 1UL))))];

    public static byte[] OldOperatorSet => [.. Sound, .. Message((8, Message((2, 3UL))))];

    public static byte[] NewOperatorSet => [.. Sound, .. Message((8, Message((1, Utf8("ai.onnx.ml")), (2, 99UL))))];

    public static byte[] Overflow => Graph((5, Message((1, 1UL << 33), (1, 1UL << 33), (2, 1UL), (9, new byte[8]))));

    public static byte[] NegativeLength => Graph((5, Message((1, ulong.MaxValue), (2, 1UL), (9, new byte[8]))));

    public static byte[] OverCap => Graph((5, Message((1, (byte[])[.. Varint(1UL << 14), .. Varint(1UL << 13)]), (2, 1UL))));

    public static byte[] LengthWithoutContent => Graph((5, Message((1, 1UL << 25), (2, 1UL))));

    public static byte[] SparseOfNothing => Graph((15, Message((1, Message((1, 1UL), (4, new byte[4]))), (3, 1UL << 30))));

    public static byte[] NestedGraphs
    {
        get
        {
            byte[] graph = [];
            for (int i = 0; i < 9; i++)
            {
                graph = Message((1, Node("If", (6, graph))));
            }

            return [.. Sound, .. Message((7, graph))];
        }
    }

    public static byte[] NestedTypes
    {
        get
        {
            byte[] type = Message((1, Message((1, 1UL))));
            for (int i = 0; i < 200; i++)
            {
                type = Message((4, Message((1, type))));
            }

            return Graph((13, Message((1, Utf8("v")), (2, type))));
        }
    }

    public static byte[] TooManyNodes
    {
        get
        {
            byte[] node = Message((1, Message((4, Utf8("Neg")))));
            return [.. Sound, .. Message((7, (byte[])[.. Enumerable.Repeat(node, 100_001).SelectMany(n => n)]))];
        }
    }

    public static byte[] OtherInput
    {
        get
        {
            byte[] model = Sound;
            ReadOnlySpan<byte> name = "features"u8;
            for (int at = model.AsSpan().IndexOf(name); at >= 0; at = model.AsSpan().IndexOf(name))
            {
                model[at] = (byte)'g';
            }

            return model;
        }
    }

    /// <summary>A tree that asks for a column beyond the row: the runtime loads it and fails when it scores.</summary>
    public static byte[] ColumnBeyondRow
    {
        get
        {
            byte[] model = Sound;
            ReadOnlySpan<byte> name = "nodes_featureids"u8;
            model[model.AsSpan().IndexOf(name) + name.Length + 2] = 91;
            return model;
        }
    }

    /// <summary>A tree whose root is its own child: the runtime loads it and scores for ever.</summary>
    public static byte[] CycleOfTrees
    {
        get
        {
            byte[] model = Sound;
            ReadOnlySpan<byte> name = "nodes_truenodeids"u8;
            model[model.AsSpan().IndexOf(name) + name.Length + 2] = 0;
            name = "nodes_falsenodeids"u8;
            model[model.AsSpan().IndexOf(name) + name.Length + 2] = 0;
            return model;
        }
    }

    public static byte[] NumberCutOffInATree
    {
        get
        {
            byte[] model = Sound;
            ReadOnlySpan<byte> name = "nodes_treeids"u8;
            int length = model.AsSpan().IndexOf(name) + name.Length + 1;
            model[length + model[length]] = 0x80;
            return model;
        }
    }

    public static byte[] CutOff => Sound[..^7];

    public static byte[] OverlongNumber => [.. Sound, 0x08, .. Enumerable.Repeat((byte)0xFF, 10), 0x01];

    private static byte[] Node(string type, (int Field, byte[] Value) attribute) =>
        Message((4, Utf8(type)), (5, Message((1, Utf8("a")), ((int)attribute.Field, attribute.Value))));

    private static byte[] Graph((int Field, object Value) field) => [.. Sound, .. Message((7, Message(field)))];
}
