using Dms.Predictive.Explanation;

namespace Dms.Predictive.Cli.Vectors;

/// <summary>Attributions of forecasters that are no trees.</summary>
internal static class ForecasterVectors
{
    public static object Garch(VectorField file)
    {
        GarchTerms terms = new(file["omega"].Number(), file["alpha"].Number(), file["beta"].Number());
        GarchAttribution parts = GarchAttribution.Of(terms, file["h0"].Number(), file["returns"].Numbers());
        GarchStep step = GarchStep.Of(terms, parts.Variance, file["step"]["ret"].Number());
        return new
        {
            h_T = parts.Variance,
            varianceComponents = new
            {
                omega = parts.Intercept,
                initial = parts.Initial,
                shocksOldestFirst = parts.ShocksOldestFirst,
            },
            step = new
            {
                h_next = step.NextVariance,
                sigma_prev = step.PreviousVolatility,
                sigma_next = step.NextVolatility,
                deltaSigmaAttribution = new
                {
                    omega = step.Intercept,
                    shock = step.Shock,
                    decayOfPreviousVariance = step.DecayOfPreviousVariance,
                },
            },
        };
    }

    public static object Network(VectorField file)
    {
        TanhNetwork network = new(
            [.. file["W1"].Items().Select(r => r.Numbers())],
            file["b1"].Numbers(),
            file["W2"].Numbers(),
            file["b2"].Number());
        return new { cases = file["cases"].Items().Select(c => Case(network, c)).ToArray() };
    }

    private static object Case(TanhNetwork network, VectorField input)
    {
        double[] row = input["x"].Numbers();
        double[] baseline = input["baseline"].Numbers();
        return new
        {
            f_x = network.Score(row),
            f_baseline = network.Score(baseline),
            integratedGradients = NetworkAttribution.IntegratedGradients(network, row, baseline),
            baselineShapley = NetworkAttribution.BaselineShapley(network, row, baseline),
        };
    }
}
