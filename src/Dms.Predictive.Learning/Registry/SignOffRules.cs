using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>Who may sign a report off, and what a promotion asks of it.</summary>
internal static class SignOffRules
{
    /// <summary>Refuses a sign-off by anybody but one validator.</summary>
    public static void RefuseOther(RegistryEntry entry, IReadOnlyList<EnrolledApprover> enrolled)
    {
        EnrolledApprover? signer = entry.Approvals is [{ } only] ? enrolled.FirstOrDefault(a => a.Name == only.Approver) : null;
        if (signer?.Role != ApproverRoles.Validator)
        {
            throw new InputRefusedException(
                "sign-off-role",
                $"A report is signed off by one {ApproverRoles.Validator}; {(signer is null ? $"{entry.Approvals.Count} people signed" : $"{signer.Name} is {signer.Role}")}. "
                + "Enrol a validator with a key of their own: dms models enroll.", "--key");
        }

        if (entry.Evidence.Length != 64 || !entry.Evidence.All(char.IsAsciiHexDigitLower))
        {
            throw new InputRefusedException("sign-off-report", "A sign-off names the SHA-256 of the report in 64 lower-case hex digits.", "--report");
        }
    }

    /// <summary>Refuses a promotion whose report nobody signed off, or whose validator also approves it.</summary>
    public static void RefusePromotion(RegistryEntry promotion, ModelSignOff? signOff)
    {
        string name = $"{promotion.Model} {promotion.Version}";
        if (signOff is null)
        {
            throw new InputRefusedException(
                "sign-off-missing", $"This registry promotes only what a validator has signed off, and nobody has signed the report of {name}. Have it signed: dms models sign-off.", name);
        }

        if (promotion.Approvals.Any(a => a.KeyId == signOff.KeyId))
        {
            throw new InputRefusedException(
                "sign-off-same-key", $"{signOff.Validator} signed the report of {name} off and cannot approve its promotion as well. Take another approver.", name);
        }
    }
}
