using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Parameters of the span policy.</summary>
public sealed record SpanParameters
{
    private const string At = "policy.parameters.";

    /// <summary>Maintenance margin as a fraction of initial margin, [0, 1].</summary>
    public required double MaintenanceRatio { get; init; }

    /// <summary>Ranges of every underlying that may be held; one row each.</summary>
    public required IReadOnlyList<SpanUnderlying> Underlyings { get; init; }

    /// <summary>Spreads between underlyings, in order of priority.</summary>
    public IReadOnlyList<InterSpread> InterSpreads { get; init; } = [];

    internal void Check()
    {
        Refuse.Unless(MaintenanceRatio is >= 0 and <= 1, At + "maintenanceRatio", MaintenanceRatio, "in [0, 1]");
        HashSet<string> seen = new(StringComparer.Ordinal);
        for (int i = 0; i < Underlyings.Count; i++)
        {
            string row = $"{At}underlyings[{i}].";
            if (!seen.Add(Underlyings[i].Underlying))
            {
                throw new InputRefusedException(
                    "DuplicateId", $"'{Underlyings[i].Underlying}' is listed twice. Keep one row.", row + "underlying");
            }

            Underlyings[i].Check(row);
        }

        for (int i = 0; i < InterSpreads.Count; i++)
        {
            Check(InterSpreads[i], $"{At}interSpreads[{i}].", seen);
        }
    }

    private static void Check(InterSpread spread, string at, HashSet<string> known)
    {
        if (spread.Legs.Count != 2)
        {
            throw new InputRefusedException(
                "LengthMismatch", $"Found {spread.Legs.Count} legs; a spread has 2.", at + "legs");
        }

        for (int j = 0; j < 2; j++)
        {
            (string leg, SpreadLeg row) = ($"{at}legs[{j}].", spread.Legs[j]);
            Refuse.Unless(
                double.IsFinite(row.DeltaPerSpread) && row.DeltaPerSpread > 0,
                leg + "deltaPerSpread", row.DeltaPerSpread, "> 0 underlying units");
            if (!known.Contains(row.Underlying))
            {
                throw new InputRefusedException(
                    "UnknownUnderlying", $"'{row.Underlying}' has no row in underlyings.", leg + "underlying");
            }
        }

        Refuse.Unless(
            spread.Legs[0].Underlying != spread.Legs[1].Underlying,
            at + "legs[1].underlying", spread.Legs[1].Underlying, "another underlying than the first leg's");
        Refuse.Unless(spread.CreditRate is >= 0 and <= 1, at + "creditRate", spread.CreditRate, "in [0, 1]");
    }
}

/// <summary>A credit for positions in two underlyings.</summary>
/// <param name="Legs">The two legs.</param>
/// <param name="IsOpposite">Whether their deltas must differ in sign; false = they must have the same.</param>
/// <param name="CreditRate">Share of the price risk that is given back, [0, 1].</param>
public sealed record InterSpread(IReadOnlyList<SpreadLeg> Legs, bool IsOpposite, double CreditRate);

/// <summary>One leg of a spread between underlyings.</summary>
/// <param name="Underlying">Underlying id.</param>
/// <param name="DeltaPerSpread">Underlying units of one spread; &gt; 0.</param>
public sealed record SpreadLeg(string Underlying, double DeltaPerSpread);
