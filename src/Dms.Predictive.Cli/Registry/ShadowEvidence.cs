using Dms.Predictive.Core;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Cli.Registry;

/// <summary>Evidence from a host that scored the challenger in shadow.</summary>
internal static class ShadowEvidence
{
    /// <summary>Computes evidence over the time that the challenger ran beside the champion.</summary>
    public static PromotionEvidence Run(
        string models, (RegisteredModel Challenger, RegisteredModel? Champion) who, string state, CancellationToken cancellation) =>
        throw new InputRefusedException("shadow-missing", "nothing", state);
}
