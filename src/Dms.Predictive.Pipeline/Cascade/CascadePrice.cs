using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// Price formation: log price = value + impacts; an impact is flow over depth, decays in part quickly and in part slowly.
/// Depth follows its own wave and falls when recent
/// variance is high. State: the parts of the log price and the recent variance.
/// </summary>
internal sealed class CascadePrice(CascadeSettings settings)
{
    private const double VarianceHalfLife = 30;
    private const double CalmestLog = -1;
    private const double WildestLog = 4;

    private readonly double _decay = PinnedMath.Exp2(-1 / settings.Recovery.HalfLife);
    private readonly double _memory = PinnedMath.Exp2(-1 / VarianceHalfLife);
    private readonly double _usual = UsualVariance(settings);
    private double _variance = UsualVariance(settings);
    private readonly double _slowDecay = PinnedMath.Exp2(-1 / settings.ValueHalfLife);
    private double _value;
    private double _slow;
    private double _fast;
    private double _forced;

    /// <summary>Price, units per contract; ≥ 1.</summary>
    public long Mark { get; private set; } = (long)Math.Round(settings.StartPrice * AgentBehavior.Units);

    /// <summary>Log return of the last minute.</summary>
    public double LogReturn { get; private set; }

    /// <summary>Depth in the last minute, quote per unit of log price.</summary>
    public double Depth { get; private set; } = settings.Depth;

    /// <summary>Part of the log price that forced orders made and that will go away again.</summary>
    public double Overshoot => _forced;

    /// <summary>Moves on by a minute.</summary>
    /// <param name="news">Log return of the news.</param>
    /// <param name="logDepth">The depth wave.</param>
    /// <param name="flow">Order flow, quote.</param>
    public void Step(double news, double logDepth, MinuteFlow flow)
    {
        double response = settings.DepthResponse
            * Math.Clamp(PinnedMath.Log(_variance / _usual), CalmestLog, WildestLog);
        Depth = settings.Depth * PinnedMath.Exp(logDepth - response);
        (double impact, double forced) = ((flow.Free + flow.Forced) / Depth, flow.Forced / Depth);
        double before = _value + _slow + _fast;
        _value += news;
        _slow = (_slowDecay * _slow) + ((1 - settings.Recovery.Share) * impact);
        _fast = (_decay * _fast) + (settings.Recovery.Share * impact);
        _forced = (_decay * _forced) + (settings.Recovery.Share * forced);
        LogReturn = _value + _slow + _fast - before;
        _variance = (_memory * _variance) + ((1 - _memory) * LogReturn * LogReturn);
        double price = settings.StartPrice * PinnedMath.Exp(_value + _slow + _fast);
        Mark = Math.Max(1, (long)Math.Round(price * AgentBehavior.Units));
    }

    private static double UsualVariance(CascadeSettings s) =>
        (s.News * s.News) + (s.NoiseFlow / s.Depth * (s.NoiseFlow / s.Depth));
}

/// <summary>Order flow of a minute, quote; positive = bought.</summary>
/// <param name="Free">Of everybody who trades because they want to.</param>
/// <param name="Forced">Of liquidations.</param>
internal readonly record struct MinuteFlow(double Free, double Forced);
