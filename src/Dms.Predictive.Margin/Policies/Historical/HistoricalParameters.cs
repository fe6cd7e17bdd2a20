using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What a return means.</summary>
public enum ReturnKind
{
    /// <summary>ln of the price ratio: the price grows by eʳ.</summary>
    Log = 0,

    /// <summary>The price ratio minus 1: the price grows by 1 + r.</summary>
    Simple,
}

/// <summary>Returns of one underlying, oldest first.</summary>
/// <param name="Underlying">Underlying id.</param>
/// <param name="Values">One per period, all finite; the same periods for every underlying.</param>
public sealed record ReturnSeries(string Underlying, IReadOnlyList<double> Values);

/// <summary>Parameters of the historical policy. Rows are joint: one index is one moment for all underlyings, which
/// keeps their correlation.</summary>
public sealed record HistoricalParameters
{
    /// <summary>Level of VaR or ES, (0.5, 1).</summary>
    public required double Confidence { get; init; }

    /// <summary>VaR or ES.</summary>
    public TailMeasure Measure { get; init; } = TailMeasure.ExpectedShortfall;

    /// <summary>Decay of the variance that filters the returns, (0, 1); null = returns as they are.</summary>
    public double? Lambda { get; init; }

    /// <summary>What a return means.</summary>
    public ReturnKind ReturnKind { get; init; }

    /// <summary>Periods that the margin covers; returns grow with its root; &gt; 0.</summary>
    public double HorizonPeriods { get; init; } = 1;

    /// <summary>Maintenance margin as a fraction of initial margin, [0, 1].</summary>
    public required double MaintenanceRatio { get; init; }

    /// <summary>History of every underlying that may be held; all of one length ≥ 1.</summary>
    public required IReadOnlyList<ReturnSeries> Returns { get; init; }

    /// <summary>A stressed period for the same underlyings; empty = none. Its length may differ.</summary>
    public IReadOnlyList<ReturnSeries> StressedReturns { get; init; } = [];

    /// <summary>Weight of the requirement over the stressed period; ≥ 0.</summary>
    public double StressedWeight { get; init; } = 1;

    /// <summary>Largest share of the stand-alone requirements that offsets may take off, [0, 1].</summary>
    public double OffsetCap { get; init; } = 1;

    internal void Check()
    {
        const string At = "policy.parameters.";
        Refuse.Unless(Confidence is > 0.5 and < 1, At + "confidence", Confidence, "in (0.5, 1)");
        Refuse.Unless(Enum.IsDefined(Measure), At + "measure", Measure, "var or es");
        Refuse.Unless(Lambda is null or (> 0 and < 1), At + "lambda", Lambda, "in (0, 1)");
        Refuse.Unless(Enum.IsDefined(ReturnKind), At + "returnKind", ReturnKind, "log or simple");
        Refuse.Unless(
            double.IsFinite(HorizonPeriods) && HorizonPeriods > 0, At + "horizonPeriods", HorizonPeriods, "> 0 periods");
        Refuse.Unless(MaintenanceRatio is >= 0 and <= 1, At + "maintenanceRatio", MaintenanceRatio, "in [0, 1]");
        Refuse.Unless(
            double.IsFinite(StressedWeight) && StressedWeight >= 0, At + "stressedWeight", StressedWeight, ">= 0");
        Refuse.Unless(OffsetCap is >= 0 and <= 1, At + "offsetCap", OffsetCap, "in [0, 1]");
        Refuse.Unless(Returns.Count > 0, At + "returns", 0, "at least one series");
        Check(Returns, At + "returns");
        Check(StressedReturns, At + "stressedReturns");
        if (StressedReturns.Count > 0)
        {
            HashSet<string> stressed = StressedReturns.Select(r => r.Underlying).ToHashSet(StringComparer.Ordinal);
            Refuse.Unless(
                stressed.SetEquals(Returns.Select(r => r.Underlying)),
                At + "stressedReturns", string.Join(", ", stressed), "the underlyings of returns");
        }
    }

    private static void Check(IReadOnlyList<ReturnSeries> series, string where)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < series.Count; i++)
        {
            ReturnSeries s = series[i];
            if (!seen.Add(s.Underlying))
            {
                throw new InputRefusedException("DuplicateId", $"'{s.Underlying}' is listed twice. Keep one row.", where);
            }

            if (s.Values.Count != series[0].Values.Count)
            {
                throw new InputRefusedException(
                    "LengthMismatch",
                    $"'{s.Underlying}' has {s.Values.Count} returns and '{series[0].Underlying}' "
                    + $"{series[0].Values.Count}. Rows are joint: give every underlying the same periods.",
                    where);
            }

            Refuse.Unless(s.Values.Count > 0, $"{where}[{i}].values", 0, "at least one return");
            Refuse.Unless(s.Values.All(double.IsFinite), $"{where}[{i}].values", "a number that is not", "finite returns");
        }
    }
}
