using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>Ranges of an overlay.</summary>
internal static class OverlayRuleChecks
{
    private const double LongestSeconds = 1e9;
    private const string SpanOfSeconds = "in [0, 1e9] seconds";

    public static void Check(MarginOverlay overlay, Timestamp asOf)
    {
        OverlayRules r = overlay.Rules;
        Refuse.Unless(r.WeightMl is >= 0 and <= 1, "overlay.weightMl", r.WeightMl, "in [0, 1]");
        Refuse.Unless(Finite(r.Cap) && r.Cap >= 1, "overlay.cap", r.Cap, ">= 1");
        Refuse.Unless(Finite(r.MaxStep) && r.MaxStep >= 0, "overlay.maxStep", r.MaxStep, ">= 0");
        Refuse.Unless(Finite(r.StepSeconds) && r.StepSeconds > 0, "overlay.stepSeconds", r.StepSeconds, "> 0 seconds");
        Refuse.Unless(
            Finite(r.HalfLifeSeconds) && r.HalfLifeSeconds > 0,
            "overlay.halfLifeSeconds", r.HalfLifeSeconds, "> 0 seconds");
        Refuse.Unless(
            Finite(r.NoticeSeconds) && r.NoticeSeconds is >= 0 and <= LongestSeconds,
            "overlay.noticeSeconds", r.NoticeSeconds, SpanOfSeconds);
        Refuse.Unless(
            Finite(r.RampSeconds) && r.RampSeconds is >= 0 and <= LongestSeconds,
            "overlay.rampSeconds", r.RampSeconds, SpanOfSeconds);
        Refuse.Unless(
            Enum.IsDefined(r.MaintenanceMode), "overlay.maintenanceMode", r.MaintenanceMode, "ramped or frozen");
        foreach (GateReason block in overlay.Blocks)
        {
            Refuse.Unless(
                block is GateReason.HorizonMismatch or GateReason.PolicyExempt or GateReason.DrawdownOfCoverage,
                "overlay.blocks", block, "HorizonMismatch, PolicyExempt or DrawdownOfCoverage");
        }

        if (overlay.Previous is OverlayState p)
        {
            CheckPrevious(p, asOf);
        }
    }

    public static void CheckAll(MarginRequest request)
    {
        IReadOnlyDictionary<string, MarginOverlay> overlays = request.Overlays!;
        Refuse.Unless(request.Overlay is null, "overlay.forecasts", "forecast and forecasts", "one of the two");
        Refuse.Unless(overlays.Count > 0, "overlay.forecasts", 0, "at least one forecast");
        HashSet<string> known = request.Market.Underlyings.Select(u => u.Id)
            .Concat(request.Market.Instruments.Select(i => i.Underlying)).ToHashSet(StringComparer.Ordinal);
        MarginOverlay first = overlays.Values.First();
        foreach ((string id, MarginOverlay overlay) in overlays)
        {
            if (!known.Contains(id))
            {
                throw Refuse.Unknown("Underlying", id, $"overlay.forecasts.{id}");
            }

            Check(overlay, request.AsOf);
            Refuse.Unless(
                overlay.Rules == first.Rules && overlay.KillSwitch == first.KillSwitch
                    && overlay.Blocks.SequenceEqual(first.Blocks),
                $"overlay.forecasts.{id}", "other rules, kill switch or blocks", "the same for all underlyings");
        }
    }

    private static void CheckPrevious(OverlayState p, Timestamp asOf)
    {
        const string At = "overlay.previous.";
        Refuse.Unless(Finite(p.Multiplier) && p.Multiplier >= 1, At + "multiplier", p.Multiplier, ">= 1");
        Refuse.Unless(
            p.MaintenanceMultiplier >= 1 && p.MaintenanceMultiplier <= p.Multiplier,
            At + "maintenanceMultiplier", p.MaintenanceMultiplier, "in [1, multiplier]");
        Refuse.Unless(p.At <= asOf, At + "at", p.At, "not after asOf");
    }

    private static bool Finite(double value) => double.IsFinite(value);
}
