using Dms.Predictive.Core;

namespace Dms.Predictive.Features.Series;

/// <summary>Which families a set of slow series switches on, always in the same order.</summary>
internal static class SeriesFamilies
{
    /// <summary>Makes the families; none when there is no series.</summary>
    /// <param name="store">The series.</param>
    /// <param name="barMinutes">Bar length in minutes.</param>
    /// <param name="realizedPercent2">Sum of squared returns over a number of minutes, percent².</param>
    /// <exception cref="ArgumentException">Taker buys come without sells, or sells without buys.</exception>
    public static IEnumerable<IFeatureFamily> Of(SeriesStore store, int barMinutes, Func<int, double> realizedPercent2)
    {
        foreach (SlowSeriesKind kind in new[] { SlowSeriesKind.Funding, SlowSeriesKind.PredictedFunding })
        {
            if (store.Of(kind) is AsOfSeries funding)
            {
                yield return new FundingFeatures(funding);
            }
        }

        if (store.Of(SlowSeriesKind.FundingDaily) is AsOfSeries daily)
        {
            yield return new LevelFeatures(daily, "derivatives", LevelScale.Plain);
        }

        foreach (SlowSeriesKind kind in new[] { SlowSeriesKind.Index, SlowSeriesKind.Mark })
        {
            if (store.Of(kind) is AsOfSeries price)
            {
                yield return new BasisFeatures(price, barMinutes);
            }
        }

        if (store.Of(SlowSeriesKind.OpenInterest) is AsOfSeries interest)
        {
            yield return new OpenInterestFeatures(interest);
        }

        if (Taker(store) is TakerFeatures taker)
        {
            yield return taker;
        }

        foreach (IFeatureFamily level in Levels(store))
        {
            yield return level;
        }

        if (store.Of(SlowSeriesKind.Dvol) is AsOfSeries implied)
        {
            yield return new LevelFeatures(implied, "implied", LevelScale.Percent);
            yield return new ImpliedFeatures(implied, realizedPercent2);
        }

        foreach (IFeatureFamily family in Derivatives(store, realizedPercent2))
        {
            yield return family;
        }
    }

    private static IEnumerable<IFeatureFamily> Derivatives(SeriesStore store, Func<int, double> realizedPercent2)
    {
        if (store.Of(SlowSeriesKind.Liquidated) is AsOfSeries liquidated)
        {
            yield return new LiquidationFeatures(liquidated);
        }

        if (store.Of(SlowSeriesKind.Funding) is AsOfSeries funding && store.Of(SlowSeriesKind.OpenInterest) is AsOfSeries interest)
        {
            yield return new CrowdingFeatures(funding, interest);
        }

        if (store.Of(SlowSeriesKind.AtmIv) is AsOfSeries iv)
        {
            yield return new OptionFeatures(
                iv, store.Of(SlowSeriesKind.AtmIvShort), store.Of(SlowSeriesKind.Skew25), realizedPercent2);
        }
    }

    private static TakerFeatures? Taker(SeriesStore store) =>
        (store.Of(SlowSeriesKind.TakerBuy), store.Of(SlowSeriesKind.TakerSell)) switch
        {
            (null, null) => null,
            (AsOfSeries buys, AsOfSeries sells) => new TakerFeatures(buys, sells),
            _ => throw new ArgumentException("Taker flow needs both series, taker-buy and taker-sell."),
        };

    private static IEnumerable<IFeatureFamily> Levels(SeriesStore store)
    {
        (SlowSeriesKind Kind, LevelScale Scale)[] macro =
        [
            (SlowSeriesKind.Vix, LevelScale.Plain), (SlowSeriesKind.Dxy, LevelScale.Plain),
            (SlowSeriesKind.FearGreed, LevelScale.Plain), (SlowSeriesKind.HashRate, LevelScale.Logarithm),
        ];
        foreach ((SlowSeriesKind kind, LevelScale scale) in macro)
        {
            if (store.Of(kind) is AsOfSeries series)
            {
                yield return new LevelFeatures(series, "macro", scale);
            }
        }

        foreach (AsOfSeries custom in store.Custom)
        {
            yield return new LevelFeatures(custom, "macro", LevelScale.Plain);
        }
    }
}
