using System.Text;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>One operator of an ONNX graph with its attributes by name.</summary>
internal sealed class OnnxOperator
{
    private readonly Dictionary<string, Value> _attributes = new(StringComparer.Ordinal);

    private OnnxOperator()
    {
    }

    public string Type { get; private set; } = "";

    public string Domain { get; private set; } = "";

    public string Output { get; private set; } = "";

    /// <summary>Reads a node message.</summary>
    public static OnnxOperator Read(ReadOnlySpan<byte> message)
    {
        OnnxOperator node = new();
        ProtobufCursor field = new(message);
        while (field.MoveNext())
        {
            switch (field.Field)
            {
                case 2 when node.Output.Length == 0:
                    node.Output = Text(field.Content);
                    break;
                case 4:
                    node.Type = Text(field.Content);
                    break;
                case 5:
                    node.AddAttribute(field.Content);
                    break;
                case 7:
                    node.Domain = Text(field.Content);
                    break;
            }
        }

        return node;
    }

    public bool Has(string name) => _attributes.ContainsKey(name);

    public long IntegerOr(string name, long otherwise) => _attributes.TryGetValue(name, out Value? v) ? v.Integer : otherwise;

    public string TextOr(string name, string otherwise) => _attributes.TryGetValue(name, out Value? v) ? v.Text : otherwise;

    public string[] Strings(string name) => [.. Find(name).Strings];

    /// <summary>A list of whole numbers that fit an index; empty when absent.</summary>
    public int[] Integers(string name) => _attributes.TryGetValue(name, out Value? v)
        ? [.. v.Integers.Select(i => i is >= 0 and <= int.MaxValue ? (int)i : throw Refusal($"{name} holds {i}."))]
        : [];

    public int Count(string name) => _attributes.TryGetValue(name, out Value? v) ? v.Strings.Count + v.Integers.Count : 0;

    /// <summary>Numbers given as a float list or, behind <c>_as_tensor</c>, as a tensor; empty when absent.</summary>
    public double[] Numbers(string name) => _attributes.TryGetValue(name, out Value? v) ? [.. v.Floats]
        : _attributes.TryGetValue(name + "_as_tensor", out Value? t) ? Tensor(t, name).Values : [];

    /// <summary>A tensor; null when absent.</summary>
    public OnnxTensor? TensorOrNull(string name) => _attributes.TryGetValue(name, out Value? v) ? Tensor(v, name) : null;

    public InputRefusedException Refusal(string message, string code = "onnx-trees") => new(code, $"{Type}: {message}", Output);

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);

    private OnnxTensor Tensor(Value value, string name) => value.Tensor ?? throw Refusal($"{name} is no tensor.");

    private Value Find(string name) => _attributes.TryGetValue(name, out Value? v) ? v : throw Refusal($"{name} is missing.");

    private void AddAttribute(ReadOnlySpan<byte> message)
    {
        string name = "";
        Value value = new();
        ProtobufCursor field = new(message);
        while (field.MoveNext())
        {
            switch (field.Field)
            {
                case 1:
                    name = Text(field.Content);
                    break;
                case 3:
                    value.Integer = unchecked((long)field.Number);
                    break;
                case 4:
                    value.Text = Text(field.Content);
                    break;
                case 5:
                    value.Tensor = OnnxTensor.Read(field.Content);
                    break;
                case 7:
                    OnnxNumbers.AddFloats(field, value.Floats);
                    break;
                case 8:
                    OnnxNumbers.AddIntegers(field, value.Integers);
                    break;
                case 9:
                    value.Strings.Add(Text(field.Content));
                    break;
            }
        }

        if (!_attributes.TryAdd(name, value))
        {
            throw Refusal($"{name} is given twice.");
        }
    }

    private sealed class Value
    {
        public long Integer { get; set; }

        public string Text { get; set; } = "";

        public OnnxTensor? Tensor { get; set; }

        public List<double> Floats { get; } = [];

        public List<long> Integers { get; } = [];

        public List<string> Strings { get; } = [];
    }
}
