using System.Collections.Concurrent;

namespace Dms.Predictive.Pipeline;

/// <summary>What a comparison runs.</summary>
public sealed record CascadePlan
{
    /// <summary>The market.</summary>
    public CascadeSettings Settings { get; init; } = new();

    /// <summary>First seed that is compared; ≥ 1.</summary>
    public int FirstSeed { get; init; } = 1;

    /// <summary>Seeds that are compared; ≥ 2, the last one at most 10,000.</summary>
    public int Seeds { get; init; } = 200;

    /// <summary>Seeds on which models are trained, settings chosen and averages matched; ≥ 2. None is compared.
    /// </summary>
    public int TrainingSeeds { get; init; } = 30;

    /// <summary>Average initial margin that every rule is scaled to on the training seeds, fraction of notional.
    /// </summary>
    public double AverageRate { get; init; } = 0.05;

    /// <summary>Adversaries of each kind in the second set of runs; even, ≥ 0.</summary>
    public int AdversariesPerKind { get; init; } = 4;

    /// <summary>Runs the numbers 0 to count − 1, in any order or at once; the caller owns the threads.</summary>
    public Action<int, Action<int>> ForEach { get; init; } = (count, run) =>
    {
        for (int i = 0; i < count; i++)
        {
            run(i);
        }
    };
}

/// <summary>A rule with the setting that the training seeds chose.</summary>
/// <param name="Name">Rule.</param>
/// <param name="Setting">Setting, in words.</param>
/// <param name="Scale">Initial margin at the reference volatility.</param>
/// <param name="TrainingRate">Average margin on the training seeds.</param>
/// <param name="TrainingBadDebt">Mean bad debt on the training seeds, quote.</param>
public sealed record ChosenRule(string Name, string Setting, double Scale, double TrainingRate, double TrainingBadDebt);

/// <summary>A rule on the compared seeds.</summary>
/// <param name="Rule">Rule and setting.</param>
/// <param name="Plain">One outcome per seed, in order.</param>
/// <param name="WithAdversaries">The same seeds with adversaries; empty when none were asked for.</param>
public sealed record CascadeRow(
    ChosenRule Rule, IReadOnlyList<CascadeOutcome> Plain, IReadOnlyList<CascadeOutcome> WithAdversaries);

/// <summary>Compares margin rules on the same seeds at matched average margin.</summary>
public static class CascadeStudy
{
    private const long FirstTrainingSeed = 10_001;
    private const int MatchingRounds = 3;
    private const double MatchedWithin = 0.001;

    /// <summary>Trains, chooses, matches, runs.</summary>
    /// <param name="plan">Seeds and market.</param>
    /// <param name="progress">Runs done and runs in all.</param>
    /// <returns>One row per rule, the forecast last.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number of the plan is out of range.</exception>
    public static CascadeComparison Run(CascadePlan plan, Action<int, int>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(plan);
        Check(plan);
        Session session = new(plan, progress);
        IReadOnlyList<CascadeRecipe> recipes = CascadeRecipes.All(session.Train(), plan.Settings.MaintenanceRatio);
        List<CascadeRow> rows = [];
        session.Expect(recipes);
        foreach (IGrouping<string, CascadeRecipe> rule in recipes.GroupBy(r => r.Name))
        {
            (CascadeRecipe Recipe, ChosenRule Chosen)[] tried = [.. rule.Select(session.Match)];
            (CascadeRecipe recipe, ChosenRule chosen) = tried.MinBy(t => t.Chosen.TrainingBadDebt);
            rows.Add(session.Compare(recipe, chosen));
        }

        return new(plan, rows);
    }

