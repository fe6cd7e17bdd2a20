using Dms.Predictive.Core;
using Dms.Predictive.Margin;

namespace Dms.Predictive.Pipeline;

/// <summary>What an account sees when it decides.</summary>
/// <param name="Minute">Minute of the run.</param>
/// <param name="AsOf">The same as a time.</param>
/// <param name="Mark">Price in units per contract.</param>
/// <param name="Momentum">Log return of the last four hours ÷ its usual size.</param>
/// <param name="Crowd">Σ contracts of all accounts.</param>
/// <param name="Quote">Margin rates in force.</param>
/// <param name="IsRaised">Whether margin was raised, or a raise announced, in this minute.</param>
internal readonly record struct AgentView(
    int Minute, Timestamp AsOf, long Mark, double Momentum, long Crowd, RuleQuote Quote, bool IsRaised);

/// <summary>What an account wants.</summary>
/// <param name="Order">Contracts to trade; 0 = none.</param>
/// <param name="Deposit">Quote to pay in.</param>
/// <param name="Withdrawal">Quote to take out.</param>
internal readonly record struct AgentWish(long Order, double Deposit, double Withdrawal);

/// <summary>
/// How traders behave. Two numbers are drawn per minute and account whatever happens, so that a decision under one
/// margin rule does not change the luck of another minute.
/// </summary>
internal static class AgentBehavior
{
    /// <summary>Quote units per unit of quote currency.</summary>
    public const double Units = 10_000;

    private const double EntersPerMinute = 1.0 / 240;
    private const double ExitsPerMinute = 1.0 / 720;
    private const double ReleversPerMinute = 1.0 / 360;
    private const double TakesProfitPerMinute = 1.0 / 1440;
    private const double PaysCall = 0.4;
    private const double ReducesOnCall = 0.7;
    private const double LongBias = 0.1;
    private const double Herding = 0.35;
    private const double MostOfLimit = 0.9;
    private const double MostGrowth = 3;
    private const int FrontRunMinutes = 60;

    /// <summary>Decides what an account wants; margin rules decide later what it gets.</summary>
    public static AgentWish Decide(TradingAgent agent, in AgentView view)
    {
        (double first, double second) = (agent.Random.NextUniform(), agent.Random.NextUniform());
        return agent.Account.Phase == AccountPhase.Liquidating ? default : agent.Kind switch
        {
            AgentKind.FrontRunner => FrontRun(agent, view),
            AgentKind.EarlyWithdrawer => Drain(agent, view, first < 0.5 + LongBias ? 1 : -1),
            AgentKind.Splitter => Drain(agent, view, agent.Index % 2 == 0 ? 1 : -1),
            _ => Trade(agent, view, first, second),
        };
    }

    private static AgentWish Trade(TradingAgent agent, in AgentView view, double first, double second)
    {
        if (agent.Account.Call is { IsOpen: true } call)
        {
            return AnswerCall(agent, view, call, second);
        }

        if (agent.Quantity == 0)
        {
            if (first >= EntersPerMinute)
            {
                return default;
            }

            // The crowd follows the trend; x/(1 + |x|) keeps it short of certainty.
            double isLong = 0.5 + LongBias + (Herding * view.Momentum / (1 + Math.Abs(view.Momentum)));
            return new(Target(agent, view) * (second < isLong ? 1 : -1), 0, 0);
        }

        double at = ExitsPerMinute;
        if (first < at)
        {
            return new(-agent.Quantity, 0, 0);
        }

        if (first < at + ReleversPerMinute)
        {
            long more = Target(agent, view) - Math.Abs(agent.Quantity);
            return more > 0 ? new(more * Math.Sign(agent.Quantity), 0, 0) : default;
        }

        bool takes = first < at + ReleversPerMinute + TakesProfitPerMinute;
        return takes ? new(0, 0, Free(agent, view) / 2) : default;
    }

    // On first sight of a call the trader makes up its mind: pay, reduce, or wait and hope.
    private static AgentWish AnswerCall(TradingAgent agent, in AgentView view, MarginCall call, double second)
    {
        if (agent.Answer.Call != call.Id)
        {
            int minutes = (int)Math.Max(0, (call.Due - view.AsOf).TotalMinutes);
            double when = second / PaysCall;
            double share = second < PaysCall ? when : second < ReducesOnCall ? (second - PaysCall) / (ReducesOnCall - PaysCall) : 0;
            agent.Answer = new(
                call.Id, view.Minute + (int)(share * minutes), second < PaysCall,
                second >= PaysCall && second < ReducesOnCall);
        }

        if (agent.Answer.Minute != view.Minute)
        {
            return default;
        }

        double missing = (double)call.Remaining / Units;
        if (agent.Answer.Pays)
        {
            return new(0, Math.Min(missing, agent.OutsideCash), 0);
        }

        double rate = call.Reason == CallReason.MaintenanceMargin ? agent.MaintenanceRate(view.Quote) : view.Quote.Initial;
        long contracts = (long)Math.Ceiling(missing * Units / (rate * view.Mark));
        return agent.Answer.Reduces
            ? new(-Math.Sign(agent.Quantity) * Math.Min(contracts, Math.Abs(agent.Quantity)), 0, 0)
            : default;
    }

    private static AgentWish FrontRun(TradingAgent agent, in AgentView view)
    {
        if (agent.Quantity != 0)
        {
            return view.Minute - agent.EnteredAt >= FrontRunMinutes ? new(-agent.Quantity, 0, 0) : default;
        }

        return view.IsRaised ? new(-Math.Sign(view.Crowd) * Target(agent, view), 0, 0) : default;
    }

    private static AgentWish Drain(TradingAgent agent, in AgentView view, int side) => agent.Quantity == 0
        ? new(side * Target(agent, view), 0, 0)
        : new(0, 0, Free(agent, view));

    private static long Target(TradingAgent agent, in AgentView view)
    {
        double leverage = Math.Min(agent.Leverage, MostOfLimit / view.Quote.Initial);
        double money = Math.Min(agent.EquityAt(view.Mark), MostGrowth * agent.Endowment * Units);
        return (long)Math.Max(0, leverage * money / view.Mark);
    }

    private static double Free(TradingAgent agent, in AgentView view)
    {
        double initial = Math.Ceiling(view.Quote.Initial * Math.Abs(agent.Quantity) * view.Mark);
        return Math.Max(0, Math.Floor(agent.EquityAt(view.Mark) - initial) / Units);
    }
}
