namespace Dms.Predictive.Features.Rolling;

/// <summary>Windows are stated in minutes; bars longer than a window make it one bar.</summary>
internal static class Window
{
    /// <summary>Number of bars in a window, at least 1.</summary>
    public static int Bars(int minutes, int barMinutes) => Math.Max(1, minutes / barMinutes);
}
