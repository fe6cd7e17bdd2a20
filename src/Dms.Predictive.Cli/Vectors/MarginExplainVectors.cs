using Dms.Predictive.Core;
using Dms.Predictive.Explanation;

namespace Dms.Predictive.Cli.Vectors;

/// <summary>Margin explain over the margin function that the file states.</summary>
internal static class MarginExplainVectors
{
    private const string Formula =
        "sigRaw=(1-w)*sigG+w*max(sigG,sigML); sig=max(floor,sigRaw)*(1+buffer*(1-release)); "
        + "IM=|qty|*px*z*sig*sqrt(h)+concRate*|qty|*px*|qty|";

    private const decimal Quantum = 0.01m;

    public static object Solve(VectorField file)
    {
        if (file["formula"].Text() != Formula)
        {
            throw new InputRefusedException(
                "formula-unknown", $"The margin function of this schema is {Formula}.", "/formula");
        }

        string[] order = [.. file["order"].Items().Select(p => p.Text())];
        Dictionary<string, Dictionary<string, double>> before = States(file["t0"], order);
        Dictionary<string, Dictionary<string, double>> after = States(file["t1"], order);
        string[] changed = [.. order.Where(p => !SameState(before[p], after[p]))];
        (double z, double h) = (file["z"].Number(), file["h"].Number());
        MarginChange change = MarginChange.Explain(
            order, changed, atT1 => Margin(State(order, p => atT1.Contains(p) ? after[p] : before[p]), z, h), Quantum);
        return MarginChangeJson.Of(change);
    }

    private static Dictionary<string, Dictionary<string, double>> States(VectorField states, string[] order) =>
        order.ToDictionary(p => p, p => states[p].Members().ToDictionary(m => m.Name, m => m.Value.Number()));

    private static bool SameState(Dictionary<string, double> a, Dictionary<string, double> b) =>
        a.Count == b.Count && a.All(m => b.TryGetValue(m.Key, out double other) && m.Value.Equals(other));

    private static Dictionary<string, double> State(
        string[] order, Func<string, Dictionary<string, double>> stateOf) =>
        order.SelectMany(stateOf).ToDictionary(m => m.Key, m => m.Value);

    private static double Margin(Dictionary<string, double> s, double z, double h)
    {
        double Of(string name) => s.TryGetValue(name, out double value)
            ? value
            : throw new InputRefusedException("vector-json", $"No player states {name}.", "/t0");
        double raw = ((1 - Of("w")) * Of("sigG")) + (Of("w") * Math.Max(Of("sigG"), Of("sigML")));
        double sigma = Math.Max(Of("floor"), raw) * (1 + (Of("buffer") * (1 - Of("release"))));
        double notional = Math.Abs(Of("qty")) * Of("px");
        return (notional * z * sigma * Math.Sqrt(h)) + (Of("concRate") * notional * Math.Abs(Of("qty")));
    }
}