    private static void Check(CascadePlan plan)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Seeds, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.FirstSeed, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(plan.FirstSeed + plan.Seeds, FirstTrainingSeed);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.TrainingSeeds, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(plan.AdversariesPerKind);
        ArgumentOutOfRangeException.ThrowIfNotEqual(plan.AdversariesPerKind % 2, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Settings.WarmUpMinutes, 240);
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Settings.Minutes, 3 * CascadeModel.Horizon);
        if (!(plan.AverageRate is > VolatilityRule.LowestRate and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(plan), plan.AverageRate, $"Expected an average rate in ({VolatilityRule.LowestRate}, 1).");
        }
    }

    private sealed class Session(CascadePlan plan, Action<int, int>? progress)
    {
        private readonly ConcurrentDictionary<long, CascadeNoise> _noise = new();
        private int _done;
        private int _total;

        public void Expect(IReadOnlyList<CascadeRecipe> recipes)
        {
            int sets = plan.AdversariesPerKind > 0 ? 4 : 2;
            _total = plan.TrainingSeeds * (1 + (recipes.Count * MatchingRounds))
                + (recipes.Select(r => r.Name).Distinct().Count() * plan.Seeds * sets);
        }

        public CascadeModels Train()
        {
            CascadeMinute[][] markets = new CascadeMinute[plan.TrainingSeeds][];
            plan.ForEach(plan.TrainingSeeds, i =>
            {
                List<CascadeMinute> minutes = new(plan.Settings.TotalMinutes);
                StaticRule rule = new(plan.AverageRate, plan.Settings.MaintenanceRatio);
                long seed = FirstTrainingSeed + i;
                new CascadeRun(plan.Settings, NoiseOf(seed), rule, seed).Run(minutes.Add);
                markets[i] = [.. minutes];
            });
            return CascadeTraining.Fit(plan.Settings, markets);
        }

        // The average moves almost in proportion to the scale: a few fixed-point steps meet the target.
        public (CascadeRecipe Recipe, ChosenRule Chosen) Match(CascadeRecipe recipe)
        {
            double scale = plan.AverageRate;
            (double rate, double debt) = (0, 0);
            for (int round = 0; round < MatchingRounds; round++)
            {
                scale = round == 0 ? scale : scale * plan.AverageRate / rate;
                double at = scale;
                CascadeOutcome[] outcomes = RunAll(plan.Settings, recipe, at, FirstTrainingSeed, plan.TrainingSeeds);
                (rate, debt) = (outcomes.Average(o => o.AverageRate), outcomes.Average(o => o.BadDebt));
            }

            return (recipe, new(recipe.Name, recipe.Setting, scale, rate, debt));
        }

        public CascadeRow Compare(CascadeRecipe recipe, ChosenRule chosen)
        {
            CascadeSettings hostile = plan.Settings with { AdversariesPerKind = plan.AdversariesPerKind };
            return new(
                chosen,
                RunMatched(plan.Settings, recipe, chosen.Scale),
                plan.AdversariesPerKind == 0 ? [] : RunMatched(hostile, recipe, chosen.Scale));
        }

        // The last step of matching is taken on the compared seeds themselves, by their average margin alone: a rule
        // that happened to ask for more there would win by asking for more.
        private CascadeOutcome[] RunMatched(CascadeSettings settings, CascadeRecipe recipe, double scale)
        {
            CascadeOutcome[] first = RunAll(settings, recipe, scale, plan.FirstSeed, plan.Seeds);
            double rate = first.Average(o => o.AverageRate);
            return Math.Abs((rate / plan.AverageRate) - 1) < MatchedWithin
                ? first
                : RunAll(settings, recipe, scale * plan.AverageRate / rate, plan.FirstSeed, plan.Seeds);
        }

        // The market's own luck knows no accounts: one draw serves every rule, with and without adversaries.
        private CascadeNoise NoiseOf(long seed) => _noise.GetOrAdd(seed, s => new(plan.Settings, s));

        private CascadeOutcome[] RunAll(
            CascadeSettings settings, CascadeRecipe recipe, double scale, long firstSeed, int count)
        {
            CascadeOutcome[] outcomes = new CascadeOutcome[count];
            plan.ForEach(count, i =>
            {
                long seed = firstSeed + i;
                outcomes[i] = new CascadeRun(settings, NoiseOf(seed), recipe.Make(scale), seed).Run();
            });
            _done += count;
            progress?.Invoke(_done, Math.Max(_done, _total));
            return outcomes;
        }
    }
}
