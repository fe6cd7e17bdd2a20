namespace Dms.Predictive.Volatility;

/// <summary>Optimum in μ on a return, where |e| makes the likelihood a ridge with two one-sided slopes.</summary>
internal static class FamilyKink
{
    private const int MostMoves = 40;
    private const int MostRounds = 4;
    private const int Reach = 5;
    private const double Gain = 1e-9;
    private const double Close = 1e-4;
    private const double Promising = 1e-3;
    private const double FirstOrder = 1e-5;

    /// <summary>Where a climb stalled on a ridge: puts μ on it, climbs along it and checks both sides. Then looks over
    /// the next ridges, since each gap between two returns may hold an optimum of its own.</summary>
    public static FamilyEnd Settle(double[] returns, GarchModelOptions options, bool[] free, FamilyEnd end)
    {
        if (!GarchFamily.Recursion(options.Model).Kinked || !free[0] || !double.IsFinite(end.Value))
        {
            return end;
        }

        double[] levels = [.. returns.Distinct().Order()];
        FamilyEnd best = Certify(returns, options, free, end, levels);
        for (int round = 0; round < MostRounds; round++)
        {
            FamilyEnd next = Neighbour(returns, options, free, best, levels);
            if (next.Value <= best.Value + Gain)
            {
                break;
            }

            best = Certify(returns, options, free, next, levels);
        }

        return best;
    }

    /// <summary>The best end that a profile over μ, on the next returns and between them, leads to.</summary>
    private static FamilyEnd Neighbour(
        double[] returns, GarchModelOptions options, bool[] free, FamilyEnd end, double[] levels)
    {
        int at = Place(levels, end.Whole[0]);
        bool[] rest = [false, .. free.AsSpan(1)];
        FamilyObjective objective = new(returns, options, end.Whole, free);
        ActiveSetNewton newton = new(objective, objective.Constraints, quick: true, ridged: true);
        FamilyEnd best = end;
        for (int i = 2 * Math.Max(1, at - Reach); i < 2 * Math.Min(levels.Length, at + Reach); i++)
        {
            double[] whole = [.. end.Whole];
            whole[0] = i % 2 == 0 ? levels[i / 2] : 0.5 * (levels[(i / 2) - 1] + levels[i / 2]);
            if (!(objective.Value(objective.FreePart(whole)) > end.Value - Promising))
            {
                continue;
            }

            FamilyObjective along = new(returns, options, whole, rest);
            NewtonEnd profile = new ActiveSetNewton(along, along.Constraints, quick: true)
                .Maximize(along.FreePart(whole));
            Spread(along, profile.Theta, whole);
            if (profile.Value < end.Value - Close)
            {
                continue;
            }

            NewtonEnd climb = newton.Maximize(objective.FreePart(whole));
            bool higher = climb.Value >= profile.Value;
            if (Math.Max(climb.Value, profile.Value) > best.Value + Gain)
            {
                Spread(objective, higher ? climb.Theta : objective.FreePart(whole), whole);
                best = end with
                {
                    Whole = whole,
                    Value = higher ? climb.Value : profile.Value,
                    Outcome = higher ? climb.Outcome : NewtonOutcome.LineSearchFailed,
                    Active = climb.Active,
                    GradientNorm = climb.GradientNorm,
                    Kink = false,
                };
            }
        }

        return best;
    }

    private static int Place(double[] levels, double mu)
    {
        int found = Array.BinarySearch(levels, mu);
        return Math.Clamp(found >= 0 ? found : ~found, 0, levels.Length - 1);
    }

    private static FamilyEnd Certify(
        double[] returns, GarchModelOptions options, bool[] free, FamilyEnd end, double[] levels)
    {
        if (end.Outcome == NewtonOutcome.FirstOrder && end.GradientNorm <= FirstOrder)
        {
            return end;
        }

        int at = Place(levels, end.Whole[0]);
        at = at > 0 && end.Whole[0] - levels[at - 1] < levels[at] - end.Whole[0] ? at - 1 : at;
        bool[] rest = [false, .. free.AsSpan(1)];
        double[] whole = [.. end.Whole];
        bool[] seen = new bool[levels.Length];
        for (int move = 0; move < MostMoves && at >= 0 && at < levels.Length && !seen[at]; move++)
        {
            seen[at] = true;
            whole[0] = levels[at];
            FamilyObjective along = new(returns, options, whole, rest);
            NewtonEnd ridge = new ActiveSetNewton(along, along.Constraints, quick: true)
                .Maximize(along.FreePart(whole));
            Spread(along, ridge.Theta, whole);
            int side = Side(returns, options, whole, at, levels);
            if (side == 0)
            {
                bool level = ridge.Outcome == NewtonOutcome.FirstOrder && ridge.Value >= end.Value - 1e-7;
                LinearConstraint[] active = [.. ridge.Active.Select(c => c with { Normal = [0, .. c.Normal] })];
                return level
                    ? new([.. whole], ridge.Value, ridge.Outcome, ridge.GradientNorm, active, Kink: true)
                    : end;
            }

            at += side;
        }

        return end;
    }

    private static void Spread(FamilyObjective objective, double[] theta, double[] whole)
    {
        for (int i = 0; i < theta.Length; i++)
        {
            whole[objective.Free[i]] = theta[i];
        }
    }

    /// <summary>0 when the likelihood falls to both sides of μ; else the direction in which it rises.</summary>
    private static int Side(double[] returns, GarchModelOptions options, double[] whole, int at, double[] levels)
    {
        bool[] all = [.. whole.Select((_, j) => j == 0)];
        FamilyObjective across = new(returns, options, whole, all);
        double[] slope = new double[1];
        double below = at > 0 ? levels[at] - levels[at - 1] : 1;
        double above = at < levels.Length - 1 ? levels[at + 1] - levels[at] : 1;
        across.Gradient([whole[0] - (1e-3 * below)], slope);
        bool fallsBelow = slope[0] >= 0;
        across.Gradient([whole[0] + (1e-3 * above)], slope);
        bool fallsAbove = slope[0] <= 0;
        return fallsBelow && fallsAbove ? 0 : fallsBelow ? 1 : -1;
    }
}
