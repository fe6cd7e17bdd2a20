using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>Prices and decisions that held accounts live through.</summary>
/// <param name="Times">Decision times in order.</param>
/// <param name="Prices">Price at each decision.</param>
/// <param name="Baseline">Margin of the policy without any forecast, fraction of notional.</param>
/// <param name="Falls">Largest fall of the closes within the horizon after each decision, fraction ≥ 0.</param>
/// <param name="Rises">Largest rise, likewise.</param>
/// <param name="Bars">Bars over the span.</param>
/// <param name="MaintenanceRatio">Maintenance ÷ initial margin.</param>
internal sealed record HeldMarket(
    Timestamp[] Times, double[] Prices, double[] Baseline, double[] Falls, double[] Rises, BarSeries Bars, double MaintenanceRatio)
{
    /// <summary>Gathers what accounts live through.</summary>
    public static HeldMarket Of(BacktestPoint[] points, BarSeries series, PipelinePolicy policy)
    {
        double[] falls = new double[points.Length], rises = new double[points.Length];
        IReadOnlyList<Bar> bars = series.Bars;
        int first = 0;
        for (int i = 0; i < points.Length; i++)
        {
            while (first < bars.Count && bars[first].OpenTime < points[i].AsOf)
            {
                first++;
            }

            Timestamp end = points[i].AsOf + TimeSpan.FromMinutes(policy.HorizonMinutes);
            for (int b = first; b < bars.Count && bars[b].OpenTime < end; b++)
            {
                double growth = (bars[b].Close / points[i].Price) - 1;
                falls[i] = Math.Max(falls[i], -growth);
                rises[i] = Math.Max(rises[i], growth);
            }
        }

        return new HeldMarket(
            [.. points.Select(p => p.AsOf)], [.. points.Select(p => p.Price)], [.. points.Select(p => p.Baseline)],
            falls, rises, series, policy.MaintenanceRatio);
    }
}

/// <summary>What happened to the two accounts, long and short, that opened at one decision; sums over both.</summary>
/// <param name="Opened">Their decision.</param>
/// <param name="BadDebt">Loss beyond what was posted, closed out after the notice had passed since opening, fraction of notional.</param>
/// <param name="BadDebtNew">The same, closed out earlier.</param>
/// <param name="CloseOuts">Accounts closed out.</param>
/// <param name="Calls">Calls to the two accounts that answer every call.</param>
/// <param name="UnnecessaryCalls">Calls not followed by a loss.</param>
/// <param name="HeldDays">Days that those two were held, summed.</param>
internal readonly record struct HeldPair(
    int Opened, double BadDebt, double BadDebtNew, int CloseOuts, int Calls, int UnnecessaryCalls, double HeldDays);

/// <summary>
/// Accounts that post exactly the initial margin and hold for a day. One pair never answers a call and is closed out below
/// maintenance margin; another answers every call at once and counts them.
/// </summary>
internal sealed class HeldAccounts(HeldMarket market, double[] asked, double[] inForce, TimeSpan notice)
{
    /// <summary>How long an account is held.</summary>
    public static readonly TimeSpan Holding = TimeSpan.FromDays(1);

    /// <summary>From falling below maintenance margin to the price at which the position is gone; a bar at least.</summary>
    public static readonly TimeSpan CloseOut = TimeSpan.FromMinutes(10);

    /// <summary>Time between the openings of two pairs.</summary>
    public static readonly TimeSpan BetweenOpenings = TimeSpan.FromMinutes(30);

    // Called below this multiple of maintenance margin, then topped up to initial: the band keeps price noise from calling.
    private const double SearchLevel = 1.1;
    private const double LossThatJustifies = 0.5;

    private int _firstBar;

    /// <summary>Opens a pair each half hour and follows all of them.</summary>
    public static HeldPair[] FollowAll(HeldMarket market, double[] asked, double[] inForce, TimeSpan notice)
    {
        HeldAccounts accounts = new(market, asked, inForce, notice);
        List<HeldPair> pairs = [];
        Timestamp next = market.Times[0];
        for (int i = 0; i < market.Times.Length; i++)
        {
            if (market.Times[i] >= next)
            {
                pairs.Add(accounts.Follow(i));
                next = market.Times[i] + BetweenOpenings;
            }
        }

        return [.. pairs];
    }

    /// <summary>Follows the accounts that open at one decision; decisions must come in order.</summary>
    public HeldPair Follow(int opened)
    {
        while (_firstBar < market.Bars.Bars.Count && market.Bars.Bars[_firstBar].OpenTime < market.Times[opened])
        {
            _firstBar++;
        }

        HeldPair pair = new(opened, 0, 0, 0, 0, 0, 0);
        foreach (int side in new[] { 1, -1 })
        {
            pair = Silent(pair, opened, side);
            pair = Answering(pair, opened, side);
        }

        return pair;
    }

    private HeldPair Silent(HeldPair pair, int opened, int side)
    {
        Timestamp end = market.Times[opened] + Holding;
        double lowest = asked[opened];
        int decision = opened;
        IReadOnlyList<Bar> bars = market.Bars.Bars;
        for (int b = _firstBar; b < bars.Count && bars[b].OpenTime + market.Bars.Length <= end; b++)
        {
            Timestamp now = bars[b].OpenTime + market.Bars.Length;
            while (decision + 1 < market.Times.Length && market.Times[decision + 1] <= now)
            {
                decision++;
                lowest = Math.Min(lowest, asked[decision]);
            }

            double growth = bars[b].Close / market.Prices[opened];
            double equity = asked[opened] + (side * (growth - 1));
            bool isNew = now - market.Times[opened] <= notice;
            double required = isNew ? lowest : inForce[decision];
            if (equity < market.MaintenanceRatio * required * growth)
            {
                double debt = Math.Max(0, -(asked[opened] + (side * ((GoneAt(b, now) / market.Prices[opened]) - 1))));
                return isNew
                    ? pair with { BadDebtNew = pair.BadDebtNew + debt, CloseOuts = pair.CloseOuts + 1 }
                    : pair with { BadDebt = pair.BadDebt + debt, CloseOuts = pair.CloseOuts + 1 };
            }
        }

        return pair;
    }

    private double GoneAt(int breach, Timestamp now)
    {
        IReadOnlyList<Bar> bars = market.Bars.Bars;
        int b = Math.Min(breach + 1, bars.Count - 1);
        while (b + 1 < bars.Count && bars[b].OpenTime + market.Bars.Length < now + CloseOut)
        {
            b++;
        }

        return bars[b].Close;
    }

    private HeldPair Answering(HeldPair pair, int opened, int side)
    {
        double paid = asked[opened], lowest = asked[opened];
        int last = opened;
        for (int d = opened + 1; d < market.Times.Length && market.Times[d] - market.Times[opened] <= Holding; d++)
        {
            last = d;
            lowest = Math.Min(lowest, asked[d]);
            double growth = market.Prices[d] / market.Prices[opened];
            double required = (market.Times[d] - market.Times[opened] <= notice ? lowest : inForce[d]) * growth;
            double equity = paid + (side * (growth - 1));
            if (equity < required * Math.Min(1, SearchLevel * market.MaintenanceRatio))
            {
                paid += required - equity;
                double loss = side > 0 ? market.Falls[d] : market.Rises[d];
                pair = pair with
                {
                    Calls = pair.Calls + 1,
                    UnnecessaryCalls = pair.UnnecessaryCalls + (loss < LossThatJustifies * market.Baseline[d] ? 1 : 0),
                };
            }
        }

        return pair with { HeldDays = pair.HeldDays + (market.Times[last] - market.Times[opened]).TotalDays };
    }
}
