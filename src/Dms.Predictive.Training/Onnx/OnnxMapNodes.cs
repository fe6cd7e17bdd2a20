using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Calibration maps as operators: score in, probability out, both float [rows, 1].</summary>
internal static class OnnxMapNodes
{
    /// <summary>Adds the map.</summary>
    /// <exception cref="NotSupportedException">The map is of another kind.</exception>
    public static string Write(OnnxGraphBuilder graph, ICalibrationMap map, string score)
    {
        string wide = graph.Cast(score, OnnxDocument.DoubleElement);
        return map switch
        {
            PlattMap platt => Logistic(graph, Scaled(graph, wide, platt.Slope), platt.Offset),
            BetaMap beta => Beta(graph, beta, wide),
            IsotonicMap isotonic => Isotonic(graph, isotonic, score, wide),
            _ => throw new NotSupportedException($"A {map.GetType().Name} is not written as ONNX."),
        };
    }

    private static string Beta(OnnxGraphBuilder graph, BetaMap map, string score)
    {
        string fall = Scaled(graph, Softplus(graph, score), map.Fall);
        string rise = Scaled(graph, Softplus(graph, graph.Add("Neg", [score])), map.Rise);
        return Logistic(graph, graph.Add("Sub", [fall, rise]), map.Offset);
    }

    // max(x, 0) + ln(1 + e^−|x|): the operator of this name exists for float32 only.
    private static string Softplus(OnnxGraphBuilder graph, string x)
    {
        string small = graph.Add("Exp", [graph.Add("Neg", [graph.Add("Abs", [x])])]);
        string tail = graph.Add("Log", [graph.Add("Add", [small, graph.Constant([1.0], 1, 1)])]);
        return graph.Add("Add", [graph.Add("Max", [x, graph.Constant([0.0], 1, 1)]), tail]);
    }

    private static string Logistic(OnnxGraphBuilder graph, string odds, double offset)
    {
        string all = graph.Add("Add", [odds, graph.Constant([offset], 1, 1)]);
        return graph.Add("Sigmoid", [graph.Cast(all, OnnxDocument.FloatElement)]);
    }

    private static string Scaled(OnnxGraphBuilder graph, string value, double factor) =>
        graph.Add("Mul", [value, graph.Constant([factor], 1, 1)]);

    // First value + Σ slope·(how far the score reaches into each segment); flat outside all of them.
    private static string Isotonic(OnnxGraphBuilder graph, IsotonicMap map, string score, string wide)
    {
        int segments = map.Scores.Count - 1;
        string first = graph.Constant([map.Probabilities[0]], 1, 1);
        if (segments == 0)
        {
            return graph.Cast(graph.Add("Add", [Scaled(graph, wide, 0.0), first]), OnnxDocument.FloatElement);
        }

        string low = graph.Constant([.. map.Scores.Take(segments)], 1, segments);
        string high = graph.Constant([.. map.Scores.Skip(1)], 1, segments);
        double[] slopes = [.. Enumerable.Range(0, segments).Select(i =>
            (map.Probabilities[i + 1] - map.Probabilities[i]) / (map.Scores[i + 1] - map.Scores[i]))];
        string inside = graph.Add("Min", [graph.Add("Max", [wide, low]), high]);
        string rise = graph.Add("MatMul", [graph.Add("Sub", [inside, low]), graph.Constant(slopes, segments, 1)]);
        string probability = graph.Cast(graph.Add("Add", [rise, first]), OnnxDocument.FloatElement);
        return graph.Add("Where", [graph.Add("IsNaN", [score]), score, probability]);
    }
}
