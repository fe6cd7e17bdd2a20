using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Risk of a pool that takes the other side of its traders. Says what may happen and changes
/// nothing.</summary>
public static class PoolRisk
{
    private const decimal Cent = 0.01m;

    /// <summary>Describes a pool.</summary>
    /// <param name="book">Its markets and funds.</param>
    /// <param name="limits">Its limits.</param>
    /// <param name="forecast">Volatilities and correlations of all underlyings, horizon, confidence and
    /// distribution.</param>
    /// <exception cref="ArgumentException">An amount is negative or not finite, an underlying repeats or has no
    /// volatility, or limits are out of order.</exception>
    /// <exception cref="InputRefusedException">The forecast is out of range.</exception>
    public static PoolRiskReport Of(PoolBook book, PoolRiskLimits limits, ParametricParameters forecast)
    {
        PoolBookRules.Check(book, limits);
        ArgumentNullException.ThrowIfNull(forecast);
        forecast.Check();
        PoolMarket[] markets = [.. book.Markets.OrderBy(m => m.Underlying, StringComparer.Ordinal)];
        double interest = markets.Sum(m => m.Long.OpenInterestUsd + m.Short.OpenInterestUsd);
        double assets = markets.Sum(m => m.Long.PoolUsd + m.Short.PoolUsd);
        PoolTailRisk tail = TailOf(markets, forecast);
        double funds = (double)book.Funds.Funds;
        return new(
            [.. markets.Select(m => new PoolMarketRisk(
                m.Underlying, m.NetExposureUsd, SideOf(m, limits, isLong: true), SideOf(m, limits, isLong: false)))],
            markets.Sum(m => m.NetExposureUsd),
            tail,
            ExhaustionOf(funds, tail.DeviationUsd, forecast.HorizonDays))
        {
            Leverage = Ratio(interest, assets),
            Concentration = ConcentrationOf(markets),
            ImpactPoolToOpenInterest = interest == 0 ? 0 : book.ImpactPoolUsd / interest,
            RecommendedExposureFactor = tail.ExpectedShortfall <= funds ? 1 : funds / tail.ExpectedShortfall,
        };
    }

    /// <summary>Moves the prices and runs what the pool loses through its layers.</summary>
    /// <param name="book">Markets and funds.</param>
    /// <param name="limits">Limits; gains of traders are cut to their part of the assets.</param>
    /// <param name="factors">Price factor by underlying, &gt; 0; others stand still.</param>
    /// <returns>Σ absorbed + Σ socialized + unallocated = loss, exactly.</returns>
    /// <exception cref="ArgumentException">As for <see cref="Of"/>, or a factor is not &gt; 0.</exception>
    public static PoolStressOutcome Stress(
        PoolBook book, PoolRiskLimits limits, IReadOnlyDictionary<string, double> factors)
    {
        PoolBookRules.Check(book, limits);
        ArgumentNullException.ThrowIfNull(factors);
        double loss = 0;
        foreach (PoolMarket m in book.Markets.OrderBy(m => m.Underlying, StringComparer.Ordinal))
        {
            double factor = factors.GetValueOrDefault(m.Underlying, 1);
            PoolBookRules.Require(factor > 0, factor, $"factor of '{m.Underlying}'", "a multiple of the price > 0");
            loss += CappedPnl(m, limits, factor) - CappedPnl(m, limits, 1);
        }

        decimal cents = Money.FromDouble(Math.Max(0, loss), Cent, MoneyRounding.Up);
        (IReadOnlyList<PoolLayerDraw> draws, IReadOnlyList<PoolMemberCharge> charges, decimal rest) =
            book.Funds.Absorb(cents, Cent);
        return new(cents, draws, charges, rest);
    }

    private static double CappedPnl(PoolMarket m, PoolRiskLimits limits, double factor)
    {
        double longs = m.TradersPnl(isLong: true, m.Price * factor);
        double shorts = m.TradersPnl(isLong: false, m.Price * factor);
        return Math.Min(longs, limits.MaxPnlFactorForTraders * m.Long.PoolAt(factor))
            + Math.Min(shorts, limits.MaxPnlFactorForTraders * m.Short.PoolAt(factor));
    }

