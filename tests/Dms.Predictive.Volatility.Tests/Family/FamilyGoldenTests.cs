using System.Diagnostics;
using System.Text.Json;
using Xunit.Abstractions;

namespace Dms.Predictive.Volatility.Tests;

/// <summary>The published and independent numbers of <c>golden.json</c>, every model and law.</summary>
public class FamilyGoldenTests(ITestOutputHelper output)
{
    [SharedFact]
    public void Fit_GoldenCases_MatchReference()
    {
        List<string> faults = [];
        foreach ((GarchCase golden, GarchModelOptions options) in GarchCases.All("golden.json"))
        {
            long begin = Stopwatch.GetTimestamp();
            GarchModelFit fit = GarchFamily.Fit(golden.Returns, options);
            output.WriteLine($"{golden.Id}: {fit.Status} {fit.LogLikelihood:F6}, {fit.Evaluations} passes, "
                + $"{Stopwatch.GetElapsedTime(begin).TotalMilliseconds:F0} ms");
            double gap = golden.LogLikelihood - fit.LogLikelihood;
            faults.AddRange(gap > 1e-4 ? [$"{golden.Id}: {gap:G3} below"] : []);
            faults.AddRange(fit.Status != GarchStatus.Converged ? [$"{golden.Id}: {fit.Status} {fit.Message}"] : []);
            faults.AddRange(golden.Active.Length > 0 ? [] : Compare(golden, fit));
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));
    }

    private static IEnumerable<string> Compare(GarchCase golden, GarchModelFit fit)
    {
        JsonElement tolerance = golden.Json.TryGetProperty("tolerance", out JsonElement t) ? t : default;
        double Need(string name) => tolerance.ValueKind == JsonValueKind.Object
            && tolerance.TryGetProperty(name, out JsonElement v) ? v.GetDouble() : double.NaN;
        double digits = Need("parametersLre");
        digits = double.IsNaN(digits) ? -Math.Log10(Need("parametersRelative")) : digits;
        string[] skip = tolerance.TryGetProperty("skip", out JsonElement s)
            ? [.. s.EnumerateArray().Select(x => x.GetString()!)]
            : [];
        double robust = Need("robustRelative"), errorDigits = Need("standardErrorsLre");
        foreach (JsonProperty p in golden.Json.GetProperty("parameters").EnumerateObject().Where(p => !skip.Contains(p.Name)))
        {
            FittedParameter fitted = fit[p.Name];
            double off = Math.Abs(fitted.Value!.Value - p.Value.GetDouble()) / Math.Abs(p.Value.GetDouble());
            if (off > Math.Pow(10, -digits))
            {
                yield return $"{golden.Id}: {p.Name} {fitted.Value} for {p.Value}";
            }

            if (golden.Json.TryGetProperty("standardErrors", out _) && !(double.IsNaN(robust) && double.IsNaN(errorDigits)))
            {
                double allowed = double.IsNaN(robust) ? Math.Pow(10, -errorDigits) : robust;
                double expected = golden.Error("robust", p.Name);
                if (!(Math.Abs(fitted.Robust!.Value - expected) <= allowed * expected))
                {
                    yield return $"{golden.Id}: robust error of {p.Name} {fitted.Robust} for {expected}, {fitted.Reason}";
                }
            }
        }
    }
}
