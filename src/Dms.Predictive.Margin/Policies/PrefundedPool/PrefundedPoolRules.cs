using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Ranges of what only the prefunded-pool policy reads.</summary>
internal static class PrefundedPoolRules
{
    public static void Check(Account account, MarginMarket market)
    {
        const string Nothing = "0: traders of a prefunded pool post nothing";
        Refuse.Unless(account.Cash == 0, "account.cash", account.Cash, Nothing);
        Refuse.Unless(account.Debt == 0, "account.debt", account.Debt, Nothing);
        Refuse.Unless(account.Collateral.Count == 0, "account.collateral", account.Collateral.Count, Nothing);
        Refuse.Unless(account.LossToAbsorb >= 0, "account.lossToAbsorb", account.LossToAbsorb, ">= 0 USD");
        if (market.PrefundedPool is not PrefundedPool pool)
        {
            throw new InputRefusedException(
                "MissingField", "The prefunded-pool policy needs the pool's exposure and layers.", "market.pool");
        }

        for (int i = 0; i < pool.Layers.Count; i++)
        {
            Refuse.Unless(
                pool.Layers[i].Amount >= 0, $"market.pool.layers[{i}].amount", pool.Layers[i].Amount, ">= 0 USD");
        }

        for (int i = 0; i < pool.Members.Count; i++)
        {
            Refuse.Unless(
                pool.Members[i].Shares >= 0, $"market.pool.members[{i}].shares", pool.Members[i].Shares, ">= 0 shares");
        }

        RequestRules.RefuseRepeats(pool.Layers.Select(l => l.Name), "market.pool.layers");
        RequestRules.RefuseRepeats(pool.Members.Select(m => m.Id), "market.pool.members");
    }
}
