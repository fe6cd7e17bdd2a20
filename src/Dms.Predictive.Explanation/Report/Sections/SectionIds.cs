namespace Dms.Predictive.Explanation.Report;

/// <summary>Ids of the sections, in the order of the page, with heading, content and the default reason of absence.</summary>
internal static class SectionIds
{
    internal const string Cover = "cover";
    internal const string Purpose = "purpose";
    internal const string Market = "data";
    internal const string Performance = "performance";
    internal const string Global = "global";
    internal const string Local = "local";
    internal const string Margin = "margin";
    internal const string Stability = "stability";
    internal const string Drift = "drift";
    internal const string Robustness = "robustness";
    internal const string Sensitivity = "sensitivity";
    internal const string Replay = "replay";
    internal const string Checks = "checks";

    /// <summary>What a section is called and would hold.</summary>
    internal static (string Heading, string Holds, string Reason) Of(string id) => id switch
    {
        Cover => ("Verdict", "verdicts and the identity of the report", "no check was made"),
        Purpose => ("Purpose and limits", "the purpose, use, limits and owners of the model", "no model card was given"),
        Market => (
            "Market data", "the sources, span, gaps, quality verdicts and walk-forward split", "no market data were read"),
        Performance => (
            "Forecast performance", "forecast losses against GARCH and HAR, spike calibration, lead time and coverage",
            "no forecast was scored out of sample"),
        Global => (
            "What drives the forecast", "the mean size of each feature's attribution over all rows",
            "no attributions were computed"),
        Local => (
            "Why single margins rose", "waterfalls of the largest margin raises in currency",
            "no margin raise was explained"),
        Margin => (
            "Margin through time", "the path of margin and its change explained by players", "no margin path was computed"),
        Stability => (
            "Stability of the explanation", "retraining under other seeds and samples, and deletion tests of the attributions",
            "the model was not retrained for this report"),
        Drift => (
            "Drift", "the drift monitors, their paths and the log of blocks",
            "a single run over past records has no live monitors"),
        Robustness => (
            "Robustness", "what the margin does under spoofed, stale, missing and outlying inputs",
            "no faults were injected in this run"),
        Sensitivity => (
            "Sensitivity", "each parameter moved up and down with its effect on margin and coverage",
            "no parameter was moved in this run"),
        Replay => (
            "Record and replay", "the sealed record, its verification and the figures computed again",
            "this run sealed no record"),
        _ => ("Checks", "every check with its limit and value", "no check was made"),
    };

    /// <summary>The section with its blocks, or with the sentence that says why it has none.</summary>
    internal static Section Make(ReportDocument document, string id, IReadOnlyList<Block> blocks)
    {
        (string heading, string holds, string reason) = Of(id);
        List<Block> all = [.. blocks, .. ExtraTables.Of(document, id)];
        if (all.Count == 0)
        {
            reason = document.AbsentReasons.GetValueOrDefault(id, reason).TrimEnd('.');
            all.Add(new ParagraphBlock(
                $"This section holds {holds}. It is empty in this report because {reason}; nothing was left out in silence."));
        }

        return new(id, heading, all);
    }
}
