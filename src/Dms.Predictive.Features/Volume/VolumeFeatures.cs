using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;
using Dms.Predictive.Features.Rolling;

namespace Dms.Predictive.Features.Volume;

/// <summary>How much trades, against the same minutes of earlier days and against how far the price moves.</summary>
internal sealed class VolumeFeatures : IFeatureFamily
{
    private static readonly int[] LevelWindows = [1, 5, 10, 20, 60, 1440];
    private static readonly int[] RatioWindows = [5, 20, 60];
    private const int ComparedDays = 6;
    private const int Day = 1440;
    private const int Capacity = (ComparedDays * Day) + 62;
    private const double LargestVolume = 1e9;
    private const double Floor = 1e-6;

    private readonly int _b;
    private readonly PrefixRing _volume = new(Capacity, 20);
    private readonly PrefixRing _absolute = new(Day, 40);
    private readonly PrefixRing _empty = new(Day, 0);

    public VolumeFeatures(int barMinutes)
    {
        _b = barMinutes;
        Definitions = [.. Define()];
    }

    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    public void Append(in GridBar bar)
    {
        _volume.Append(Math.Min(bar.VolumeBase, LargestVolume));
        _absolute.Append(Math.Abs(bar.ReturnPercent));
        _empty.Append(bar.VolumeBase == 0 ? 1 : 0);
    }

    public void Write(Timestamp asOf, Span<double> values)
    {
        int i = 0;
        foreach (int window in LevelWindows)
        {
            values[i++] = Math.Log(1 + _volume.Sum(Window.Bars(window, _b)));
        }

        foreach (int window in RatioWindows)
        {
            values[i++] = RatioToSameMinutes(window);
        }

        foreach (int window in RatioWindows)
        {
            int n = Window.Bars(window, _b);
            values[i++] = Math.Log((_absolute.Sum(n) + 1e-3) / (_volume.Sum(n) + Floor));
        }

        values[i++] = _empty.Sum(Window.Bars(60, _b)) / Window.Bars(60, _b);
        values[i] = _empty.Sum(Window.Bars(Day, _b)) / Window.Bars(Day, _b);
    }

    private static IEnumerable<FeatureDefinition> Define()
    {
        foreach (int w in LevelWindows)
        {
            yield return Make($"ln_volume_{w}", "ln base", $"ln(1 + volume over {w} min), each bar at most 1e9", w);
        }

        foreach (int w in RatioWindows)
        {
            yield return Make(
                $"volume_ratio_{w}", "ln", $"ln of volume over {w} min ÷ its mean at the same minutes of {ComparedDays} days before",
                (ComparedDays * Day) + w);
        }

        foreach (int w in RatioWindows)
        {
            yield return Make($"amihud_{w}", "ln %/base", $"ln((Σ|r| + 1e-3)/(volume + 1e-6)) over {w} min", w);
        }

        yield return Make("empty_share_60", "share", "share of bars without volume over 60 min", 60);
        yield return Make("empty_share_1440", "share", "share of bars without volume over 1440 min", Day);
    }

    private static FeatureDefinition Make(string name, string unit, string formula, int warmUp) =>
        new(name, unit, "volume", formula, warmUp);

    private double RatioToSameMinutes(int minutes)
    {
        int n = Window.Bars(minutes, _b);
        double usual = 0;
        for (int day = 1; day <= ComparedDays; day++)
        {
            usual += _volume.SumBefore(day * (Day / _b), n);
        }

        return Math.Log((_volume.Sum(n) + Floor) / ((usual / ComparedDays) + Floor));
    }
}
