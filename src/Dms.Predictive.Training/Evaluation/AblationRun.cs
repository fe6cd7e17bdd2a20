using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>
/// Ablation by input family: the same walk-forward, data and seed with and without a family, judged on the same
/// decisions. Baselines never change; only what learned members see does.
/// </summary>
public static class AblationRun
{
    private const string Blend = "blend";
    private const int BootstrapDraws = 1000;

    /// <summary>Runs every set of families once and compares.</summary>
    /// <param name="table">Decisions up to the end of the test span.</param>
    /// <param name="protocol">Settings; a member that names families keeps to those.</param>
    /// <param name="span">Test span, end exclusive.</param>
    /// <param name="plan">Questions of <see cref="AblationPlan"/>.</param>
    /// <param name="progress">Told the number of walk-forwards done and their total.</param>
    /// <param name="cancellation">Stops between fits.</param>
    /// <param name="threads">Refits fitted at the same time, ≥ 1; no bit depends on it.</param>
    /// <param name="pool">Other markets that learned members train on.</param>
    /// <returns>One gain per question, horizon and model; none when the history is too short to issue.</returns>
    /// <exception cref="ArgumentException">Without a family nothing would be left of what a member names.</exception>
    public static IReadOnlyList<AblationGain> Run(
        DecisionTable table, EvaluationProtocol protocol, (Timestamp Start, Timestamp End) span,
        IReadOnlyList<AblationStep> plan, Action<int, int>? progress, CancellationToken cancellation, int threads = 2,
        IReadOnlyList<DecisionTable>? pool = null)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(protocol);
        ArgumentNullException.ThrowIfNull(plan);
        string[] models = [protocol.Members[0].Id, Blend];
        string[][] sets = [.. plan.SelectMany(s => new[] { s.With, s.Without }).DistinctBy(KeyOf).Select(s => s.ToArray())];
        Dictionary<string, double[]?[][]> losses = [];
        foreach (string[] set in sets)
        {
            WalkForwardRun run = WalkForwardRun.Run(table, Limited(protocol, set), span, null, cancellation, threads, pool);
            losses[KeyOf(set)] =
                [.. protocol.HorizonMinutes.Select((_, h) => models.Select(m => AblationLosses.Of(run, span, h, m)).ToArray())];
            progress?.Invoke(losses.Count, sets.Length);
        }

        List<AblationGain> gains = [];
        foreach (AblationStep step in plan)
        {
            for (int h = 0; h < protocol.HorizonMinutes.Count; h++)
            {
                for (int m = 0; m < models.Length; m++)
                {
                    if (losses[KeyOf(step.With)][h][m] is { Length: > 1 } with && losses[KeyOf(step.Without)][h][m] is { } without)
                    {
                        gains.Add(Compare(step, models[m], (with, without), protocol, h));
                    }
                }
            }
        }

        return gains;
    }

    private static string KeyOf(IReadOnlyList<string> families) => string.Join(',', families.Order(StringComparer.Ordinal));

    private static EvaluationProtocol Limited(EvaluationProtocol protocol, IReadOnlyList<string> families) => protocol with
    {
        Members = [.. protocol.Members.Select(m => m with { Families = Kept(m, families) })],
    };

    private static string[] Kept(MemberRecipe member, IReadOnlyList<string> families)
    {
        string[] kept = member.Families.Count == 0 ? [.. families] : [.. member.Families.Intersect(families)];
        return kept.Length > 0
            ? kept
            : throw new ArgumentException(
                $"The member '{member.Id}' sees {string.Join(", ", member.Families)} only; without one of them nothing is left. "
                + "Take a recipe whose members see all families.");
    }

    private static AblationGain Compare(
        AblationStep step, string model, (double[] With, double[] Without) losses, EvaluationProtocol protocol, int h)
    {
        double[] difference = [.. losses.With.Zip(losses.Without, (a, b) => a - b)];
        int overlap = Math.Clamp(protocol.HorizonMinutes[h] / protocol.StepMinutes, 1, Math.Max(1, difference.Length / 2));
        DieboldMarianoResult test = DieboldMariano.Test(difference, overlap);
        MeanInterval interval = StationaryBootstrap.OfMean(
            difference, StationaryBootstrap.MeanBlock(difference.Length, overlap), BootstrapDraws, protocol.Seed);
        double level = losses.Without.Average();
        return new AblationGain(
            step, protocol.HorizonMinutes[h], model, difference.Length, losses.With.Average(), level,
            -100 * interval.Mean / level, -100 * interval.Upper / level, -100 * interval.Lower / level,
            test.StatisticHln, test.PValue);
    }
}
