using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>
/// Reads an ONNX file's structure before the native runtime sees it: no data outside the file, only the standard
/// operator sets in a known range, bounded sizes and nesting.
/// </summary>
public sealed class OnnxInspection
{
    private const int MostGraphLevels = 8;
    private const int MostNodes = 100_000;
    private const int MostLevels = 64;
    private int _nodes;

    private OnnxInspection()
    {
    }

    private enum Part
    {
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        SparseTensor,
        OperatorSet,
        Value,
        Type,
        Sequence,
    }

    /// <summary>Refuses a file that must not reach the runtime.</summary>
    /// <param name="model">The bytes of the file.</param>
    /// <exception cref="InputRefusedException"><c>onnx-malformed</c>, <c>onnx-external</c>, <c>onnx-domain</c>,
    /// <c>onnx-opset</c>, <c>onnx-size</c> or <c>onnx-depth</c>.</exception>
    public static void Refuse(ReadOnlySpan<byte> model)
    {
        try
        {
            new OnnxInspection().Walk(model, Part.Model, default);
        }
        catch (FormatException e)
        {
            throw new InputRefusedException("onnx-malformed", $"Not an ONNX file: {e.Message}", BundleFiles.Onnx, e);
        }
    }

    private void Walk(ReadOnlySpan<byte> message, Part part, Depth depth)
    {
        depth = new Depth(depth.Graphs + (part == Part.Graph ? 1 : 0), depth.Messages + 1);
        _nodes += part == Part.Node ? 1 : 0;
        if (depth.Graphs > MostGraphLevels || depth.Messages > MostLevels || _nodes > MostNodes)
        {
            throw Refusal("onnx-depth",
                $"More than {MostGraphLevels} nested graphs, {MostLevels} nested messages or {MostNodes} operators.");
        }

        if (part == Part.OperatorSet)
        {
            RefuseOperatorSet(message);
        }

        ProtobufCursor field = new(message);
        while (field.MoveNext())
        {
            RefuseField(part, field);
            if (Child(part, field.Field) is { } child)
            {
                Walk(field.HasContent ? field.Content : throw new FormatException("A number stands for a message."),
                    child, depth);
            }
        }

        // Data outside the file has a name of its own, so sizes come last.
        if (part == Part.Tensor)
        {
            OnnxTensorSize.Refuse(message);
        }
        else if (part == Part.SparseTensor)
        {
            OnnxTensorSize.RefuseSparse(message);
        }
    }

    private static Part? Child(Part part, int field) => (part, field) switch
    {
        (Part.Model, 7) or (Part.Attribute, 6 or 11) => Part.Graph,
        (Part.Model, 8) => Part.OperatorSet,
        (Part.Graph, 1) => Part.Node,
        (Part.Node, 5) => Part.Attribute,
        (Part.Graph, 5) or (Part.Attribute, 5 or 10) or (Part.SparseTensor, 1 or 2) => Part.Tensor,
        (Part.Graph, 15) or (Part.Attribute, 22 or 23) => Part.SparseTensor,
        (Part.Graph, 11 or 12 or 13) => Part.Value,
        (Part.Value, 2) or (Part.Attribute, 14 or 15) or (Part.Sequence, 1 or 2) => Part.Type,
        (Part.Type, 4 or 5 or 9) => Part.Sequence,
        _ => null,
    };

    private static void RefuseField(Part part, ProtobufCursor field)
    {
        if (part == Part.Tensor && (field.Field == 13 || (field.Field == 14 && field.Number != 0)))
        {
            throw Refusal("onnx-external", "A tensor lies outside the file.");
        }

        if (part == Part.Node && field.Field == 7)
        {
            RefuseDomain(Text(field.Content));
        }

        if (part == Part.Model && field.Field is 20 or 25)
        {
            throw Refusal("onnx-domain", "Training graphs and functions of its own are not served.");
        }
    }

    private static void RefuseOperatorSet(ReadOnlySpan<byte> message)
    {
        string domain = "";
        ulong version = 0;
        ProtobufCursor field = new(message);
        while (field.MoveNext())
        {
            domain = field.Field == 1 ? Text(field.Content) : domain;
            version = field.Field == 2 ? field.Number : version;
        }

        RefuseDomain(domain);
        (ulong low, ulong high) = domain == "ai.onnx.ml" ? (1UL, 5UL) : (7UL, 22UL);
        if (version < low || version > high)
        {
            throw Refusal("onnx-opset", $"Operator set '{domain}' has version {version}; expected {low} … {high}.");
        }
    }

    private static void RefuseDomain(string domain)
    {
        if (domain is not ("" or "ai.onnx" or "ai.onnx.ml"))
        {
            throw Refusal("onnx-domain", $"Operators of '{domain}' are not served.");
        }
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private static InputRefusedException Refusal(string code, string message) => new(code, message, BundleFiles.Onnx);

    private readonly record struct Depth(int Graphs, int Messages);
}
