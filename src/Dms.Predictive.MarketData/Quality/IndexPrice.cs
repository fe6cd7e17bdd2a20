using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// One price from several sources: the median of those that live and agree. A minority cannot move it. A bare majority
/// cannot move it either: it is held, and a held price lowers nothing and liquidates nobody.
/// </summary>
/// <param name="rules">Limits; null = the defaults.</param>
public sealed class IndexPrice(IndexRules? rules = null)
{
    private const int SigmaSeconds = 900;
    private const decimal NormalMad = 1.4826m;

    private readonly IndexRules _rules = rules ?? new();
    private readonly SortedDictionary<string, (decimal Price, Timestamp Received)> _sources =
        new(StringComparer.Ordinal);

    private readonly TimeWeightedMean _mean = new((rules ?? new()).MeanWindow);
    private readonly Queue<double> _returns = [];
    private decimal? _price;
    private decimal _undisputed;
    private decimal _confidence;
    private Timestamp _priceTime;
    private Timestamp? _lastIssue;
    private Timestamp? _goodSince;
    private (Timestamp At, decimal Price)? _sample;
    private (Timestamp At, decimal Price)? _suspect;
    private double _sigma;

    /// <summary>Takes a source's price; one that is not &gt; 0 is refused.</summary>
    /// <returns>Whether it was taken.</returns>
    public bool Take(string source, decimal price, Timestamp received)
    {
        if (price <= 0)
        {
            return false;
        }

        _sources[source] = (price, received);
        return true;
    }

    /// <summary>The index as of a time.</summary>
    /// <param name="asOf">Our clock; never earlier than the call before.</param>
    public IndexReading Read(Timestamp asOf)
    {
        List<(string Name, decimal Price, double Age)> live = [.. _sources
            .Where(s => s.Value.Received <= asOf && asOf - s.Value.Received <= _rules.MaxAge)
            .Select(s => (s.Key, s.Value.Price, (asOf - s.Value.Received).TotalSeconds))];
        List<QualityIssue> issues = [];
        decimal middle = live.Count > 0 ? Median([.. live.Select(s => s.Price)]) : 0;
        List<string> outliers = live.Count < 3 ? [] : [.. live
            .Where(s => Distance(s.Price, middle) > Limit(s.Age)).Select(s => s.Name)];
        decimal[] agreeing = [.. live.Where(s => !outliers.Contains(s.Name)).Select(s => s.Price).Order()];
        bool split = live.Count == 2 && Distance(live[0].Price, live[1].Price) > Limit(live.Max(s => s.Age));
        bool jumped = live.Count == 1 && IsUnconfirmed(live[0].Price, _sources[live[0].Name].Received);
        _suspect = jumped ? _suspect : null;
        Add(issues, outliers.Count > 0 || split || jumped, QualityIssue.Outlier);
        Add(issues, agreeing.Length < _rules.GoodSources, QualityIssue.TooFewSources);

        bool clear = agreeing.Length > 2 * outliers.Count;
        bool held = agreeing.Length < _rules.LeastSources || jumped
            || (!clear && _undisputed > 0 && Distance(Median(agreeing), _undisputed) > Limit(1));
        if (!held)
        {
            Accept(agreeing, asOf, clear);
        }

        decimal? mean = _mean.At(asOf);
        Add(issues, _price is > 0 && _confidence > _rules.MaxConfidence * _price, QualityIssue.LowConfidence);
        Add(issues, _price is decimal p && mean is decimal m && Math.Abs(p - m) > _rules.MaxDeviation * m,
            QualityIssue.Deviation);
        return Judge(asOf, held, issues) with
        {
            Suspects = split || jumped ? [.. live.Select(s => s.Name)] : [],
            Low = split && !held ? agreeing[0] : _price,
            High = split && !held ? agreeing[^1] : _price,
            Sources = held ? 0 : agreeing.Length,
            Outliers = outliers,
            TimeWeighted = mean,
        };
    }

    private IndexReading Judge(Timestamp asOf, bool held, List<QualityIssue> issues)
    {
        if (held || issues.Count > 0)
        {
            _lastIssue = asOf;
        }

        bool recovering = _lastIssue is Timestamp last && asOf - last < _rules.RecoverAfter;
        FeedVerdict verdict = held ? FeedVerdict.Rejected : recovering ? FeedVerdict.Degraded : FeedVerdict.Ok;
        _goodSince = verdict == FeedVerdict.Ok ? _goodSince ?? asOf : null;
        bool sure = _price is decimal p && _confidence <= _rules.MaxConfidence * p / 2;
        return new(_price, _priceTime, _confidence, verdict, issues)
        {
            MayLiquidate = sure && _goodSince is Timestamp since && asOf - since >= _rules.LiquidateAfter,
        };
    }

    private void Accept(decimal[] agreeing, Timestamp asOf, bool clear)
    {
        decimal price = Median(agreeing);
        (_price, _priceTime, _confidence) = (price, asOf, Confidence(agreeing, price));
        _undisputed = clear ? price : _undisputed;
        _mean.Take(asOf, price);
        if (_sample is not (Timestamp at, decimal before))
        {
            _sample = (asOf, price);
        }
        else if (asOf - at >= TimeSpan.FromSeconds(1))
        {
            double seconds = (asOf - at).TotalSeconds;
            _returns.Enqueue(Math.Abs(Math.Log((double)(price / before))) / Math.Sqrt(seconds));
            if (_returns.Count > SigmaSeconds)
            {
                _returns.Dequeue();
            }

            double[] sorted = [.. _returns.Order()];
            _sigma = (double)NormalMad * sorted[sorted.Length / 2];
            _sample = (asOf, price);
        }
    }

    // A lone source's jump is believed once a later event lies within half the jump of it.
    private bool IsUnconfirmed(decimal price, Timestamp received)
    {
        if (_price is not decimal last
            || Distance(price, last) <= Math.Max(_rules.JumpFloor, _rules.JumpSigmas * _sigma))
        {
            return false;
        }

        bool near = _suspect is (_, decimal first) && Math.Abs(price - first) <= Math.Abs(first - last) / 2;
        _suspect = near ? _suspect : (received, price);
        return received - _suspect!.Value.At < _rules.ConfirmAfter;
    }

    private double Limit(double ageSeconds) =>
        Math.Max(_rules.OutlierFloor, _rules.OutlierSigmas * _sigma * Math.Sqrt(Math.Max(1, ageSeconds)));

    // Half the spread of the sources beside the middle, or the spread of all about it, whichever is wider.
    private static decimal Confidence(decimal[] sorted, decimal middle)
    {
        int m = sorted.Length / 2;
        decimal low = sorted.Length % 2 == 1 && m > 0 ? sorted[m - 1] : sorted[Math.Max(0, m - 1)];
        decimal high = sorted.Length % 2 == 1 && m > 0 ? sorted[m + 1] : sorted[m];
        decimal mad = Median([.. sorted.Select(p => Math.Abs(p - middle))]);
        return Math.Max((high - low) / 2, NormalMad * mad);
    }

    private static decimal Median(decimal[] prices)
    {
        decimal[] sorted = [.. prices.Order()];
        int m = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[m] : (sorted[m - 1] + sorted[m]) / 2;
    }

    private static double Distance(decimal price, decimal from) => (double)Math.Abs((price / from) - 1);

    private static void Add(List<QualityIssue> issues, bool applies, QualityIssue issue)
    {
        if (applies)
        {
            issues.Add(issue);
        }
    }
}
