using Dms.Predictive.Cli.Work;
using Dms.Predictive.Training;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Tests;

public sealed class EvaluationWordsTests
{
    [Theory]
    [InlineData(0.0000001, "p <0.001")]
    [InlineData(0.001, "p 0.001")]
    [InlineData(0.04567, "p 0.046")]
    [InlineData(double.NaN, "p not defined")]
    public void P_AnyValue_ReadsAsPeopleWriteIt(double p, string text) => Assert.Equal(text, EvaluationWords.P(p));

    [Theory]
    [InlineData(5, 3, 8, "beats garch", "5.0 % lower")]
    [InlineData(2, -1, 5, "cannot be told from garch", "2.0 % lower")]
    [InlineData(-4, -7, -1, "loses to garch", "4.0 % HIGHER")]
    public void Headline_AgainstTheStrongest_SaysWonLostOrUndecided(
        double gain, double low, double high, string verdict, string size)
    {
        string text = EvaluationWords.Headline(Summary(new BlendGain("garch", gain, low, high, -3, 0.002, 0.01, 0.02)));
        Assert.Contains(verdict, text, StringComparison.Ordinal);
        Assert.Contains(size, text, StringComparison.Ordinal);
        Assert.Contains("strongest of 2 baselines", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Proxies_BestModelChanges_IsSaidAloud()
    {
        HorizonSummary summary = Summary(new BlendGain("garch", 1, 0, 2, -1, 0.3, 0.3, 0.3));
        ProxyRanking same = new("kernel", new Dictionary<string, double>(), ["blend", "garch"], true, true);
        ProxyRanking other = new("kernel", new Dictionary<string, double>(), ["garch", "blend"], false, false);
        Assert.Contains("holds", EvaluationWords.Proxies(summary with { Proxies = [same, same] })!, StringComparison.Ordinal);
        Assert.Contains("does not hold", EvaluationWords.Proxies(summary with { Proxies = [same, other] })!, StringComparison.Ordinal);
        Assert.Null(EvaluationWords.Proxies(summary));
    }

    [Fact]
    public void Openings_FirstAndLater_AreCounted()
    {
        Assert.StartsWith("First time", EvaluationWords.Openings(new Opening(1, "aa", 1, 1, 1, 1)), StringComparison.Ordinal);
        string later = EvaluationWords.Openings(new Opening(9, "aa", 2, 5, 3, 7));
        Assert.Contains("twice by this configuration and 5 times in all, by 3", later, StringComparison.Ordinal);
        Assert.Contains("7 times counting spans that overlap", later, StringComparison.Ordinal);
    }

    private static HorizonSummary Summary(BlendGain first) => new()
    {
        HorizonMinutes = 10,
        Rows = 100,
        MeanBlock = 6,
        Models = [Model("garch", 1.1), Model("blend", 1)],
        Gains = [first, first with { Baseline = "har" }],
        Regimes = [],
        Months = [],
        WorstRegime = null,
        WorstMonth = null,
        Proxies = [],
        Spike = null,
        Onset = null,
    };

    private static ModelLosses Model(string name, double qlike) => new()
    {
        Model = name,
        IssuedShare = 1,
        Qlike = qlike,
        QlikeInterval = new MeanInterval(qlike, qlike, qlike),
        MeanSquaredError = 1,
        RootMeanSquarePercentageError = 1,
        LogRSquared = 0,
        ConfidenceSetPValue = 1,
        InConfidenceSet = true,
        Levels = null,
        Logs = null,
        SpikePrAuc = null,
        SpikePrAucInterval = null,
    };
}
