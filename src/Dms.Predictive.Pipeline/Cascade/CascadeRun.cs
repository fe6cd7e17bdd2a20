using System.Numerics;
using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>
/// One market under one margin rule: accounts with the life cycle of <see cref="AccountMachine"/> trade against a maker
/// on a <see cref="MarginLedger"/>; liquidations are order flow and move the price. The same seed, settings and rule
/// give the same outcome.
/// </summary>
internal sealed class CascadeRun
{
    private const string Maker = "maker";
    private const double MakerMoney = 1e9;
    private const int LeverageEvery = 240;
    private const int RaiseMemory = 10;
    private const double ShownRaise = 1.1;
    private static readonly Timestamp Start = Timestamp.FromDate(2026, 1, 1);

    private readonly CascadeSettings _settings;
    private readonly CascadeNoise _noise;
    private readonly IMarginRule _rule;
    private readonly long _seed;
    private readonly CascadePrice _price;
    private readonly CascadeTally _tally = new();
    private readonly MarginLedger _ledger;
    private readonly List<TradingAgent> _agents;
    private readonly AccountDesk _desk;
    private readonly double[] _rates = new double[RaiseMemory];
    private double _openInterest;
    private double _slowPrice;

    public CascadeRun(CascadeSettings settings, CascadeNoise noise, IMarginRule rule, long seed)
    {
        (_settings, _noise, _rule, _seed) = (settings, noise, rule, seed);
        _price = new(settings);
        _ledger = new((BigInteger)(settings.Insurance * AgentBehavior.Units), 0);
        _ledger.Deposit(Maker, (BigInteger)(MakerMoney * AgentBehavior.Units));
        _agents = AgentPopulation.Of(settings, seed);
        _desk = new(_ledger, _tally, _agents);
    }

    /// <summary>Money and contracts of the run.</summary>
    public MarginLedger Ledger => _ledger;

    /// <summary>Runs all minutes.</summary>
    /// <param name="note">Sees every minute; null = nobody.</param>
    public CascadeOutcome Run(Action<CascadeMinute>? note = null)
    {
        MarketObservation seen = new(Start, 0, _settings.Depth, 0);
        for (int t = 0; t < _settings.TotalMinutes; t++)
        {
            Timestamp asOf = Start + TimeSpan.FromMinutes(t);
            RuleQuote quote = _rule.Next(seen with { At = asOf });
            Minute(t, asOf, quote);
            double depth = _price.Depth * PinnedMath.Exp(_noise.DepthError[t]);
            seen = new(asOf + TimeSpan.FromMinutes(1), _price.LogReturn, depth, _openInterest);
            note?.Invoke(new(seen, _price.Mark / AgentBehavior.Units, quote));
        }

        return _tally.Outcome(_seed, _desk.AdversaryProfits(_price.Mark));
    }

    private void Minute(int t, Timestamp asOf, RuleQuote quote)
    {
        bool isLive = t >= _settings.WarmUpMinutes;
        long before = _price.Mark;
        _desk.Begin(asOf, quote, new(before, 1));
        (double free, double forced) = isLive ? Orders(t, asOf, quote) : (0, 0);
        _price.Step(_noise.News[t], _noise.LogDepth[t], new(_noise.Flow[t] + free, forced));
        double level = PinnedMath.Log(_price.Mark);
        _slowPrice = t == 0 ? level : _slowPrice + ((level - _slowPrice) / LeverageEvery);
        _rates[t % RaiseMemory] = quote.Initial;
        if (!isLive)
        {
            return;
        }

        _desk.Fill(_price.Mark, Maker);
        _desk.SettleBankrupt(_price.Mark, before);
        _openInterest = _desk.OpenContracts() * _price.Mark / AgentBehavior.Units;
        _tally.Note(quote.Initial, _openInterest, _price);
        if (t % LeverageEvery == 0)
        {
            foreach (TradingAgent agent in _agents.Where(a => a.Quantity != 0 && a.EquityAt(_price.Mark) > 0))
            {
                _tally.NoteLeverage(Math.Abs((double)agent.Quantity) * _price.Mark / agent.EquityAt(_price.Mark));
            }
        }
    }

    private (double Free, double Forced) Orders(int t, Timestamp asOf, RuleQuote quote)
    {
        // Four hours of an exponential mean, against the size that a wave of usual volatility has over that time.
        double usual = 0.001 * Math.Sqrt(LeverageEvery);
        double momentum = (PinnedMath.Log(_price.Mark) - _slowPrice) / usual;
        bool isRaised = quote.Announced || (quote.Raise is null && t >= RaiseMemory
            && quote.Initial >= ShownRaise * _rates[t % RaiseMemory]);
        AgentView view = new(
            t, asOf, _price.Mark, momentum, _desk.Crowd(), quote, isRaised);
        return _desk.Collect(view);
    }
}
