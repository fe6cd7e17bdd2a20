using System.Numerics;
using System.Text.Json;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Measures of a margin model over time.</summary>
internal static class StatisticsOperations
{
    private const int MostObservations = 10_000_000;
    private const int TrafficLightDays = 250;
    private const double TrafficLightLevel = 0.01;

    public static IReadOnlyList<CalculatorOperation> All { get; } =
    [
        new("coverage", ["observations", "hits", "probability"], Coverage),
        new("traffic-light", ["exceptions"], Light),
        new("procyclicality", ["margins"], f =>
        {
            IReadOnlyList<double> margins = f.Rows("margins", ReadMargin);
            return new CalculatorResult()
                .NumberOrNull("peakToTrough", Procyclicality.PeakToTrough(margins))
                .NumberOrNull("rise1", Procyclicality.LargestRise(margins, 1))
                .NumberOrNull("rise3", Procyclicality.LargestRise(margins, 3))
                .NumberOrNull("rise5", Procyclicality.LargestRise(margins, 5));
        }),
    ];

    private static CalculatorResult Coverage(JsonFields f)
    {
        double level = f.Number("probability");
        Refuse.Unless(level is > 0 and < 1, f.At("probability"), level, "a probability in (0, 1)");
        bool byIndex = f.Required("hits").ValueKind == JsonValueKind.Array;
        int count = Count(f, "observations", byIndex ? 2 : 1, MostObservations);
        if (!byIndex)
        {
            (double ratio, double pValue) = CoverageTests.KupiecOf(Count(f, "hits", 0, count), count, level);
            return new CalculatorResult().Number("kupiec", ratio).Number("kupiecPValue", pValue);
        }

        bool[] hits = new bool[count];
        foreach (int index in f.Rows("hits", (value, path) => Index(value, path, hits)))
        {
            hits[index] = true;
        }

        CoverageResult test = CoverageTests.Run(hits, level);
        return new CalculatorResult()
            .Number("kupiec", test.Unconditional).Number("kupiecPValue", test.UnconditionalP)
            .Number("independence", test.Independence)
            .Number("conditional", test.Joint).Number("conditionalPValue", test.JointP);
    }

    private static CalculatorResult Light(JsonFields f)
    {
        int exceptions = Count(f, "exceptions", 0, TrafficLightDays);
        string zone = TrafficLight.Of(exceptions, TrafficLightDays, TrafficLightLevel) switch
        {
            TrafficLightZone.Green => "green",
            TrafficLightZone.Yellow => "yellow",
            _ => "red",
        };
        return new CalculatorResult().Text("zone", zone).Money("plus", TrafficLight.PlusFactor(exceptions));
    }

    private static int Count(JsonFields f, string name, int least, int most)
    {
        BigInteger value = f.Integer(name);
        Refuse.Unless(value >= least && value <= most, f.At(name), value, $"a whole number in [{least}, {most}]");
        return (int)value;
    }

    private static int Index(JsonElement value, string path, bool[] hits)
    {
        BigInteger index = IntegerFields.Integer(value, path);
        Refuse.Unless(
            index >= 0 && index < hits.Length, path, index, $"an index in [0, {hits.Length - 1}], counted from 0");
        return (int)index;
    }

    private static double ReadMargin(JsonElement value, string path)
    {
        double margin = JsonFields.Finite(value, path);
        Refuse.Unless(margin > 0, path, margin, "a margin > 0");
        return margin;
    }
}