    private static PoolSideRisk SideOf(PoolMarket m, PoolRiskLimits limits, bool isLong)
    {
        PoolInterest side = isLong ? m.Long : m.Short;
        double reserved = isLong ? side.Tokens * (m.MaxPrice ?? m.Price) : side.OpenInterestUsd;
        double pnl = m.TradersPnl(isLong, m.Price);
        double ratio = side.PoolUsd == 0 && pnl <= 0 ? 0 : Ratio(pnl, side.PoolUsd);
        return new(
            Ratio(reserved, limits.ReserveFactor * side.PoolUsd),
            side.MaxOpenInterestUsd is double most ? Ratio(side.OpenInterestUsd, most) : null,
            ratio,
            MoveTo(limits.MaxPnlFactorForAdl, m, isLong),
            MoveTo(limits.MaxPnlFactorForTraders, m, isLong))
        {
            PnlToDeleverageUsd = ratio > limits.MaxPnlFactorForAdl
                ? pnl - (limits.MinPnlFactorAfterAdl * side.PoolUsd)
                : 0,
        };
    }

    // Where gains reach a part f of the assets. Longs: n·P − OI = f·A, shorts: OI − n·P = f·A, with A = A₀·P/P₀ when the
    // assets are the underlying.
    private static double? MoveTo(double part, PoolMarket m, bool isLong)
    {
        PoolInterest side = isLong ? m.Long : m.Short;
        if (side.Tokens == 0)
        {
            return null;
        }

        double moving = side.IsPaidInUnderlying ? part * side.PoolUsd / m.Price : 0;
        double still = side.IsPaidInUnderlying ? 0 : part * side.PoolUsd;
        double price = isLong
            ? (side.OpenInterestUsd + still) / (side.Tokens - moving)
            : (side.OpenInterestUsd - still) / (side.Tokens + moving);
        bool isReachable = isLong ? side.Tokens > moving : price > 0;
        double move = (price / m.Price) - 1;
        return !isReachable ? null : isLong ? Math.Max(0, move) : Math.Min(0, move);
    }

    private static PoolTailRisk TailOf(PoolMarket[] markets, ParametricParameters forecast)
    {
        double root = Math.Sqrt(forecast.HorizonDays / forecast.YearDays);
        int[] rows = [.. markets.Select(m => PoolBookRules.RowOf(m.Underlying, forecast))];
        double[] own =
            [.. markets.Select((m, i) => m.NetExposureUsd * forecast.Volatilities[rows[i]].Annualized * root)];
        double variance = 0;
        for (int i = 0; i < own.Length; i++)
        {
            for (int j = 0; j < own.Length; j++)
            {
                variance += own[i] * own[j] * forecast.Correlation[rows[i]][rows[j]];
            }
        }

        double deviation = Math.Sqrt(Math.Max(0, variance));
        return new(
            deviation,
            deviation * TailFactor.Of(forecast with { Measure = TailMeasure.ValueAtRisk }),
            deviation * TailFactor.Of(forecast with { Measure = TailMeasure.ExpectedShortfall }));
    }

    private static PoolExhaustion ExhaustionOf(double funds, double deviation, double days)
    {
        double DaysTo(double chance) => days * PoolDepletion.YearsUntil(funds, deviation, 1, chance);
        return new(
            PoolDepletion.AtTheEnd(funds, deviation),
            PoolDepletion.AtAnyTime(funds, deviation),
            DaysTo(0.01),
            DaysTo(0.5));
    }

    private static double ConcentrationOf(PoolMarket[] markets)
    {
        double whole = markets.Sum(m => Math.Abs(m.NetExposureUsd));
        return whole == 0 ? 0 : markets.Sum(m => m.NetExposureUsd / whole * (m.NetExposureUsd / whole));
    }

    // 0 of 0 is nothing used; something of 0 is over any limit.
    private static double Ratio(double used, double whole) => used == 0 ? 0 : used / whole;
}
