using Dms.Predictive.Core;

namespace Dms.Predictive.MarketData;

/// <summary>
/// The stated outlier rule of bars, causal: the relative change of the close, or the wick high ÷ low − 1, exceeds the
/// larger of 10 % and 20 times the trailing scale. An outlier may be true, so it is kept.
/// </summary>
/// <remarks>
/// The scale is a running median of |change|: it grows by 2 % when a change is above it and shrinks by 2 % when below,
/// and starts at the first change that is not 0. No change is taken across a hole longer than three steps.
/// </remarks>
internal sealed class BarOutlierRule(TimeSpan step)
{
    private const double Floor = 0.10;
    private const double ScaleMultiple = 20;
    private const double Adaptation = 0.02;
    private const int LongestHoleSteps = 3;

    private double _scale;
    private double _close;
    private Timestamp _openTime;

    /// <summary>What made a bar an outlier.</summary>
    /// <param name="Change">Relative change of the close; 0 after a long hole.</param>
    /// <param name="Wick">High ÷ low − 1.</param>
    /// <param name="Limit">The limit that one of them exceeds.</param>
    internal readonly record struct Finding(double Change, double Wick, double Limit)
    {
        /// <summary>In percent.</summary>
        public override string ToString() =>
            $"close {Change:+0.00 %;-0.00 %}, low to high {Wick:0.00 %}, limit {Limit:0.00 %}; kept, it may be true";
    }

    /// <summary>Judges the next bar by what came before it, then learns from it.</summary>
    public Finding? Judge(in Bar bar)
    {
        bool follows = _close > 0 && bar.OpenTime - _openTime <= step * LongestHoleSteps;
        double change = follows ? (bar.Close / _close) - 1 : 0;
        double wick = (bar.High / bar.Low) - 1;
        double limit = Math.Max(Floor, ScaleMultiple * _scale);
        double size = Math.Abs(change);
        if (size > 0)
        {
            _scale = _scale == 0 ? Math.Min(size, Floor) : _scale * (size > _scale ? 1 + Adaptation : 1 - Adaptation);
        }

        (_close, _openTime) = (bar.Close, bar.OpenTime);
        return size > limit || wick > limit ? new Finding(change, wick, limit) : null;
    }
}
