using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Net sensitivities of one kind in one bucket, in ordinal order of factors; exact.</summary>
/// <param name="Bucket">The bucket.</param>
/// <param name="Rows">One row per factor.</param>
internal sealed record SensitivityNet(RiskBucket Bucket, IReadOnlyList<NetFactor> Rows)
{
    /// <summary>Buckets of a class that hold anything of a kind, in ordinal order of ids.</summary>
    public static IReadOnlyList<SensitivityNet> Of(
        RiskClass riskClass, IReadOnlyList<Sensitivity> sensitivities, SensitivityKind kind) =>
    [
        .. riskClass.Buckets
            .OrderBy(b => b.Id, StringComparer.Ordinal)
            .Select(b => new SensitivityNet(b, Net(
                sensitivities.Where(s => s.RiskClass == riskClass.Id && s.Bucket == b.Id && s.Kind == kind))))
            .Where(n => n.Rows.Count > 0),
    ];

    private static IReadOnlyList<NetFactor> Net(IEnumerable<Sensitivity> rows) =>
    [
        .. rows.GroupBy(s => s.Factor, StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal)
            .Select(g => new NetFactor(g.Sum(s => s.Amount), g.Sum(s => s.LossUp), g.Sum(s => s.LossDown))),
    ];
}

/// <summary>One factor after netting, quote.</summary>
/// <param name="Amount">Per unit shift.</param>
/// <param name="LossUp">Loss beyond delta when it rises.</param>
/// <param name="LossDown">Loss beyond delta when it falls.</param>
internal readonly record struct NetFactor(decimal Amount, decimal LossUp, decimal LossDown);
