using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Rounds a requirement into components that sum to it exactly.</summary>
internal static class ComponentTable
{
    /// <summary>Exact parts of an uplifted requirement and of the operators after it.</summary>
    public static IReadOnlyDictionary<MarginComponentName, InitialAndMaintenance> PartsOf(
        UpliftedRequirement uplifted, double operators)
    {
        FormulaParts b = uplifted.Baseline;
        (InitialAndMaintenance g, InitialAndMaintenance f) = (uplifted.Garch, uplifted.Final);
        Dictionary<MarginComponentName, InitialAndMaintenance> exact = new()
        {
            [MarginComponentName.Base] = new(b.Own.BaseInitial, b.Own.BaseMaintenance),
            [MarginComponentName.OffsetCredit] = b.Own.Offset,
            [MarginComponentName.GarchUplift] = new(g.Initial - b.Initial, g.Maintenance - b.Maintenance),
            [MarginComponentName.MlUplift] = new(f.Initial - g.Initial, f.Maintenance - g.Maintenance),
            [MarginComponentName.AntiProcyclicality] = new(operators, 0),
        };
        foreach (MarginPart part in b.AddOns.Concat(b.Own.Others ?? []))
        {
            InitialAndMaintenance before = exact.GetValueOrDefault(part.Name);
            exact[part.Name] = new(before.Initial + part.Initial, before.Maintenance + part.Maintenance);
        }

        return exact;
    }

    public static IReadOnlyList<MarginComponent> Of(
        Func<MarginComponentName, (decimal Initial, decimal Maintenance)> rounded, decimal initial, decimal maintenance)
    {
        List<MarginComponent> rows = [];
        foreach (MarginComponentName name in Enum.GetValues<MarginComponentName>())
        {
            (decimal Initial, decimal Maintenance) part = name == MarginComponentName.Rounding
                ? (initial - rows.Sum(r => r.Initial), maintenance - rows.Sum(r => r.Maintenance))
                : rounded(name);
            rows.Add(new(name, part.Initial, part.Maintenance));
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
        return Settled(instruments, [.. shares.Select(s => Rounded(s * stretch, quantum))], initial);
    }

    /// <summary>Shares at the quantum; what they leave of the margin goes to the largest one.</summary>
    public static IReadOnlyList<MarginContribution> Settled(
        IReadOnlyList<string> instruments, decimal[] money, decimal initial)
    {
        if (instruments.Count == 0)
        {
            return [];
        }

        int largest = 0;
        for (int i = 1; i < money.Length; i++)
        {
            largest = Math.Abs(money[i]) > Math.Abs(money[largest]) ? i : largest;
        }

        money[largest] += initial - money.Sum();
        return [.. instruments.Select((id, i) => new MarginContribution(id, money[i]))];
    }

    public static decimal Rounded(double value, decimal quantum) =>
        Money.FromDouble(value, quantum, MoneyRounding.HalfEven);
}
