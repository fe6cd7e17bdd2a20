using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Pipeline;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>The decisions of a report that are taken apart one by one.</summary>
internal sealed class ExplainCases
{
    private const int OfAKind = 3;
    private const int MostNeighbours = 5;

    // An alert is a margin a tenth above what it would have been: the logs of variance are twice that of volatility.
    private static readonly double LnAlert = 2 * Math.Log(MarginBacktestWork.AlertRaise);

    // Nobody moves the clock.
    private static readonly string[] FixedFamilies = ["time"];

    private readonly ExplainRun _run;
    private readonly CounterfactualSearch _search;

    public ExplainCases(ExplainRun run)
    {
        _run = run;
        _search = new(
            run.Model.Forest, run.Seen,
            Enumerable.Range(0, run.Rows.Width).Where(j => FixedFamilies.Contains(run.Schema.Features[j].Family)));
    }

    private enum Question
    {
        /// <summary>What takes the whole learned raise back.</summary>
        Undo,

        /// <summary>What would have made it an alert.</summary>
        Alert,

        /// <summary>What would have kept it below an alert.</summary>
        Silence,
    }

    /// <summary>Raises, missed shocks, false alarms, then decisions drawn by seed.</summary>
    public IReadOnlyList<ScoreCase> All(Action<int, Action<int>> forEach)
    {
        List<(int Row, string Kind, Question? Asked)> picked =
        [
            .. _run.Raises.Select(d => (RowAt(d.AsOf), "raise", (Question?)Question.Undo)),
            .. Missed().Take(OfAKind).Select(k => (k, "missed shock", (Question?)Question.Alert)),
            .. False().Take(OfAKind).Select(k => (k, "false alarm", (Question?)Question.Silence)),
            .. Drawn().Select(k => (k, $"drawn by seed {_run.Order.Seed}", (Question?)null)),
        ];
        picked.RemoveAll(p => p.Row < 0);
        ScoreCase[] cases = new ScoreCase[picked.Count];
        forEach(cases.Length, k => cases[k] = CaseOf(picked[k].Row, picked[k].Kind, picked[k].Asked));
        return cases;
    }

    /// <summary>Rows just before shocks that no alert came before, the widest realized ÷ forecast first.</summary>
    public IEnumerable<int> Missed()
    {
        HashSet<Timestamp> met = [.. _run.Alerts.Alerts.Where(a => a.Shock is not null).Select(a => a.Shock!.Value)];
        return _run.Alerts.Shocks.Where(s => !met.Contains(s)).Select(s => RowAt(s - TimeSpan.FromMinutes(_run.Policy.StepMinutes)))
            .Where(k => k >= 0).OrderByDescending(k => Surprise(k)).ThenBy(k => k);
    }

    private IEnumerable<int> False() => _run.Alerts.Alerts.Where(a => a.Shock is null).Select(a => RowAt(a.At)).Where(k => k >= 0)
        .OrderByDescending(k => _run.Decisions[k].Point!.Initial / _run.Decisions[k].Point!.Reactive).ThenBy(k => k);

    private IEnumerable<int> Drawn()
    {
        Random random = new(_run.Order.Seed);
        return [.. Enumerable.Range(0, OfAKind).Select(_ => random.Next(_run.Rows.Count)).Distinct().Order()];
    }

    private double Surprise(int row)
    {
        double realized = _run.Realized(_run.Decisions[row]);
        return double.IsNaN(realized) ? 0 : realized / Math.Exp(_run.Decisions[row].LnBlend);
    }

    private int RowAt(Timestamp at)
    {
        for (int k = 0; k < _run.Decisions.Count; k++)
        {
            if (_run.Decisions[k].AsOf == at)
            {
                return k;
            }
        }

        return -1;
    }

    private ScoreCase CaseOf(int row, string kind, Question? asked)
    {
        ExplainedDecision decision = _run.Decisions[row];
        double[] phi = [.. _run.Rows.Phi(row)];
        (string undo, IReadOnlyList<CaseMove> moves) = asked is { } question ? Undo(decision, question) : ("", []);
        return new()
        {
            Kind = kind,
            At = decision.AsOf,
            Mode = ExplainBehaviour.ModeName(_run.Rows.Mode),
            BaseValue = _run.Rows.BaseValue,
            Score = _run.Rows.Scores[row],
            Unit = ExplainedModel.ScoreUnit,
            Parts = [.. phi.Select((p, j) => (p, j)).Where(p => p.p != 0).Select(p => new CasePart(
                _run.Rows.FeatureNames[p.j],
                double.IsFinite(decision.Row[p.j]) ? Measured.Of(decision.Row[p.j]) : Measured.Absent("missing"), p.p))],
            Outcome = Outcome(decision),
            Undo = undo,
            Moves = moves,
            Neighbours = [.. Neighbours(row)],
        };
    }

