using System.Globalization;
using Dms.Predictive.Core;

namespace Dms.Predictive.Learning;

/// <summary>One condition of a promotion.</summary>
/// <param name="Code">Its name.</param>
/// <param name="Passed">Whether it holds.</param>
/// <param name="Found">What was found.</param>
/// <param name="Allowed">What is allowed.</param>
/// <param name="WayOut">What to do when it does not hold.</param>
public sealed record GateFinding(string Code, bool Passed, string Found, string Allowed, string WayOut);

/// <summary>Judges the evidence for a promotion. The numbers are fixed: a gate that can be tuned is none.</summary>
public static class PromotionGate
{
    /// <summary>Fewest days of evidence.</summary>
    public const double FewestDays = 30;

    /// <summary>Most that the challenger's QLIKE may be above the champion's, percent.</summary>
    public const double MostWorsePercent = 0.5;

    /// <summary>Level at which a Diebold-Mariano test counts.</summary>
    public const double Level = 0.05;

    /// <summary>Least coverage, percent.</summary>
    public const double LeastCoverage = 98.8;

    /// <summary>Most coverage, percent.</summary>
    public const double MostCoverage = 99.2;

    /// <summary>Fewest golden rows.</summary>
    public const int FewestGoldenRows = 64;

    /// <summary>Judges every condition but the approvals.</summary>
    public static IReadOnlyList<GateFinding> Judge(PromotionEvidence e)
    {
        ArgumentNullException.ThrowIfNull(e);
        return [Span(e), Loss(e), Test(e), Covers(e), Golden(e), Raises(e)];
    }

    /// <summary>Refuses when a condition does not hold: by the first one's name, with all that failed in the message.</summary>
    public static void Refuse(IReadOnlyList<GateFinding> findings)
    {
        GateFinding[] failed = [.. findings.Where(f => !f.Passed)];
        if (failed.Length > 0)
        {
            throw new InputRefusedException(
                failed[0].Code,
                string.Join(" ", failed.Select(f => $"{f.Code}: found {f.Found}; allowed is {f.Allowed}. {f.WayOut}")),
                "gate");
        }
    }

    /// <summary>Refuses evidence about another version, or against another champion, than stands in the registry.</summary>
    public static void RefuseOther(PromotionEvidence e, RegisteredModel challenger, RegisteredModel? champion)
    {
        if (challenger.State != ModelState.Challenger)
        {
            throw RegistryRules.NotThere("not-challenger", challenger, "Only the challenger is promoted: dms models register --as challenger.");
        }

        if (e.ManifestSha256 != challenger.ManifestSha256)
        {
            throw new InputRefusedException(
                "evidence-other", $"The evidence is about manifest {e.ManifestSha256}; registered is {challenger.ManifestSha256}. Run dms models gate again.", "gate");
        }

        if (e.ChampionManifestSha256 != champion?.ManifestSha256)
        {
            throw new InputRefusedException(
                "evidence-other",
                $"The evidence is against {e.Champion ?? "no champion"}; champion now is {champion?.Version ?? "none"}. Run dms models gate again.", "gate");
        }
    }

    private static GateFinding Span(PromotionEvidence e)
    {
        bool isShadow = e.Kind == PromotionEvidence.Shadow;
        bool known = isShadow || e.Kind is PromotionEvidence.Holdout or PromotionEvidence.WalkForward;
        bool alike = !isShadow || (e.ShadowRecords > 0 && e.ShadowDifferences == 0);
        return new GateFinding(
            "evidence-short", known && alike && e.Days >= FewestDays,
            Text($"{e.Days:F1} days of {e.Kind}{(isShadow ? $", {e.ShadowDifferences} of {e.ShadowRecords} records differ when computed again" : "")}"),
            Text($"at least {FewestDays:F0} days of shadow, holdout or walk-forward evidence that can be computed again"),
            "Let the challenger run longer in shadow, or give more bars that neither model has seen.");
    }

    private static GateFinding Loss(PromotionEvidence e) => new(
        "qlike-worse", e.Losses.Count > 0 && e.Losses.All(l => l.WorsePercent <= MostWorsePercent),
        e.Losses.Count == 0 ? "no horizon in common" : string.Join(", ", e.Losses.Select(l => Text($"{Signed(l.WorsePercent)} % at {l.HorizonMinutes} min"))),
        Text($"at most +{MostWorsePercent} % QLIKE against the champion at every horizon"), "Train a better version.");

    private static GateFinding Test(PromotionEvidence e) => new(
        "dm-worse", e.Losses.All(l => !(l.DieboldMariano > 0 && l.PValue < Level)),
        string.Join(", ", e.Losses.Select(l => Text($"DM {Signed(l.DieboldMariano)}, p {l.PValue:G2} at {l.HorizonMinutes} min"))),
        Text($"not worse with p below {Level}"), "Train a better version.");

    private static GateFinding Covers(PromotionEvidence e) => new(
        "coverage", e.Coverage.CoveredPercent is >= LeastCoverage and <= MostCoverage,
        Text($"{e.Coverage.CoveredPercent:F2} % of {e.Coverage.Outcomes} moves over {e.Coverage.HorizonMinutes} min"),
        Text($"{LeastCoverage} to {MostCoverage} %"), "Its forecasts are badly scaled, or the span is too short to tell: recalibrate, or give more bars.");

    private static GateFinding Golden(PromotionEvidence e) => new(
        "golden-mismatch", e.GoldenRows >= FewestGoldenRows, $"{e.GoldenRows} golden rows scored as recorded", $"at least {FewestGoldenRows}",
        "Train again with this program.");

    private static GateFinding Raises(PromotionEvidence e) => new(
        "raise-only", e.RaiseOnly is { Below: 0, Decisions: > 0 },
        $"{e.RaiseOnly.Below} of {e.RaiseOnly.Decisions} margins below the baseline", "none of at least one",
        "The raise-only law is broken: do not serve this version, report it.");

    // A tiny negative number must not read -0.0.
    private static string Signed(double value) => (Math.Round(value, 2) + 0.0).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
