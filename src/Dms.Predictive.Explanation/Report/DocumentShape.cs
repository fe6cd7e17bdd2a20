namespace Dms.Predictive.Explanation.Report;

/// <summary>Checks that the pieces of a document fit together before anything is drawn.</summary>
internal static class DocumentShape
{
    internal static void Check(ReportDocument document)
    {
        if (document.Story is { } story)
        {
            Check(story);
        }

        foreach (MarginExplanation explanation in document.MarginExplanations)
        {
            int count = explanation.Order.Count;
            Fits(explanation.Shapley.Count, count, explanation.Name, nameof(explanation.Shapley));
            Fits(explanation.Sequential.Count, count, explanation.Name, nameof(explanation.Sequential));
            Fits(explanation.ReverseSequential.Count, count, explanation.Name, nameof(explanation.ReverseSequential));
            Fits(explanation.BookedParts.Count, count, explanation.Name, nameof(explanation.BookedParts));
        }

        foreach (MonitorPath path in document.Drift?.Paths ?? [])
        {
            Fits(path.Values.Count, path.Times.Count, path.Name, nameof(path.Values));
        }

        foreach (Verdict verdict in document.Verdicts.Concat(document.Checks))
        {
            if (verdict.Status == VerdictStatus.NotApplicable && verdict.Reason.Length == 0)
            {
                throw new ArgumentException($"The check '{verdict.Check}' is not applicable but does not say why.");
            }
        }
    }

    private static void Check(MarginStory story)
    {
        int count = story.Times.Count;
        Fits(story.InitialRate.Count, count, story.Instrument, nameof(story.InitialRate));
        Fits(story.InitialRateWithoutForecast.Count, count, story.Instrument, nameof(story.InitialRateWithoutForecast));
        Optional(story.RealizedVolatility, nameof(story.RealizedVolatility));
        Optional(story.BaselineVolatility, nameof(story.BaselineVolatility));
        Optional(story.ForecastVolatility, nameof(story.ForecastVolatility));
        Optional(story.MaintenanceRate, nameof(story.MaintenanceRate));
        Optional(story.SpikeProbability, nameof(story.SpikeProbability));
        Optional(story.Price, nameof(story.Price));
        for (int k = 1; k < count; k++)
        {
            if (story.Times[k] <= story.Times[k - 1])
            {
                throw new ArgumentException($"The times of the story do not rise at {story.Times[k]}.");
            }
        }

        void Optional(IReadOnlyList<double> values, string name)
        {
            if (values.Count > 0)
            {
                Fits(values.Count, count, story.Instrument, name);
            }
        }
    }

    private static void Fits(int found, int wanted, string where, string what)
    {
        if (found != wanted)
        {
            throw new ArgumentException($"{what} of '{where}' has {found} values where {wanted} are needed.");
        }
    }
}
