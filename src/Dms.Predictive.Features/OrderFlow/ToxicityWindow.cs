namespace Dms.Predictive.Features.OrderFlow;

/// <summary>
/// Volume-synchronised imbalance (VPIN) of the last day: walks back from the newest minute in buckets of equal volume,
/// so that the value depends on the day alone and not on where buckets began.
/// </summary>
/// <remarks>Easley, López de Prado, O'Hara (2012), Rev. Financial Studies 25(5), with aggressor sides as the feed
/// gives them instead of a classification.</remarks>
internal sealed class ToxicityWindow
{
    /// <summary>Buckets of one day.</summary>
    public const int Buckets = 50;

    private const int Day = 1440;
    private const double FewestPresent = 0.8;

    private readonly double[] _buys = new double[Day];
    private readonly double[] _sells = new double[Day];
    private long _count;

    /// <summary>Adds a minute; NaN = missing.</summary>
    public void Append(double buys, double sells)
    {
        (_buys[_count % Day], _sells[_count % Day]) = (buys, sells);
        _count++;
    }

    /// <summary>Mean imbalance of the buckets, [0, 1]; NaN with too few minutes or without volume.</summary>
    public double Value()
    {
        double volume = 0;
        int present = 0;
        for (int back = 1; back <= Day && back <= _count; back++)
        {
            (double buys, double sells) = Minute(back);
            present += double.IsNaN(buys) ? 0 : 1;
            volume += double.IsNaN(buys) ? 0 : buys + sells;
        }

        return present >= FewestPresent * Day && volume > 0 ? Walk(volume / Buckets) / volume : double.NaN;
    }

    // Every minute's volume is spread evenly over the buckets that it touches.
    private double Walk(double bucket)
    {
        double sum = 0;
        double held = 0;
        double signed = 0;
        for (int back = 1; back <= Day && back <= _count; back++)
        {
            (double buys, double sells) = Minute(back);
            double rest = buys + sells;
            double direction = (buys - sells) / rest;
            while (rest > 0)
            {
                double part = Math.Min(rest, bucket - held);
                (held, signed, rest) = (held + part, signed + (part * direction), rest - part);
                if (held >= bucket || part <= 0)
                {
                    sum += Math.Abs(signed);
                    (held, signed) = (0, 0);
                }
            }
        }

        return sum + Math.Abs(signed);
    }

    private (double Buys, double Sells) Minute(int back) => (_buys[(_count - back) % Day], _sells[(_count - back) % Day]);
}
