using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>What approvals an action needs.</summary>
/// <param name="People">How many people; as many roles.</param>
/// <param name="Author">Whose own work it is and who may therefore not approve; null = nobody.</param>
internal sealed record ApprovalNeed(int People, string? Author);

/// <summary>Whether approvals are what an action needs; every refusal has a name and a way out.</summary>
internal static class ApprovalRules
{
    /// <summary>How long a signature may lie before it is used.</summary>
    public const int ValidDays = 7;

    /// <summary>Refuses missing, foreign, repeated, stale or wrong approvals.</summary>
    public static void Refuse(RegistryEntry entry, ApprovalStatement statement, IReadOnlyList<EnrolledApprover> enrolled, ApprovalNeed need)
    {
        List<EnrolledApprover> people = [];
        foreach (RegistryApproval approval in entry.Approvals)
        {
            EnrolledApprover person = enrolled.FirstOrDefault(a => a.OpenKey().KeyId == approval.KeyId)
                ?? throw Refused("approver-unknown", approval, $"is by key {approval.KeyId}, which is not enrolled; enrol it with dms models enroll");
            RefuseOne(approval, statement, person, entry.At);
            if (person.Name == need.Author)
            {
                throw Refused("approval-own-work", approval, "is of the one who registered the version; let somebody else approve it");
            }

            people.Add(person);
        }

        int distinct = Math.Min(people.Select(p => p.Name).Distinct().Count(), people.Select(p => p.Role).Distinct().Count());
        if (distinct < need.People)
        {
            string found = people.Count == 0 ? "none" : string.Join(" and ", people.Select(p => $"{p.Name} as {p.Role}"));
            throw new InputRefusedException(
                "approvals",
                $"{ModelStateNames.Of(statement.Action)} of {statement.Model} {statement.Version} needs "
                + (need.People == 1 ? "the approval of one enrolled person" : $"approvals of {need.People} different people in {need.People} different roles")
                + $"; given: {found}. Sign one with dms models approve and name it with --approval.",
                "--approval");
        }
    }

    private static void RefuseOne(RegistryApproval approval, ApprovalStatement statement, EnrolledApprover person, Timestamp at)
    {
        if (person.Name != approval.Approver)
        {
            throw Refused("approver-unknown", approval, $"gives the name {approval.Approver}, but its key is enrolled for {person.Name}");
        }

        if (!approval.Holds(statement, person.OpenKey()))
        {
            throw Refused(
                "approval-signature", approval,
                $"is not a signature under this statement ({ModelStateNames.Of(statement.Action)} {statement.Model} {statement.Version}, manifest "
                + $"{statement.ManifestSha256}, evidence {statement.Evidence}); sign again with dms models approve");
        }

        if (approval.At > at || at - approval.At > TimeSpan.FromDays(ValidDays))
        {
            throw Refused("approval-expired", approval, $"was signed at {approval.At} and used at {at}; it counts for {ValidDays} days. Sign again");
        }
    }

    private static InputRefusedException Refused(string code, RegistryApproval approval, string what) =>
        new(code, $"The approval of {approval.Approver} {what}.", approval.Approver);
}
