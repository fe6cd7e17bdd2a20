using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>What moved the answers of network members: Shapley values of the groups of their inputs.</summary>
internal static class ExplainNetworks
{
    private const int MostRows = 20;
    private const int FewestRows = 3;
    private const int MostScores = 400_000;

    /// <summary>One table per network, of decisions spread over the report; none without networks or without a background.</summary>
    public static IEnumerable<SectionTable> Tables(ExplainRun run)
    {
        foreach (LearnedMember member in run.Model.Horizon.Learned)
        {
            if (MemberAttributors.GroupsOf(member) is { } groups)
            {
                yield return Table(run, member, groups);
            }
        }
    }

    /// <summary>Why a network is not taken apart, one sentence each.</summary>
    public static IEnumerable<string> NotSplit(ExplainRun run) => run.Model.Horizon.Learned
        .Where(m => m.Model is NetworkModel && MemberAttributors.GroupsOf(m) is null)
        .Select(m => $"The network {m.Id} is not taken apart: its bundle holds no background that it answers.");

    private static SectionTable Table(ExplainRun run, LearnedMember member, NetworkGroupAttributor groups)
    {
        double scores = Math.Pow(2, Math.Min(groups.Groups.Count, GroupShapley.MostExactGroups)) * groups.Background;
        int rows = (int)Math.Clamp(MostScores / scores, FewestRows, MostRows);
        List<LabelledRow> shown = [];
        double gap = 0;
        foreach (int k in run.Rows.Spread(rows))
        {
            ExplainedDecision decision = run.Decisions[k];
            if (groups.Attribute(decision.Row) is not { } split)
            {
                continue;
            }

            gap = Math.Max(gap, Math.Abs(split.ExpectedValue + split.Parts.Sum(p => p.Contribution) - split.Score));
            shown.Add(new(
                ExplainWords.Time(decision.AsOf),
                [Measured.Of(split.ExpectedValue), .. split.Parts.Select(p => Measured.Of(p.Contribution)), Measured.Of(split.Score)]));
        }

        string method = groups.IsExact
            ? $"exact Shapley values over all 2^{groups.Groups.Count} coalitions"
            : $"estimates from {GroupShapley.FewestPairs} pairs of permutations, not exact";
        return new(
            "global", $"networkGroups{Name(member.Id)}",
            $"Answers of the network {member.Id} by economic group of its inputs: {method} and {groups.Background} rows of the stored background; "
            + $"base and parts miss the answer by at most {gap:E0}.",
            [
                new("Base", ExplainedModel.ScoreUnit, 4), .. groups.Groups.Select(g => new TableColumn(g.Name, ExplainedModel.ScoreUnit, 4)),
                new("Answer", ExplainedModel.ScoreUnit, 4),
            ],
            shown);
    }

    private static string Name(string id) => string.Concat(id.Split('-').Select(p => char.ToUpperInvariant(p[0]) + p[1..]));
}
