namespace Dms.Predictive.Volatility.Tests;

public sealed class OnlineBlendTests
{
    private static readonly BlendMembers Members = new(["har", "garch", "gbdt"], 1, Math.Log(0.01), 0.5);
    private static readonly LogPoolWeights Refit = new(0.05, [0.2, 0.3, 0.5]);
    private static readonly OnlineBlendOptions Learning = new() { Rate = 0.05, Share = 0.01, ScaleHalfLifeDays = 0.2 };

    [Fact]
    public void Issue_NothingLearned_EqualsTheRefitsPool()
    {
        OnlineBlend blend = Make(new OnlineBlendOptions());
        double[] ln = [-4, -3.5, -3];
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(Refit.Combine(ln), blend.Issue(ln, -3).Ln);
            blend.Append(0.7, false);
        }
    }

    [Fact]
    public void Append_OneMemberIsRight_ItsWeightGrowsAndTheSumStays()
    {
        OnlineBlend blend = Make(Learning);
        Follow(blend, bars: 2000, realizedPerBar: 0.04, ln: [Math.Log(0.4), Math.Log(0.02), Math.Log(4)]);

        Assert.True(blend.Weights[0] > 0.6, $"{blend.Weights[0]}");
        Assert.Equal(1.0, blend.Weights.Sum(), 1e-12);
        Assert.True(blend.Weights[1] >= 0.1 - 1e-12, "the guard keeps its floor");
    }

    [Fact]
    public void Append_AllTooLow_ScaleRisesToTheLimitAndNoFurther()
    {
        OnlineBlend blend = Make(new OnlineBlendOptions { ScaleHalfLifeDays = 0.07 });
        Follow(blend, bars: 4000, realizedPerBar: 0.4, ln: [Math.Log(0.4), Math.Log(0.4), Math.Log(0.4)]);

        Assert.Equal(0.5, blend.Scale);
    }

    [Fact]
    public void Append_ForecastsRight_ScaleStaysNearZero()
    {
        OnlineBlend blend = new(Members, new LogPoolWeights(0, [0.2, 0.3, 0.5]), new OnlineBlendOptions { ScaleHalfLifeDays = 0.07 }, Baselines);
        Follow(blend, bars: 4000, realizedPerBar: 0.04, ln: [Math.Log(0.4001), Math.Log(0.4001), Math.Log(0.4001)]);

        Assert.Equal(0, blend.Scale, 1e-9);
    }

    [Fact]
    public void Append_OutcomeNotYetComplete_ChangesNothing()
    {
        OnlineBlend blend = Make(Learning);
        blend.Issue([-4, -3.5, -3], -3);
        for (int i = 0; i < 9; i++)
        {
            blend.Append(5, false);
            Assert.Equal(Refit.Weights, blend.Weights);
            Assert.Equal(0, blend.Scale);
        }

        blend.Append(5, false);
        Assert.NotEqual(Refit.Weights, blend.Weights);
        Assert.NotEqual(0, blend.Scale);
    }

    [Fact]
    public void Append_OutageInsideTheOutcome_NothingIsLearned()
    {
        OnlineBlend blend = Make(Learning);
        blend.Issue([-4, -3.5, -3], -3);
        for (int i = 0; i < 10; i++)
        {
            blend.Append(5, inOutage: i == 6);
        }

        Assert.Equal(Refit.Weights, blend.Weights);
        Assert.Equal(0, blend.Scale);
    }

    [Fact]
    public void Issue_LearnedMemberMissing_RestTakesItsWeightAndTheReasonNamesIt()
    {
        BlendedForecast forecast = Make(Learning).Issue([-4, -3.5, double.NaN], -3);

        Assert.Equal("member-missing:gbdt", forecast.Reason);
        Assert.Equal(0.05 + (0.4 * -4) + (0.6 * -3.5), forecast.Ln, 1e-12);
        Assert.Equal(0, forecast.Weights[2]);
    }

    [Fact]
    public void Issue_GarchMissing_EwmaTakesItsPlace()
    {
        BlendedForecast forecast = Make(Learning).Issue([-4, double.NaN, -3], -2);

        Assert.Equal("garch-from-ewma", forecast.Reason);
        Assert.Equal(0.05 + (0.2 * -4) + (0.3 * -2) + (0.5 * -3), forecast.Ln, 1e-12);
    }

    [Fact]
    public void Issue_AllMissing_LastForecastMovesToTheUnconditionalLevel()
    {
        OnlineBlend blend = Make(Learning);
        double last = blend.Issue([-2, -2, -2], -2).Ln;
        blend.Append(0.1, false);
        BlendedForecast first = blend.Issue([double.NaN, double.NaN, double.NaN], double.NaN);
        blend.Append(0.1, false);
        BlendedForecast second = blend.Issue([double.NaN, double.NaN, double.NaN], double.NaN);

        Assert.Equal("all-members-missing", first.Reason);
        Assert.Equal(Members.LnUnconditional + (0.5 * (last - Members.LnUnconditional)), first.Ln, 1e-12);
        Assert.Equal(Members.LnUnconditional + (0.25 * (last - Members.LnUnconditional)), second.Ln, 1e-12);
    }

    [Fact]
    public void Issue_SameHistoryTwice_SameBits()
    {
        Assert.Equal(Walk(), Walk());

        static List<double> Walk()
        {
            OnlineBlend blend = Make(Learning);
            List<double> issued = [];
            for (int i = 0; i < 500; i++)
            {
                issued.Add(blend.Issue([-4 + (0.01 * i), -3.5, -3 - (0.005 * i)], -3).Ln);
                blend.Append(0.3 * Math.Sin(i), false);
            }

            return issued;
        }
    }

    [Fact]
    public void Make_OptionOutOfRange_IsRefusedByName() => Assert.Contains(
        "Rate", Assert.Throws<ArgumentOutOfRangeException>(() => Make(new OnlineBlendOptions { Rate = -1 })).Message);

    private static readonly BaselineModel Baselines = new(
        10, 1, new Garch11Parameters(0, 1e-5, 0.05, 0.94), 0, 1, 1, new LogHarModel(0, [], -20, 20));

    private static OnlineBlend Make(OnlineBlendOptions options) => new(Members, Refit, options, Baselines);

    private static void Follow(OnlineBlend blend, int bars, double realizedPerBar, double[] ln)
    {
        for (int i = 0; i < bars; i++)
        {
            if (i % 5 == 0)
            {
                blend.Issue(ln, ln[1]);
            }

            blend.Append(Math.Sqrt(realizedPerBar), false);
        }
    }
}
