namespace Dms.Predictive.Volatility.Tests;

/// <summary>Gaps, computed by hand for GARCH(1,1) with ω = 0.05, α = 0.08, β = 0.87, μ = 0.02 (P = 0.95, level 1).</summary>
public class MissingBarsTests
{
    private const double Mu = 0.02;
    private static readonly GarchModelParameters Garch = SampleModels.Of(GarchModel.Garch);

    [Fact]
    public void Decay_MovesTowardTheLevelWithoutNewsOrLikelihood()
    {
        GarchModelState state = After(MissingBars.Decay, 2);
        Assert.Equal(0.05 + (0.95 * (0.05 + (0.95 * 2))), state.NextVariance, 1e-15);
        Assert.Equal(1.9025, state.NextVariance, 1e-15);
        Assert.Equal((0L, 2L, 2), (state.Count, state.MissingCount, state.OpenGap));
        Assert.Equal(0, state.LogLikelihood);
    }

    [Fact]
    public void CarryZero_IsAReturnOfZero()
    {
        GarchModelState state = After(MissingBars.CarryZero, 1), zero = new(Garch, VarianceStart.At(2));
        zero.Append(0);
        Assert.Equal(0.05 + (0.08 * Mu * Mu) + (0.87 * 2), state.NextVariance, 1e-15);
        Assert.Equal(zero.NextVariance, state.NextVariance);
        Assert.Equal(zero.LogLikelihood, state.LogLikelihood);
        Assert.Equal((0L, 1L), (state.Count, state.MissingCount));
    }

    [Fact]
    public void Skip_Pauses()
    {
        GarchModelState state = After(MissingBars.Skip, 5);
        Assert.Equal(2, state.NextVariance);
        Assert.Equal(0, state.LogLikelihood);
        Assert.Equal(5, state.OpenGap);
    }

    [Theory]
    [InlineData(MissingBars.Decay)]
    [InlineData(MissingBars.CarryZero)]
    [InlineData(MissingBars.Skip)]
    public void FirstReturnAfterAGap_IsDividedByTheRootOfItsBars(MissingBars missing)
    {
        GarchModelState state = After(missing, 3);
        double h = state.NextVariance, before = state.LogLikelihood;
        state.Append(3);                                            // spans four bars: 3/√4 = 1.5
        double e = 1.5 - Mu;
        Assert.Equal(0.05 + (0.08 * e * e) + (0.87 * h), state.NextVariance, 1e-15);
        Assert.Equal(e / Math.Sqrt(h), state.LastInnovation, 1e-15);
        Assert.Equal(-0.5 * (Math.Log(2 * Math.PI * h) + (e * e / h)), state.LogLikelihood - before, 1e-13);
        Assert.Equal((0, 4), (state.OpenGap, state.LastSpan));
        Assert.Equal(4, new GarchModelState(state.Snapshot()).LastSpan);
        double next = state.NextVariance;
        state.Append(1.5);
        Assert.Equal(0.05 + (0.08 * e * e) + (0.87 * next), state.NextVariance, 1e-15);
        Assert.Equal(1, state.LastSpan);
    }

    [Theory]
    [InlineData(MissingBars.Decay)]
    [InlineData(MissingBars.CarryZero)]
    [InlineData(MissingBars.Skip)]
    public void GapBeyondTheLimit_RestartsFromTheLevelBlended(MissingBars missing)
    {
        GarchModelState state = new(Garch, VarianceStart.At(2), new(missing, MaxGapBars: 4));
        state.AppendMissing(4);
        Assert.Equal(0, state.Restarts);
        state.AppendMissing();
        Assert.Equal(1 + (Math.Pow(0.95, 5) * (2 - 1)), state.NextVariance, 1e-14);
        Assert.Equal(1, state.Restarts);
        state.AppendMissing(2_000);
        Assert.Equal(1, state.NextVariance, 1e-12);
        Assert.Equal(1, state.Restarts);
        state.Append(0.5);
        state.AppendMissing(5);
        Assert.Equal(2, state.Restarts);
    }

    [Fact]
    public void Gap_AtPersistenceOne_HasNoLevelToRestartFrom()
    {
        GarchModelParameters integrated = GarchModelParameters.Create(GarchModel.Garch, GarchDistribution.Normal, new Dictionary<string, double>
        {
            ["omega"] = 0.25,
            ["alpha"] = 0.25,
            ["beta"] = 0.75,
        });
        GarchModelState decaying = new(integrated, VarianceStart.At(2), new(MissingBars.Decay, 3));
        GarchModelState skipping = new(integrated, VarianceStart.At(2), new(MissingBars.Skip, 3));
        decaying.AppendMissing(10);
        skipping.AppendMissing(10);
        Assert.Equal(2 + (10 * 0.25), decaying.NextVariance, 1e-14);
        Assert.Equal(2, skipping.NextVariance);
        Assert.Equal(0, decaying.Restarts + skipping.Restarts);
    }

    /// <summary>The step without news is the mean of the step with news, in the carrier of every model.</summary>
    [Theory]
    [InlineData(GarchModel.Gjr, GarchDistribution.SkewedT)]
    [InlineData(GarchModel.Tarch, GarchDistribution.SkewedT)]
    [InlineData(GarchModel.Egarch, GarchDistribution.StudentT)]
    [InlineData(GarchModel.Aparch, GarchDistribution.GeneralizedError)]
    [InlineData(GarchModel.Figarch, GarchDistribution.Normal)]
    public void Decay_IsTheExpectedStep(GarchModel model, GarchDistribution distribution)
    {
        GarchModelParameters p = SampleModels.Of(model, distribution);
        GarchModelSnapshot before = SampleModels.Seen(p).Snapshot();
        double sigma = Math.Sqrt(new GarchModelState(before).NextVariance);
        double expected = p.Law.Expect(z =>
        {
            if (!(Math.Abs(z) < 1e6))
            {
                return 0;                                           // the density is below 1e-50 there
            }

            GarchModelState state = new(before);
            state.Append(p.Mu + (sigma * z));
            return state.Snapshot().State;
        });
        GarchModelState missed = new(before);
        missed.AppendMissing();
        Assert.Equal(expected, missed.Snapshot().State, 1e-7);
    }

    private static GarchModelState After(MissingBars missing, int bars)
    {
        GarchModelState state = new(Garch, VarianceStart.At(2), new(missing));
        state.AppendMissing(bars);
        return state;
    }
}
