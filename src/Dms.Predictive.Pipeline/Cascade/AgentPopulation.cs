using Dms.Predictive.Core;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Pipeline;

/// <summary>Who trades.</summary>
internal static class AgentPopulation
{
    private const double MedianEndowment = 5_000;
    private const double AdversaryEndowment = 10_000;
    private const double AdversaryLeverage = 50;
    private static readonly double[] Leverages = [2, 5, 5, 10, 10, 15, 20, 20];

    /// <summary>Ordinary accounts with log-normal money and a leverage of 2 to 20, then the adversaries.</summary>
    public static List<TradingAgent> Of(CascadeSettings settings, long seed)
    {
        List<TradingAgent> agents = [];
        for (int i = 0; i < settings.Accounts; i++)
        {
            SeededGenerator random = CascadeNoise.StreamOf(seed, i);
            double endowment = MedianEndowment * PinnedMath.Exp(0.8 * CascadeNoise.Normal(random));
            agents.Add(new(i, AgentKind.Ordinary, random)
            {
                Endowment = endowment,
                Leverage = Leverages[random.NextIndex(Leverages.Length)],
            });
        }

        foreach (AgentKind kind in new[] { AgentKind.FrontRunner, AgentKind.EarlyWithdrawer, AgentKind.Splitter })
        {
            for (int i = 0; i < settings.AdversariesPerKind; i++)
            {
                agents.Add(new(agents.Count, kind, CascadeNoise.StreamOf(seed, agents.Count))
                {
                    Endowment = AdversaryEndowment,
                    Leverage = AdversaryLeverage,
                });
            }
        }

        return agents;
    }
}
