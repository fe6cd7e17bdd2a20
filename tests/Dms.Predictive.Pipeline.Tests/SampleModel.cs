using Dms.Predictive.Core;
using Dms.Predictive.Features;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline.Tests;

/// <summary>A model written by hand: its trees say one of two constants, by volume.</summary>
internal static class SampleModel
{
    public static FeatureSchema Row { get; } = ScorerRow.Schema(FeatureCatalog.Bars);

    public static ForecastModel Make(double calm, double busy, bool verified = true, string? schema = null) => new()
    {
        Identity = new ModelIdentity("hand", "1", new string('a', 64), new string('b', 64), verified),
        RowSchemaHash = schema ?? Row.Hash,
        FilterFrom = Timestamp.FromDate(2026, 1, 1),
        GarchStartVariance = 0.0025,
        EwmaHalfLivesBars = [20, 60, 140, 360, 1440],
        Horizons = [Horizon(10, calm, busy), Horizon(60, calm, busy)],
    };

    /// <summary>The same with a second member over the same feature, which corrects log-HAR, and weights that learn.</summary>
    public static ForecastModel WithCorrector(double calm, double busy)
    {
        ForecastModel model = Make(calm, busy);
        return model with
        {
            Online = new OnlineBlendOptions { Rate = 0.02, Share = 0.01, ScaleHalfLifeDays = 1 },
            Horizons = [.. model.Horizons.Select(h => h with
            {
                Learned = [.. h.Learned, new LearnedMember("corrector", true, Corrector(), 0.01)],
                Pool = new LogPoolWeights(0, [0.1, 0.1, 0.5, 0.3]),
            })],
        };
    }

    /// <summary>The same model with a stored background: rows of which a share has the busy market's volume.</summary>
    public static ForecastModel WithBackground(ForecastModel model, double busyShare = 0.5)
    {
        double[][] rows = [.. Enumerable.Range(0, 8).Select(i => Enumerable.Range(0, Row.Count)
            .Select(j => j == Row.IndexOf("ln_volume_20") ? (i < 8 * busyShare ? 8.0 : 4.0) : 0.0).ToArray())];
        return model with
        {
            Horizons = [.. model.Horizons.Select(h => h with { Learned = [.. h.Learned.Select(l => l with { Background = rows })] })],
        };
    }

    private static Forest Corrector() => new([.. Row.Features.Select(f => f.Name)], 0, [Split(0, 2)]);

    private static HorizonModel Horizon(int minutes, double calm, double busy)
    {
        LogHarModel har = new(Math.Log(0.0025 * minutes), new double[13], -20, 20);
        BaselineModel baselines = new(minutes, 1, new Garch11Parameters(0, 1e-5, 0.05, 0.94), 1, 1, 1, har);
        Forest forest = new([.. Row.Features.Select(f => f.Name)], 0, [Split(Math.Log(calm * minutes), Math.Log(busy * minutes))]);
        LogitHead? spike = minutes == 10 ? new LogitHead([new HeadInput("forecast_to_threshold", 2, 0), new HeadInput("volume_ratio_20", 0, 0)], -3, new PlattMap(1, 0)) : null;
        return new HorizonModel(baselines, [new LearnedMember("gbdt", false, forest, 0)], new LogPoolWeights(0, [0.1, 0.1, 0.8]), spike);
    }

    private static Tree Split(double low, double high) => new()
    {
        Feature = [Row.IndexOf("ln_volume_20"), -1, -1],
        Threshold = [Math.Log(1 + 400), 0, 0],
        Left = [1, -1, -1],
        Right = [2, -1, -1],
        DefaultLeft = [true, false, false],
        Value = [0, low, high],
        Cover = [10, 9, 1],
    };
}
