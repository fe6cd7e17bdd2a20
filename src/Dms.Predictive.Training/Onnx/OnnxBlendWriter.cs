using Dms.Predictive.Learning;
using Google.Protobuf;

namespace Dms.Predictive.Training;

/// <summary>
/// Writes whole horizons as one ONNX model over the scorer's row. Outputs, each float [rows, 1]: first the raw score of
/// every member under its own name; then, horizon by horizon, the ln forecasts as <c>NAME_forecast</c>,
/// <c>ln_blend_H</c>, <c>spike_score_H</c> and <c>spike_probability_H</c> where there is a pool, a head or a map.
/// </summary>
/// <remarks>
/// Trees add up in float32, everything after them in float64. The pool is the refit's own: weights that were learned
/// between refits, and the rules for a missing member, are the caller's; here a missing member makes the blend NaN.
/// IR 8, default operator set 17, ai.onnx.ml 3; equal arguments give equal bytes.
/// </remarks>
public static class OnnxBlendWriter
{
    /// <summary>Serializes the model.</summary>
    /// <param name="columns">Names of the row's columns, the baselines family included.</param>
    /// <param name="blends">One per horizon, at least one.</param>
    /// <param name="description">Name, version and notes.</param>
    /// <exception cref="ArgumentException">Names clash, a needed column is absent, or a member reads other
    /// columns.</exception>
    /// <exception cref="NotSupportedException">A member is neither a forest nor linear.</exception>
    public static byte[] Write(
        IReadOnlyList<string> columns, IReadOnlyList<OnnxBlend> blends, OnnxModelDescription description)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(blends);
        ArgumentNullException.ThrowIfNull(description);
        OnnxGraphBuilder graph = new(description.Name, columns.Count);
        Row row = new(graph, columns);
        foreach (OnnxBlend blend in blends)
        {
            Refuse(blend, columns);
            Write(graph, row, blend);
        }

        graph.PutFirst(blends.SelectMany(b => b.Members).Select(m => m.Name).ToHashSet(StringComparer.Ordinal));
        string[] names = [.. graph.Graph.Output.Select(o => o.Name), OnnxForestWriter.InputName];
        return names.Length > 1 && names.Distinct(StringComparer.Ordinal).Count() == names.Length
            ? OnnxDocument.Of(graph.Graph, description).ToByteArray()
            : throw new ArgumentException($"Output names clash or are absent: {string.Join(", ", names)}.", nameof(blends));
    }

    private static void Write(OnnxGraphBuilder graph, Row row, OnnxBlend blend)
    {
        List<string> forecasts = [];
        foreach (OnnxMember member in blend.Members)
        {
            (string score, bool isDouble) = Score(graph, member);
            _ = graph.Output(member.Name, score, isDouble);
            string ln = isDouble ? score : graph.Cast(score, OnnxDocument.DoubleElement);
            ln = member.AddsHar ? graph.Add("Add", [ln, row.Column("ln_har")]) : ln;
            ln = graph.Add("Add", [ln, graph.Constant([member.LnScale], 1, 1)]);
            _ = graph.Output(member.Name + "_forecast", ln, isDouble: true);
            forecasts.Add(ln);
        }

        string? lnBlend = null;
        if (blend.Weights is { } weights)
        {
            string all = graph.Add("Concat", [row.Column("ln_har"), row.Column("ln_garch"), .. forecasts], Axis());
            string pooled = graph.Add("MatMul", [all, graph.Constant(weights, weights.Count, 1)]);
            lnBlend = graph.Add("Add", [pooled, graph.Constant([blend.Intercept], 1, 1)]);
            _ = graph.Output("ln_blend_" + blend.Name, lnBlend, isDouble: true);
        }

        if (blend.Head is not null || blend.Map is not null)
        {
            OnnxSpikeNodes.Write(graph, blend, forecasts[0], lnBlend, row.Column);
        }
    }

    private static (string Value, bool IsDouble) Score(OnnxGraphBuilder graph, OnnxMember member) => member.Model switch
    {
        Forest forest => (graph.Add(new OnnxForest(member.Name, forest)), false),
        LinearModel linear => (Linear(graph, linear), true),
        _ => throw new NotSupportedException($"A {member.Model.GetType().Name} is not written as ONNX."),
    };

    // Σ present + Σ weight·(x within its range − center) over values that are there + Σ (missing − present) over those that are not.
    private static string Linear(OnnxGraphBuilder graph, LinearModel model)
    {
        int n = model.FeatureNames.Count;
        string center = graph.Constant(model.Center, 1, n);
        string gone = graph.Add("IsNaN", [OnnxForestWriter.InputName]);
        string wide = graph.Cast(OnnxForestWriter.InputName, OnnxDocument.DoubleElement);
        string inside = graph.Add("Max", [graph.Add("Min", [wide, graph.Constant(model.High, 1, n)]), graph.Constant(model.Low, 1, n)]);
        string away = graph.Add("Sub", [graph.Add("Where", [gone, center, inside]), center]);
        string there = graph.Add("MatMul", [away, graph.Constant(model.Weight, n, 1)]);
        double[] change = [.. model.Missing.Zip(model.Present, (m, p) => m - p)];
        string missing = graph.Add("MatMul", [graph.Cast(gone, OnnxDocument.DoubleElement), graph.Constant(change, n, 1)]);
        string constant = graph.Constant([model.Intercept + model.Present.Sum()], 1, 1);
        return graph.Add("Add", [graph.Add("Add", [there, missing]), constant]);
    }

    private static Onnx.Messages.AttributeProto Axis() =>
        new() { Name = "axis", I = 1, Type = Onnx.Messages.AttributeProto.Types.AttributeType.Int };

    private static void Refuse(OnnxBlend blend, IReadOnlyList<string> columns)
    {
        bool others = blend.Members.Any(m => !NamesOf(m.Model).SequenceEqual(columns));
        if (blend.Members.Count == 0 || others)
        {
            throw new ArgumentException("Every blend needs members, and every member must read the row's columns.", nameof(blend));
        }

        if (blend.Weights is { } weights && weights.Count != blend.Members.Count + 2)
        {
            throw new ArgumentException($"Found {weights.Count} weights; expected har, garch and the members'.", nameof(blend));
        }

        if (blend.Map is not null && blend.Head is not null)
        {
            throw new ArgumentException("A blend has a spike head or a map, not both.", nameof(blend));
        }
    }

    private static IReadOnlyList<string> NamesOf(IRowModel model) => model switch
    {
        Forest forest => forest.FeatureNames,
        LinearModel linear => linear.FeatureNames,
        _ => throw new NotSupportedException($"A {model.GetType().Name} is not written as ONNX."),
    };

    /// <summary>Columns by name, each read once.</summary>
    private sealed class Row(OnnxGraphBuilder graph, IReadOnlyList<string> columns)
    {
        private readonly Dictionary<string, string> _read = [];

        public string Column(string name)
        {
            if (!_read.TryGetValue(name, out string? value))
            {
                int at = columns.ToList().IndexOf(name);
                value = at >= 0
                    ? graph.Column(at)
                    : throw new ArgumentException($"The row has no column '{name}', which the blend reads.", nameof(name));
                _read[name] = value;
            }

            return value;
        }
    }
}
