using Dms.Predictive.Core;

namespace Dms.Predictive.Margin;

/// <summary>What a raise does to accounts, and when.</summary>
public sealed record RaisePolicy
{
    /// <summary>Limits of the multiplier; its notice and ramp are replaced by the minutes below.</summary>
    public required OverlayRules Overlay { get; init; }

    /// <summary>Minutes between the announcement and the first rise of maintenance margin; in [0, 525,600].</summary>
    public required int NoticeMinutes { get; init; }

    /// <summary>Minutes over which maintenance margin then rises; in [0, 525,600].</summary>
    public required int RampMinutes { get; init; }

    /// <summary>Rise of the multiplier over the highest announced one that makes a new announcement, as a fraction;
    /// ≥ 0.</summary>
    public double AnnounceStep { get; init; } = 0.05;

    /// <summary>The overlay's rules with this notice and ramp.</summary>
    public OverlayRules Rules => Overlay with
    {
        NoticeSeconds = 60.0 * NoticeMinutes,
        RampSeconds = 60.0 * RampMinutes,
    };

    /// <summary>Refuses figures outside their range.</summary>
    /// <exception cref="InputRefusedException">Code <c>OutOfRange</c>.</exception>
    public void Check()
    {
        const string Minutes = "in [0, 525600] minutes";
        const int Year = 525_600;
        Refuse.Unless(NoticeMinutes is >= 0 and <= Year, "raise.noticeMinutes", NoticeMinutes, Minutes);
        Refuse.Unless(RampMinutes is >= 0 and <= Year, "raise.rampMinutes", RampMinutes, Minutes);
        Refuse.Unless(
            double.IsFinite(AnnounceStep) && AnnounceStep >= 0, "raise.announceStep", AnnounceStep, ">= 0");
    }
}
