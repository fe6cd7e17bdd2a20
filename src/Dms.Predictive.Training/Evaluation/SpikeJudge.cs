using Dms.Predictive.Volatility;

namespace Dms.Predictive.Training;

/// <summary>Judges how well spikes, and spikes out of calm, were ranked and foretold.</summary>
internal sealed class SpikeJudge
{
    private const int Draws = 1000;
    private const int FewestRows = 10;

    private readonly ScoredHorizon _scored;
    private readonly int _seed;
    private readonly List<int> _at;
    private readonly bool[] _labels;

    public SpikeJudge(ScoredHorizon scored, int seed)
    {
        (_scored, _seed) = (scored, seed);
        _at = scored.Target.SpikesAreDefined
            ? [.. Enumerable.Range(0, scored.Rows.Count).Where(i => scored.Target.HasThreshold(scored.Rows[i]))]
            : [];
        _labels = [.. _at.Select(i => scored.Target.IsSpike(scored.Rows[i]))];
    }

    /// <summary>Average precision of variance ÷ threshold of one model with its interval; null without
    /// spikes.</summary>
    public MeanInterval? PrAuc(string model) =>
        _labels.Contains(true) ? Ranking(_labels, Ratios(model, _at)).AveragePrecision : null;

    /// <summary>Quality of the issued probability; null where none was issued or labels are all alike.</summary>
    public SpikeQuality? Probability(IReadOnlyList<ModelLosses> models)
    {
        (List<int> judged, double[] p) = WithProbability(_at);
        bool[] labels = Labels(judged);
        if (labels.Length < FewestRows || !labels.Contains(true) || !labels.Contains(false))
        {
            return null;
        }

        ReliabilityResult reliability = ProbabilityScores.Reliability(labels, p);
        MeanInterval area = Ranking(labels, p).AveragePrecision;
        ModelLosses? best = models.Where(m => ScoredHorizon.BaselineIds.Contains(m.Model) && m.SpikePrAuc is not null)
            .MaxBy(m => m.SpikePrAuc);
        return new SpikeQuality(
            labels.Length, reliability.BaseRate, area.Mean, reliability.BrierSkill, reliability.CalibrationError, area,
            Skill(labels, p), best?.Model ?? "", best?.SpikePrAuc ?? double.NaN);
    }

    /// <summary>Ranking of spikes at calm decisions; null without any.</summary>
    public OnsetQuality? Onsets()
    {
        if (_at.Count == 0)
        {
            return null;
        }

        double[] levels = CalmLevels.Of(_scored.Table);
        List<int> calm = [.. _at.Where(i => _scored.Table.Realized10[_scored.Rows[i]] < levels[_scored.Rows[i]])];
        bool[] labels = Labels(calm);
        if (labels.Length < FewestRows || !labels.Contains(true))
        {
            return null;
        }

        List<OnsetScore> scores = [];
        (List<int> judged, double[] p) = WithProbability(calm);
        if (Labels(judged).Contains(true))
        {
            Add("spike probability", Labels(judged), p);
        }

        foreach (string model in _scored.Models)
        {
            Add(model, labels, Ratios(model, calm));
        }

        return new OnsetQuality(labels.Length, labels.Count(l => l) / (double)labels.Length, scores);

        void Add(string name, bool[] of, double[] by)
        {
            RankingInterval ranking = Ranking(of, by);
            scores.Add(new OnsetScore(name, ranking.AveragePrecision, ranking.Lift));
        }
    }

    private RankingInterval Ranking(bool[] labels, double[] scores) =>
        RankingInterval.Of(labels, scores, Block(labels.Length), Draws, _seed);

    private MeanInterval Skill(bool[] labels, double[] p)
    {
        double[] squares = [.. labels.Select((l, i) => (p[i] - (l ? 1 : 0)) * (p[i] - (l ? 1 : 0)))];
        return BootstrapMeans.Of([squares, [.. labels.Select(l => l ? 1.0 : 0)]], Block(labels.Length), Draws, _seed)
            .IntervalOf(m => m[1] is > 0 and < 1 ? 1 - (m[0] / (m[1] * (1 - m[1]))) : 0);
    }

    private double Block(int rows) => StationaryBootstrap.MeanBlock(rows, _scored.Overlap);

    private bool[] Labels(List<int> positions) => [.. positions.Select(i => _scored.Target.IsSpike(_scored.Rows[i]))];

    private double[] Ratios(string model, List<int> positions) =>
        [.. positions.Select(i => _scored.Held[model][i] / Math.Max(_scored.Table.Thresholds[_scored.Rows[i]], 1e-9))];

    private (List<int> Positions, double[] Probabilities) WithProbability(List<int> positions)
    {
        double[] all = _scored.Forecasts.SpikeProbability;
        List<int> judged = [.. positions.Where(i => !double.IsNaN(all[_scored.Rows[i]]))];
        return (judged, [.. judged.Select(i => all[_scored.Rows[i]])]);
    }
}
