using System.Numerics;

namespace Dms.Predictive.Margin;

/// <summary>Splits whole units by weights under capacities.</summary>
internal static class LossSharing
{
    // Largest remainder, ties by ordinal id, so that the order of members changes nothing. Whoever reaches its
    // capacity leaves the table and the rest is split again: at most one round per member.
    public static IReadOnlyList<MemberCharge> Share(BigInteger loss, IReadOnlyList<LossMember> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        RequireNotNegative(loss, "loss");
        Dictionary<string, BigInteger> charges = new(StringComparer.Ordinal);
        foreach (LossMember member in members)
        {
            RequireNotNegative(member.Weight, $"weight of '{member.Id}'");
            RequireNotNegative(member.Capacity ?? 0, $"capacity of '{member.Id}'");
            if (!charges.TryAdd(member.Id, 0))
            {
                throw new ArgumentException($"Member '{member.Id}' is listed twice. Keep one.", nameof(members));
            }
        }

        List<LossMember> open = [.. members.Where(m => m.Weight.Sign > 0).OrderBy(m => m.Id, StringComparer.Ordinal)];
        BigInteger left = loss;
        while (left.Sign > 0 && open.Count > 0)
        {
            left = Round(left, open, charges);
            open.RemoveAll(m => charges[m.Id] == m.Capacity);
        }

        return [.. members.Select(m => new MemberCharge(m.Id, charges[m.Id]))];
    }

    public static void RequireNotNegative(BigInteger amount, string what)
    {
        if (amount.Sign < 0)
        {
            throw new ArgumentException($"Found {amount} as {what}; allowed is a whole amount >= 0.", nameof(amount));
        }
    }

    // One split of what is left; returns what capacities did not let through.
    private static BigInteger Round(BigInteger loss, List<LossMember> open, Dictionary<string, BigInteger> charges)
    {
        BigInteger weights = open.Aggregate(BigInteger.Zero, (sum, m) => sum + m.Weight);
        (LossMember Member, BigInteger Share, BigInteger Remainder)[] rows =
            [.. open.Select(m => (m, loss * m.Weight / weights, loss * m.Weight % weights))];
        BigInteger spare = loss - rows.Aggregate(BigInteger.Zero, (sum, r) => sum + r.Share);
        BigInteger placed = 0;
        foreach ((LossMember member, BigInteger share, _) in rows.OrderByDescending(r => r.Remainder))
        {
            BigInteger wanted = share + (spare.Sign > 0 ? 1 : 0);
            spare -= spare.Sign > 0 ? 1 : 0;
            BigInteger room = member.Capacity is BigInteger capacity ? capacity - charges[member.Id] : wanted;
            BigInteger charged = BigInteger.Min(wanted, room);
            charges[member.Id] += charged;
            placed += charged;
        }

        return loss - placed;
    }
}
