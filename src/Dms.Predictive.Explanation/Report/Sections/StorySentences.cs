using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Report;

/// <summary>What the margin path says, in sentences computed from its numbers.</summary>
internal static class StorySentences
{
    /// <summary>The sentence at the top of the page; empty when there is no story.</summary>
    internal static string Headline(ReportDocument document) =>
        document.Headline.Length > 0 ? document.Headline : document.Story is { Times.Count: > 0 } story ? Around(story) : "";

    /// <summary>The story around the shock, or over the whole window when it holds none.</summary>
    internal static string Around(MarginStory story) => story.Shock switch
    {
        null => Whole(story),
        { LeadMinutes: > 0 } shock => Early(story, shock),
        { LeadMinutes: { } lead } shock =>
            $"The alert came {Numerals.Span(-lead)} after the {shock.Name}; initial margin stood at " +
            $"{Rate(At(story.InitialRate, story, shock.At))} of notional when it hit.",
        { } shock =>
            $"No alert preceded the {shock.Name}: initial margin stood at " +
            $"{Rate(At(story.InitialRate, story, shock.At))} of notional when it hit.",
    };

    /// <summary>The whole path in one sentence.</summary>
    internal static string Whole(MarginStory story)
    {
        ValueRange rate = ValueRange.Of(story.InitialRate);
        double most = 0;
        int when = 0;
        for (int k = 0; k < story.Times.Count; k++)
        {
            double raise = story.InitialRate[k] - story.InitialRateWithoutForecast[k];
            (most, when) = raise > most ? (raise, k) : (most, when);
        }

        string range = $"Initial margin ran between {Rate(rate.Low)} and {Rate(rate.High)} of notional; the forecast ";
        return most > 0
            ? range + $"raised it by at most {Points(most)} (at {Numerals.DateTime(story.Times[when])} UTC)."
            : range + "never raised it.";
    }

    /// <summary>A rate as percent with the digits it needs.</summary>
    internal static string Rate(double fraction) =>
        double.IsFinite(fraction) ? Numerals.Percent(fraction, Math.Abs(fraction) < 0.01 ? 2 : 1) : "an unknown rate";

    /// <summary>A difference of rates in percentage points.</summary>
    internal static string Points(double fraction) =>
        Numerals.Fixed(fraction * 100, Math.Abs(fraction) < 0.01 ? 2 : 1) + Numerals.NoBreak + "percentage points";

    /// <summary>Index of the last point not after <paramref name="time"/>, −1 when there is none.</summary>
    internal static int IndexAt(IReadOnlyList<Timestamp> times, Timestamp time)
    {
        int low = 0, high = times.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = times[middle] <= time ? (middle + 1, high) : (low, middle);
        }

        return low - 1;
    }

    private static string Early(MarginStory story, ShockEvent shock)
    {
        Timestamp alert = shock.AlertAt!.Value;
        string lead = Numerals.Span(shock.LeadMinutes!.Value);
        int last = IndexAt(story.Times, shock.At), first = IndexAt(story.Times, alert);
        double before = story.InitialRate[Math.Max(0, first - 1)];
        double after = before;
        for (int k = Math.Max(0, first); k <= last && (story.Times[k] < shock.At || k == first); k++)
        {
            after = story.InitialRate[k] > after ? story.InitialRate[k] : after;
        }

        string without = $"without the forecast it would have stood at " +
            $"{Rate(At(story.InitialRateWithoutForecast, story, shock.At))} when the shock hit";
        return after > before
            ? $"Initial margin rose {lead} before the {shock.Name}, from {Rate(before)} to {Rate(after)} of notional; {without}."
            : $"The alert came {lead} before the {shock.Name}; initial margin stood at {Rate(At(story.InitialRate, story, shock.At))} of notional when it " +
                $"hit; {without}.";
    }

    private static double At(IReadOnlyList<double> values, MarginStory story, Timestamp time) =>
        values[Math.Max(0, IndexAt(story.Times, time))];
}
