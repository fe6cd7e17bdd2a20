using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Spike score and probability of one horizon as operators.</summary>
internal static class OnnxSpikeNodes
{
    /// <summary>Name of a head's input that is not a column of the row.</summary>
    private const string ForecastToThreshold = "forecast_to_threshold";

    /// <summary>Adds the outputs.</summary>
    /// <param name="graph">Where to.</param>
    /// <param name="blend">Head, or weight and map.</param>
    /// <param name="lnFirst">ln forecast of the first member.</param>
    /// <param name="lnBlend">ln of the blend; null = there is none.</param>
    /// <param name="column">Columns of the row by name.</param>
    public static void Write(
        OnnxGraphBuilder graph, OnnxBlend blend, string lnFirst, string? lnBlend, Func<string, string> column)
    {
        string score = graph.Output(
            "spike_score_" + blend.Name,
            blend.Head is { } head ? Logit(graph, head, lnFirst, lnBlend, column) : OneScore(graph, blend, lnFirst, column),
            isDouble: true);
        string probability = OnnxMapNodes.Write(graph, blend.Head?.Map ?? blend.Map!, score);
        _ = graph.Output("spike_probability_" + blend.Name, probability, isDouble: false);
    }

    // w·trees + (1 − w)·garch − threshold, where threshold = garch − garch_to_threshold.
    private static string OneScore(OnnxGraphBuilder graph, OnnxBlend blend, string lnFirst, Func<string, string> column)
    {
        string lead = graph.Add("Sub", [lnFirst, column("ln_garch")]);
        string weighted = graph.Add("Mul", [lead, graph.Constant([blend.SpikeTreeWeight], 1, 1)]);
        return graph.Add("Add", [weighted, column("ln_garch_to_threshold")]);
    }

    // Base + Σ coefficient·(input − mean); a missing input contributes 0, as in the head itself.
    private static string Logit(
        OnnxGraphBuilder graph, LogitHead head, string lnFirst, string? lnBlend, Func<string, string> column)
    {
        string sum = graph.Constant([head.BaseLogit], 1, 1);
        foreach (HeadInput input in head.Inputs)
        {
            bool isForecast = input.Name == ForecastToThreshold;
            string value = isForecast ? ToThreshold(graph, lnFirst, lnBlend, column) : column(input.Name);
            string mean = graph.Constant([input.Mean], 1, 1);
            // The forecast is never imputed: without one there is no probability.
            string known = isForecast ? value : graph.Add("Where", [IsNaN(graph, value), mean, value]);
            string part = graph.Add("Mul", [graph.Add("Sub", [known, mean]), graph.Constant([input.Coefficient], 1, 1)]);
            sum = graph.Add("Add", [sum, part]);
        }

        return sum;
    }

    private static string ToThreshold(
        OnnxGraphBuilder graph, string lnFirst, string? lnBlend, Func<string, string> column)
    {
        string both = graph.Add("Add", [lnFirst, lnBlend ?? throw new ArgumentException("A spike head needs a pool.")]);
        string forecast = graph.Add("Mul", [both, graph.Constant([0.5], 1, 1)]);
        string threshold = graph.Add("Sub", [column("ln_garch"), column("ln_garch_to_threshold")]);
        return graph.Add("Sub", [forecast, threshold]);
    }

    private static string IsNaN(OnnxGraphBuilder graph, string value) =>
        graph.Add("IsNaN", [graph.Cast(value, OnnxDocument.FloatElement)]);
}
