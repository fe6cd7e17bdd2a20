using CsCheck;
using Dms.Predictive.Core;

namespace Dms.Predictive.Margin.Tests.Contracts;

public sealed class SensitivitiesPolicyContractTests : AccountPolicyContract
{
    protected override Gen<Account> Accounts => SensitivitySample.Accounts;

    // Curvature losses belong to the account, so the driver alone cannot raise them.
    protected override Gen<Account> AccountsOfTheDriver => SensitivitySample.Accounts.Select(a => a with
    {
        Sensitivities = [.. a.Sensitivities.Where(s => s.Kind != SensitivityKind.Curvature)],
    });

    protected override IMarginPolicy PolicyAt(double driver) =>
        new SensitivitiesPolicy(SensitivitySample.Parameters(driver));

    protected override MarginRequest Times(Account account, int factor) => Request(account with
    {
        Sensitivities =
        [
            .. account.Sensitivities.Select(s => s with
            {
                Amount = factor * s.Amount,
                LossUp = factor * s.LossUp,
                LossDown = factor * s.LossDown,
            }),
        ],
    });

    protected override MarginRequest Reversed(MarginRequest request)
    {
        SensitivitiesParameters p = ((SensitivitiesPolicy)request.Policy).Parameters;
        return request with
        {
            Account = request.Account with { Sensitivities = [.. request.Account.Sensitivities.Reverse()] },
            Policy = new SensitivitiesPolicy(p with
            {
                RiskClasses = [.. p.RiskClasses.Reverse().Select(c => c with { Buckets = [.. c.Buckets.Reverse()] })],
            }),
        };
    }
}
