using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Rounds a requirement into components that sum to it exactly.</summary>
internal static class ComponentTable
{
    public static IReadOnlyList<MarginComponent> Of(
        UpliftedRequirement uplifted, decimal initial, decimal maintenance, decimal quantum)
    {
        PolicyParts b = uplifted.Baseline;
        (InitialAndMaintenance g, InitialAndMaintenance f) = (uplifted.Garch, uplifted.Final);
        Dictionary<MarginComponentName, InitialAndMaintenance> exact = new()
        {
            [MarginComponentName.Base] = new(b.BaseInitial, b.BaseMaintenance),
            [MarginComponentName.OffsetCredit] = new(b.Initial - b.BaseInitial, b.Maintenance - b.BaseMaintenance),
            [MarginComponentName.GarchUplift] = new(g.Initial - b.Initial, g.Maintenance - b.Maintenance),
            [MarginComponentName.MlUplift] = new(f.Initial - g.Initial, f.Maintenance - g.Maintenance),
        };
        List<MarginComponent> rows = [];
        foreach (MarginComponentName name in Enum.GetValues<MarginComponentName>())
        {
            InitialAndMaintenance part = exact.GetValueOrDefault(name);
            rows.Add(name == MarginComponentName.Rounding
                ? new(name, initial - rows.Sum(r => r.Initial), maintenance - rows.Sum(r => r.Maintenance))
                : new(name, Rounded(part.Initial, quantum), Rounded(part.Maintenance, quantum)));
        }

        return rows;
    }

    /// <summary>Rounds shares; what rounding leaves goes to the largest one, so that they sum exactly.</summary>
    public static IReadOnlyList<MarginContribution> Contributions(
        IReadOnlyList<string> instruments, IReadOnlyList<double> shares, decimal initial, decimal quantum)
    {
        if (instruments.Count == 0)
        {
            return [];
        }

        double sum = shares.Sum();
        double stretch = sum > 0 ? (double)initial / sum : 1;
        decimal[] money = [.. shares.Select(s => Rounded(s * stretch, quantum))];
        int largest = 0;
        for (int i = 1; i < money.Length; i++)
        {
            largest = Math.Abs(money[i]) > Math.Abs(money[largest]) ? i : largest;
        }

        money[largest] += initial - money.Sum();
        return [.. instruments.Select((id, i) => new MarginContribution(id, money[i]))];
    }

    private static decimal Rounded(double value, decimal quantum) =>
        Money.FromDouble(value, quantum, MoneyRounding.HalfEven);
}
