using Dms.Predictive.Learning;

namespace Dms.Predictive.Training;

/// <summary>Chooses among Platt, beta and isotonic calibration by the Brier score of later outcomes.</summary>
public static class CalibrationChoice
{
    private const int Blocks = 5;
    private const int FewestForIsotonic = 200;
    private const int FewestPerFit = 10;

    /// <summary>Fits the chosen kind on the whole sample.</summary>
    /// <param name="scores">Finite scores in time order.</param>
    /// <param name="outcomes">Whether the event came; both kinds present.</param>
    /// <returns>Platt when no other kind does strictly better on later blocks, or when events are too few to
    /// tell.</returns>
    /// <remarks>Five blocks in time order: each kind is fitted on the blocks before and judged on the next, so no
    /// outcome judges a map that has seen it. Isotonic takes part from 200 events in every fit.</remarks>
    /// <exception cref="ArgumentException">Lengths differ, a kind of outcome is missing, or a score is not
    /// finite.</exception>
    public static ICalibrationMap Best(ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        Kind[] kinds = [Kind.Platt, Kind.Beta, Kind.Isotonic];
        double[] losses = new double[kinds.Length];
        bool judged = false;
        for (int block = 1; block < Blocks; block++)
        {
            int end = (int)((long)outcomes.Length * block / Blocks);
            int next = (int)((long)outcomes.Length * (block + 1) / Blocks);
            int events = outcomes[..end].Count(true);
            if (events < FewestPerFit || events == end)
            {
                continue;
            }

            judged = true;
            for (int k = 0; k < kinds.Length; k++)
            {
                losses[k] += kinds[k] == Kind.Isotonic && events < FewestForIsotonic
                    ? double.PositiveInfinity
                    : Loss(Fit(kinds[k], scores[..end], outcomes[..end]), scores[end..next], outcomes[end..next]);
            }
        }

        int best = 0;
        for (int k = 1; judged && k < kinds.Length; k++)
        {
            best = losses[k] < losses[best] ? k : best;
        }

        return Fit(kinds[best], scores, outcomes);
    }

    private static ICalibrationMap Fit(Kind kind, ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes) => kind switch
    {
        Kind.Beta => BetaMap.Fit(scores, outcomes),
        Kind.Isotonic => IsotonicMap.Fit(scores, outcomes),
        _ => PlattMap.Fit(scores, outcomes),
    };

    private static double Loss(ICalibrationMap map, ReadOnlySpan<double> scores, ReadOnlySpan<bool> outcomes)
    {
        double sum = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            double gap = map.Apply(scores[i]) - (outcomes[i] ? 1 : 0);
            sum += gap * gap;
        }

        return sum;
    }

    private enum Kind
    {
        Platt = 0,
        Beta,
        Isotonic,
    }
}
