using Dms.Predictive.Core;
using Dms.Predictive.Features.Bars;

namespace Dms.Predictive.Features.Series;

/// <summary>One-sided leverage: a high funding rate on much open interest is a crowd that pays to stay.</summary>
internal sealed class CrowdingFeatures : IFeatureFamily
{
    private const int UsualDays = 7;

    private readonly AsOfSeries _funding;
    private readonly AsOfSeries _interest;

    public CrowdingFeatures(AsOfSeries funding, AsOfSeries interest)
    {
        (_funding, _interest) = (funding, interest);
        Definitions =
        [
            new("crowding", "bps", "derivatives",
                $"1e4·funding rate × open interest ÷ its mean over {UsualDays} days of events{SeriesText.Carried(interest.Kind)}", 0),
        ];
    }

    public IReadOnlyList<FeatureDefinition> Definitions { get; }

    public void Append(in GridBar bar)
    {
        // Series come by themselves, not with bars.
    }

    public void Write(Timestamp asOf, Span<double> values)
    {
        values.Fill(double.NaN);
        if (!_funding.IsFresh(asOf) || !_interest.IsFresh(asOf))
        {
            return;
        }

        double sum = 0;
        ReadOnlySpan<SlowObservation> week = _interest.Window(TimeSpan.FromDays(UsualDays));
        foreach (SlowObservation o in week)
        {
            sum += o.Value;
        }

        values[0] = sum > 0 ? 1e4 * _funding.Latest.Value * _interest.Latest.Value / (sum / week.Length) : double.NaN;
    }
}
