using Dms.Predictive.Serving.Tests;

namespace Dms.Predictive.Volatility.Tests;

/// <summary>Best log-likelihoods known on real bitcoin windows and simulated series, models with shapes.</summary>
public class FamilyWindowTests
{
    [LongFact]
    public void Fit_WindowsAndSimulated_NearBestKnownAndHonest()
    {
        Assert.NotNull(SharedFolder.Root);
        List<string> faults = [];
        foreach ((GarchCase known, GarchModelOptions options) in
                 GarchCases.All("windows.json").Concat(GarchCases.All("simulated.json")))
        {
            GarchModelFit fit = GarchFamily.Fit(known.Returns, options with { StandardErrors = false });
            double gap = known.LogLikelihood - fit.LogLikelihood;
            faults.AddRange(gap > 0.01 || fit.Status != GarchStatus.Converged
                ? [$"{known.Id}: {gap:G4} below, {fit.Status} {fit.Message} {string.Join(" ", fit.Parameters.Select(p => $"{p.Name} {p.Value:G5}"))}, known {known.Json.GetProperty("parameters")}"]
                : []);
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }
}
