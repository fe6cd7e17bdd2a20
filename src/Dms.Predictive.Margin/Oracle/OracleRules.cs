namespace Dms.Predictive.Margin;

/// <summary>Ranges of an oracle's limits and observations.</summary>
internal static class OracleRules
{
    public static void Check(MarginOracle oracle)
    {
        Check(oracle.Limits, "oracle.default.");
        foreach ((string feed, FeedLimits limits) in oracle.Feeds)
        {
            Check(limits, $"oracle.feeds.{feed}.");
        }

        for (int i = 0; i < oracle.Observations.Count; i++)
        {
            (PriceObservation o, string at) = (oracle.Observations[i], $"oracle.observations[{i}].");
            Refuse.Unless(
                o.ConfidenceInterval >= 0, at + "confidenceInterval", o.ConfidenceInterval, ">= 0 in quote currency");
            Refuse.Unless(o.Sources >= 0, at + "sources", o.Sources, ">= 0");
            Refuse.Unless(o.Reference is null or > 0, at + "reference", o.Reference, "a price > 0");
        }

        if (oracle.Sequencer is SequencerState sequencer)
        {
            Refuse.Unless(
                IsFiniteAtLeastZero(sequencer.GraceSeconds),
                "oracle.sequencer.graceSeconds", sequencer.GraceSeconds, ">= 0 seconds");
        }
    }

    private static void Check(FeedLimits l, string at)
    {
        Refuse.Unless(
            double.IsFinite(l.MaxAgeSeconds) && l.MaxAgeSeconds > 0,
            at + "maxAgeSeconds", l.MaxAgeSeconds, "> 0 seconds");
        Refuse.Unless(l.MaxConfidenceRatio >= 0, at + "maxConfidenceRatio", l.MaxConfidenceRatio, ">= 0");
        Refuse.Unless(l.MaxDeviation >= 0, at + "maxDeviation", l.MaxDeviation, ">= 0");
        Refuse.Unless(l.MinimumSources >= 0, at + "minimumSources", l.MinimumSources, ">= 0");
        Refuse.Unless(
            l.DegradedAgeFraction is >= 0 and <= 1, at + "degradedAgeFraction", l.DegradedAgeFraction, "in [0, 1]");
        Refuse.Unless(
            l.DegradedConfidenceFraction is >= 0 and <= 1,
            at + "degradedConfidenceFraction", l.DegradedConfidenceFraction, "in [0, 1]");
        Refuse.Unless(
            IsFiniteAtLeastZero(l.MaxFutureSeconds), at + "maxFutureSeconds", l.MaxFutureSeconds, ">= 0 seconds");
    }

    private static bool IsFiniteAtLeastZero(double value) => double.IsFinite(value) && value >= 0;
}
