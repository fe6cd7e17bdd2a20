using Dms.Predictive.Core;

namespace Dms.Predictive.Pipeline;

/// <summary>Raises of a book's margin against the losses that came.</summary>
/// <param name="Shocks">Losses beyond the policy's own margin, the first of each horizon.</param>
/// <param name="Leads">Minutes from the raise that stood to the shock, one per shock that was met.</param>
/// <param name="False">Raises not followed by half of the policy's own margin within the horizon.</param>
/// <param name="Days">Length of the span.</param>
internal sealed record BookRaises(int Shocks, IReadOnlyList<double> Leads, int False, double Days)
{
    /// <summary>Goes through decisions in time order.</summary>
    /// <param name="book">Decisions whose loss is known.</param>
    /// <param name="rule">Whose margin.</param>
    /// <param name="baseline">The policy's own margin, quote.</param>
    /// <param name="horizonMinutes">Horizon of the losses.</param>
    public static BookRaises Of(IEnumerable<BookPoint> book, BookRule rule, double baseline, int horizonMinutes)
    {
        BookPoint[] points = [.. book];
        (int shocks, int falseRaises) = (0, 0);
        List<double> leads = [];
        Timestamp? raisedAt = null;
        Timestamp? lastShock = null;
        for (int i = 0; i < points.Length; i++)
        {
            bool up = points[i].Opening[(int)rule] >= BookStudy.Raise * baseline;
            if (up && raisedAt is null)
            {
                raisedAt = points[i].AsOf;
                falseRaises += IsFalse(points, i, baseline, horizonMinutes) ? 1 : 0;
            }

            raisedAt = up ? raisedAt : null;
            bool isNew = lastShock is null || (points[i].AsOf - lastShock.Value).TotalMinutes > horizonMinutes;
            if (points[i].Loss > baseline && isNew)
            {
                shocks++;
                lastShock = points[i].AsOf;
                if (raisedAt is Timestamp since)
                {
                    leads.Add((points[i].AsOf - since).TotalMinutes);
                }
            }
        }

        return new BookRaises(shocks, leads, falseRaises, (points[^1].AsOf - points[0].AsOf).TotalDays);
    }

    private static bool IsFalse(BookPoint[] points, int raised, double baseline, int horizonMinutes)
    {
        for (int i = raised; i < points.Length && (points[i].AsOf - points[raised].AsOf).TotalMinutes <= horizonMinutes; i++)
        {
            if (points[i].Loss >= 0.5 * baseline)
            {
                return false;
            }
        }

        return true;
    }
}
