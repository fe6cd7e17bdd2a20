using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Spike score and probability of one horizon as operators.</summary>
internal static class OnnxSpikeNodes
{
    /// <summary>Adds the outputs.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="blend">Weight and map.</param>
    /// <param name="ln">ln forecast of the first member, ln GARCH, and ln of GARCH ÷ threshold.</param>
    public static void Write(OnnxGraphBuilder graph, OnnxBlend blend, (string Trees, string Garch, string GarchToThreshold) ln)
    {
        // w·trees + (1 − w)·garch − threshold, where threshold = garch − garch_to_threshold.
        string lead = graph.Add("Sub", [ln.Trees, ln.Garch]);
        string weighted = graph.Add("Mul", [lead, graph.Constant([blend.SpikeTreeWeight], 1, 1)]);
        string score = graph.Output("spike_score_" + blend.Name, graph.Add("Add", [weighted, ln.GarchToThreshold]), isDouble: true);
        string wide = graph.Cast(score, OnnxDocument.DoubleElement);
        string probability = blend.Platt is { } platt ? Logistic(graph, platt, wide) : Isotonic(graph, blend.Isotonic!, score, wide);
        _ = graph.Output("spike_probability_" + blend.Name, probability, isDouble: false);
    }

    private static string Logistic(OnnxGraphBuilder graph, PlattMap map, string score)
    {
        string odds = graph.Add("Mul", [score, graph.Constant([map.Slope], 1, 1)]);
        odds = graph.Add("Add", [odds, graph.Constant([map.Offset], 1, 1)]);
        return graph.Add("Sigmoid", [graph.Cast(odds, OnnxDocument.FloatElement)]);
    }

    // First value + Σ slope·(how far the score reaches into each segment); flat outside all of them.
    private static string Isotonic(OnnxGraphBuilder graph, IsotonicMap map, string score, string wide)
    {
        int segments = map.Scores.Count - 1;
        string first = graph.Constant([map.Probabilities[0]], 1, 1);
        if (segments == 0)
        {
            string nothing = graph.Add("Mul", [wide, graph.Constant([0.0], 1, 1)]);
            return graph.Cast(graph.Add("Add", [nothing, first]), OnnxDocument.FloatElement);
        }

        string low = graph.Constant([.. map.Scores.Take(segments)], 1, segments);
        string high = graph.Constant([.. map.Scores.Skip(1)], 1, segments);
        double[] slopes = [.. Enumerable.Range(0, segments).Select(i =>
            (map.Probabilities[i + 1] - map.Probabilities[i]) / (map.Scores[i + 1] - map.Scores[i]))];
        string inside = graph.Add("Min", [graph.Add("Max", [wide, low]), high]);
        string reach = graph.Add("Sub", [inside, low]);
        string rise = graph.Add("MatMul", [reach, graph.Constant(slopes, segments, 1)]);
        string probability = graph.Cast(graph.Add("Add", [rise, first]), OnnxDocument.FloatElement);
        return graph.Add("Where", [graph.Add("IsNaN", [score]), score, probability]);
    }
}
