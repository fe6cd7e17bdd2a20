using Dms.Predictive.Core;
using Dms.Predictive.Learning;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>A learned member as one refit left it.</summary>
/// <param name="Recipe">How it was fitted.</param>
/// <param name="Trained">What the trainer returned.</param>
/// <param name="Serving">The same model as it serves: trees carry covers counted on the reference rows; scores are the
/// same bits.</param>
public sealed record FittedLearner(MemberRecipe Recipe, FittedMember Trained, LearnedMember Serving);

/// <summary>The fitted models of one horizon at one refit.</summary>
/// <param name="Baselines">EWMA, GARCH and HAR of the horizon.</param>
/// <param name="Learners">Learned members in the protocol's order, each with its scale: mean of outcome ÷ forecast on
/// forecasts made before the outcome.</param>
/// <param name="ReferenceRows">Rows that gave the covers and that attributions refer to, in time order
/// (<see cref="RegimeSample"/>).</param>
/// <param name="Pool">Weights over har, garch and the learned members, in this order.</param>
/// <param name="Spike">Head that gives the probability of a spike; null when there were too few spikes to fit it.</param>
public sealed record FittedHorizon(
    BaselineModel Baselines, IReadOnlyList<FittedLearner> Learners, IReadOnlyList<double[]> ReferenceRows,
    LogPoolWeights Pool, LogitHead? Spike);

/// <summary>All that one refit produced.</summary>
/// <param name="Refit">When, and for which decisions.</param>
/// <param name="Garch">GARCH parameters, percent² per bar.</param>
/// <param name="GarchStartVariance">Variance at which the filter starts.</param>
/// <param name="GarchStatus">What the estimator said of its own fit.</param>
/// <param name="FilterFromBar">First grid bar of the filter.</param>
/// <param name="Horizons">One entry per horizon of the protocol.</param>
/// <param name="TrainingRows">Rows that the trees of the first horizon were trained on.</param>
public sealed record FittedRefit(
    Refit Refit, Garch11Parameters Garch, double GarchStartVariance, string GarchStatus, int FilterFromBar,
    IReadOnlyList<FittedHorizon> Horizons, int TrainingRows);