    private string Outcome(ExplainedDecision decision)
    {
        double realized = _run.Realized(decision);
        string forecast = ExplainWords.Percent(_run.Annualized(Math.Exp(decision.LnBlend)), 0);
        return double.IsNaN(realized)
            ? $"the outcome is not known (the data end, or an outage); the forecast was {forecast} a year."
            : $"volatility of the next {_run.Policy.HorizonMinutes} min came out at {ExplainWords.Percent(_run.Annualized(realized), 0)} a year, "
                + $"{ExplainWords.Short(Math.Sqrt(realized / Math.Exp(decision.LnBlend)))} times the forecast of {forecast}.";
    }

    private (string Text, IReadOnlyList<CaseMove> Moves) Undo(ExplainedDecision decision, Question asked)
    {
        double reactive = Math.Max(decision.LnGarch, decision.LnReference);
        (double wanted, string goal) = asked switch
        {
            Question.Undo => (reactive, "The learned part of this raise would have vanished"),
            Question.Alert => (reactive + LnAlert, "An alert would have been given"),
            _ => (reactive + LnAlert, "The alert would not have been given"),
        };
        if (decision.Weight <= 0)
        {
            return ($"the member {_run.Model.MemberId} had no weight in this decision: none of its features could have changed it.", []);
        }

        CounterfactualQuestion question = new()
        {
            Row = decision.Row,
            Falls = asked != Question.Alert,
            Threshold = decision.RawScore + ((wanted - decision.LnBlend) / decision.Weight),
        };
        if (question.IsMet(decision.RawScore))
        {
            return ("nothing had to change: the forecast alone stood on the other side already (a limit or the ramp decided the margin).", []);
        }

        CounterfactualAnswer answer = _search.Find(question);
        if (answer.Found is null && asked == Question.Undo)
        {
            // The other members ask for more too: what would at least have silenced this one?
            double ownWanted = decision.RawScore - (decision.LnMember - reactive);
            CounterfactualAnswer own = _search.Find(question with { Threshold = Math.Min(ownWanted, decision.RawScore) });
            if (own.Found is { } silenced && ownWanted < decision.RawScore)
            {
                string whole = answer.IsComplete ? "No change of one to three inputs takes" : "Within the search limit no change of one to three inputs takes";
                return Told(
                    decision, $"{whole} the whole raise back: other members ask for more too. The member {_run.Model.MemberId} alone would have asked for none",
                    silenced, own.IsComplete);
            }
        }

        return answer.Found is { } found
            ? Told(decision, goal, found, answer.IsComplete)
            : ((answer.IsComplete ? "none within the data: " : "none was found within the search limit: ")
                + $"no change of one to three features to observed values moves this member's score from {ExplainWords.Fixed(decision.RawScore, 2)} to "
                + $"{ExplainWords.Fixed(question.Threshold, 2)} with the other members as they were.", []);
    }

    private (string Text, IReadOnlyList<CaseMove> Moves) Told(
        ExplainedDecision decision, string goal, Counterfactual found, bool isComplete)
    {
        double[] moved = [.. decision.Row];
        foreach (FeatureMove move in found.Moves)
        {
            moved[move.Feature] = move.To;
        }

        (double distance, int nearest) = NearestRow.Of(
            moved, _run.Rows, _run.Seen, k => (_run.Rows.Times[k] - decision.AsOf).Duration() >= TimeSpan.FromMinutes(_run.Policy.HorizonMinutes));
        string changes = string.Join(" and ", found.Moves.Select(m =>
            $"{_run.Rows.FeatureNames[m.Feature]} been {ExplainWords.Short(m.To)} instead of {ExplainWords.Short(m.From)}"));
        string seen = nearest < 0 ? "" : $" The nearest other decision on record ({ExplainWords.Time(_run.Decisions[nearest].AsOf)}) lies "
            + $"{ExplainWords.Fixed(distance, 2)} interquartile ranges per feature away.";
        double share = Math.Exp(decision.Weight * (found.Score - decision.RawScore) / 2);
        return (
            $"{goal} had {changes}, the rest as it was. Scored again by the deployed trees that puts the blend's volatility at "
            + $"{ExplainWords.Percent(share, 0)} of what it was."
            + (isComplete ? " No smaller change of up to three features does it." : " The search limit was reached: a smaller change may exist.") + seen,
            [.. found.Moves.Select(m => new CaseMove(
                _run.Rows.FeatureNames[m.Feature], _run.Schema.Features[m.Feature].Unit, m.From, m.To, m.Ranges))]);
    }

    private IEnumerable<CaseNeighbour> Neighbours(int row)
    {
        int seen = _run.FirstUnseen;
        TimeSpan apart = TimeSpan.FromMinutes(Math.Max(60, _run.Policy.HorizonMinutes));
        IReadOnlyList<NearCase> found = NearestCases.Of(
            _run.Rows, row, k => seen > 0 ? k < seen : k < row, apart, MostNeighbours);
        return found.Select(c => new CaseNeighbour(
            _run.Decisions[c.Row].AsOf, c.Cosine, Measured.Of(_run.Annualized(Math.Exp(_run.Decisions[c.Row].LnBlend))),
            _run.Realized(_run.Decisions[c.Row]) is double r && double.IsFinite(r)
                ? Measured.Of(_run.Annualized(r)) : Measured.Absent("not known")));
    }
}
