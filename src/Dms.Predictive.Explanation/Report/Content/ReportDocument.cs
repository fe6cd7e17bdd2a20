using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Report;

/// <summary>
/// All a report says, without knowledge of how it is drawn. Every optional part may be absent: its section then says
/// why, with the sentence of <see cref="AbsentReasons"/> when there is one.
/// </summary>
public sealed record ReportDocument
{
    /// <summary>Headline of the page.</summary>
    public required string Title { get; init; }

    /// <summary>Identity of this report, derived from its inputs.</summary>
    public required string Id { get; init; }

    /// <summary>Model id.</summary>
    public required string Model { get; init; }

    /// <summary>Model version.</summary>
    public required string Version { get; init; }

    /// <summary>Information cut-off of the report, from the data or the record; never the time of writing.</summary>
    public required Timestamp AsOf { get; init; }

    /// <summary>One paragraph in plain words under the title; empty when there is none.</summary>
    public string Summary { get; init; } = "";

    /// <summary>The one sentence to remember, with its numbers; empty: told from the story.</summary>
    public string Headline { get; init; } = "";

    /// <summary>Questions of a reader in a hurry and their answers in plain words; shown before everything
    /// else.</summary>
    public IReadOnlyList<NamedText> PlainAnswers { get; init; } = [];

    /// <summary>The questions of a stranger, answered with one figure each; shown as the first page.</summary>
    public IReadOnlyList<ReaderAnswer> Answers { get; init; } = [];

    /// <summary>Status, period, commit, SHA-256 of model, data and configuration … shown on the cover.</summary>
    public IReadOnlyList<NamedText> Identity { get; init; } = [];

    /// <summary>Lines of the verdict box, most important first.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; init; } = [];

    /// <summary>The full list of checks; when empty the verdicts are shown again.</summary>
    public IReadOnlyList<Verdict> Checks { get; init; } = [];

    /// <summary>Open findings, one sentence each.</summary>
    public IReadOnlyList<string> OpenFindings { get; init; } = [];

    /// <summary>Purpose, use, limits, people.</summary>
    public ModelPurpose? Purpose { get; init; }

    /// <summary>What the figures rest on.</summary>
    public MarketEvidence? Market { get; init; }

    /// <summary>Forecast performance, one entry per horizon.</summary>
    public IReadOnlyList<HorizonPerformance> Performance { get; init; } = [];

    /// <summary>Alerts against events at several alarm budgets.</summary>
    public IReadOnlyList<LeadTimeResult> LeadTimes { get; init; } = [];

    /// <summary>Which features matter over all rows.</summary>
    public GlobalAttribution? Global { get; init; }

    /// <summary>How the model uses its features.</summary>
    public FeatureBehaviour? Behaviour { get; init; }

    /// <summary>Single decisions taken apart in the score's unit. Those whose time is that of a raise are shown beside
    /// it.</summary>
    public IReadOnlyList<ScoreCase> Cases { get; init; } = [];

    /// <summary>The largest margin raises, largest first.</summary>
    public IReadOnlyList<MarginRaise> Raises { get; init; } = [];

    /// <summary>The path of volatility and margin around the shock.</summary>
    public MarginStory? Story { get; init; }

    /// <summary>Coverage and cost of the margins.</summary>
    public MarginBacktest? Backtest { get; init; }

    /// <summary>Margin changes explained by players, with all coalitions.</summary>
    public IReadOnlyList<MarginExplanation> MarginExplanations { get; init; } = [];

    /// <summary>Stability and faithfulness of the explanations.</summary>
    public IReadOnlyList<Monitor> Stability { get; init; } = [];

    /// <summary>Whether deleting the features that are said to matter moves the score.</summary>
    public DeletionCurves? Deletion { get; init; }

    /// <summary>Drift monitors and their paths.</summary>
    public DriftEvidence? Drift { get; init; }

    /// <summary>Injected faults and what the margin did.</summary>
    public IReadOnlyList<FaultInjection> Robustness { get; init; } = [];

    /// <summary>Parameters moved, margin and coverage after.</summary>
    public IReadOnlyList<ParameterShift> Sensitivity { get; init; } = [];

    /// <summary>Sealed log, signature and replay.</summary>
    public RecordEvidence? Record { get; init; }

    /// <summary>Extra tables by section id (<c>cover</c> … <c>checks</c>), shown after what the section already holds.</summary>
    public IReadOnlyList<SectionTable> ExtraTables { get; init; } = [];

    /// <summary>Why a section is empty, by section id; half a sentence that follows "because".</summary>
    public IReadOnlyDictionary<string, string> AbsentReasons { get; init; } = new Dictionary<string, string>();
}
