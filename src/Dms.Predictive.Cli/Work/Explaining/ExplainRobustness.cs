using Dms.Predictive.Core;
using Dms.Predictive.Explanation;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Learning;
using Dms.Predictive.Pipeline;
using Dms.Predictive.Volatility;

namespace Dms.Predictive.Cli.Work.Explaining;

/// <summary>What disturbed inputs do to forecast and margin.</summary>
/// <param name="Faults">One line per fault.</param>
/// <param name="Table">The figures behind them.</param>
/// <param name="LowestAboveBaseline">Smallest distance of any margin under a fault to the margin without a forecast, fraction of
/// notional; ≥ 0 under the raise-only law.</param>
/// <param name="Margins">Margins computed under faults.</param>
internal sealed record RobustnessFindings(
    IReadOnlyList<FaultInjection> Faults, SectionTable Table, double LowestAboveBaseline, int Margins);

/// <summary>Measures <see cref="RobustnessFindings"/> by scoring disturbed rows with the deployed model.</summary>
internal sealed class ExplainRobustness
{
    private const int MostDecisions = 150;
    private const int StaleMinutes = 60;
    private const double SpoofGoal = 0.0025;
    private static readonly double LnUnits = Math.Log(1e8);
    private static readonly string[] NotMarket = ["time", "baselines"];
    private static readonly string[] BookFamilies = ["book", "flow"];

    private readonly ExplainRun _run;
    private readonly DisturbedForecast _model;
    private readonly int[] _decisions;
    private readonly int _steps;
    private double _lowest = double.PositiveInfinity;
    private int _margins;

    private ExplainRobustness(ExplainRun run)
    {
        (_run, _model, _steps) = (run, new DisturbedForecast(run.Model.Horizon), Math.Max(1, StaleMinutes / run.Policy.StepMinutes));
        int[] issued = [.. Enumerable.Range(1, run.Trace.Decisions.Count - 1).Where(i =>
            run.Trace.Decisions[i].Forecast is { } f && f.AsOf == run.Trace.Decisions[i].AsOf && run.Trace.Decisions[i - 1].Forecast is not null)];
        int count = Math.Min(MostDecisions, issued.Length);
        _decisions = [.. Enumerable.Range(0, count).Select(k => issued[(int)((long)k * issued.Length / count)])];
    }

    /// <summary>Injects every fault into decisions spread over the report.</summary>
    public static RobustnessFindings Of(ExplainRun run)
    {
        ExplainRobustness work = new(run);
        Effect[] effects = [.. work.Faults().Select(f => work.Measure(f))];
        return new(
            [.. effects.Select(e => e.ToInjection()), .. work.WithoutBook()], TableOf(effects, work._decisions.Length),
            double.IsFinite(work._lowest) ? work._lowest : 0, work._margins);
    }

    private IEnumerable<Fault> Faults()
    {
        int back = _steps;
        yield return new("the feed stops for an hour", "the pipeline alone: the last forecast stands until it expires, then its share decays; a host that sees stale prices holds the margin", false,
            (i, _) => _run.Trace.Decisions[i - 1].Forecast!);
        yield return new("features stay an hour old", "the learned members read them, HAR and GARCH go on", true,
            (i, f) => _model.With(f, _run.Trace.Decisions[Math.Max(0, i - back)].Forecast!.Row.Values.Span));
        string[] har = [.. HarRegressors.Names];
        foreach (string family in _run.Schema.Features.Select(f => f.Family).Distinct().Except(NotMarket))
        {
            yield return Rows($"every {family} feature missing", family, (name, _) => har.Contains(name) ? null : double.NaN);
        }

        yield return Rows("volume in units 10⁸ times smaller", "volume", (name, x) =>
            x + (name.StartsWith("amihud", StringComparison.Ordinal) ? -LnUnits : LnUnits));
        yield return Rows("one price 10⁸ times too large", "price", (name, x) =>
            name.StartsWith("return", StringComparison.Ordinal) || name.StartsWith("from", StringComparison.Ordinal) ? x + (100 * LnUnits) : x);
        if (HasBook)
        {
            yield return new("spoofed book: the book of the decision that raises most", "observed books are put in place of the true one", true, SpoofedBook)
            {
                RiseLimit = SpoofGoal,
            };
        }

        WorstSingleMove search = new(
            [.. _run.Model.Horizon.Learned.Select((l, m) => (l, Weight: _run.Model.Horizon.Pool.Weights[2 + m])).Where(l => l.l.Model is Forest)
                .Select(l => ((Forest)l.l.Model, l.Weight))],
            [.. _run.Schema.Features.Select(f => !NotMarket.Contains(f.Family))]);
        yield return Single("worst value of one market feature, upwards", search, m => m.Rise);
        yield return Single("worst value of one market feature, downwards", search, m => m.Fall);
    }

    private bool HasBook => _run.Schema.Features.Any(f => BookFamilies.Contains(f.Family));

    private IEnumerable<FaultInjection> WithoutBook() => HasBook ? [] :
    [
        new("spoofed layers of the book", "nothing to spoof", Measured.Absent("the model reads no book"), VerdictStatus.NotApplicable),
    ];

    private Fault Rows(string name, string family, Func<string, double, double?> change) => new(name, "the learned members read it, HAR and GARCH as issued", true, (_, f) =>
    {
        double[] row = f.Row.Values.ToArray();
        for (int j = 0; j < row.Length; j++)
        {
            if (_run.Schema.Features[j].Family == family)
            {
                row[j] = change(_run.Schema.Features[j].Name, row[j]) ?? row[j];
            }
        }

        ModelRow.RoundToFloat(row);
        return _model.With(f, row);
    });

    private Fault Single(string name, WorstSingleMove search, Func<(SingleMove Rise, SingleMove Fall), SingleMove> pick) => new(
        name, "found exactly over the leaves of all forests", true, (_, f) =>
    {
        double[] row = f.Row.Values.ToArray();
        if (pick(search.Of(row)) is { Feature: >= 0 } move)
        {
            row[move.Feature] = move.Value;
        }

        return _model.With(f, row);
    });

    // Any book that was really seen may be shown for a moment: the worst of those drawn evenly from the report.
    private IssuedForecast SpoofedBook(int decision, IssuedForecast issued)
    {
        IssuedForecast worst = issued;
        foreach (int donor in _decisions.Where((_, k) => k % 5 == 0))
        {
            double[] row = issued.Row.Values.ToArray();
            ReadOnlySpan<double> other = _run.Trace.Decisions[donor].Forecast!.Row.Values.Span;
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = BookFamilies.Contains(_run.Schema.Features[j].Family) ? other[j] : row[j];
            }

            IssuedForecast spoofed = _model.With(issued, row);
            worst = spoofed.LnBlend > worst.LnBlend ? spoofed : worst;
        }

        return worst;
    }

    private Effect Measure(Fault fault)
    {
        Effect effect = new(fault);
        foreach (int i in _decisions)
        {
            IssuedForecast issued = _run.Trace.Decisions[i].Forecast!, disturbed = fault.Disturb(i, issued);
            double[] with = _run.Trace.RatesUnder(i, disturbed, fault.IsIssuedAnew, _steps);
            double[] without = _run.Trace.RatesUnder(i, issued, true, _steps);
            double lowest = with.Min() - _run.Trace.BaselineRate(i);
            _lowest = Math.Min(_lowest, lowest);
            _margins += with.Length;
            effect.Add(Math.Exp((disturbed.LnBlend - issued.LnBlend) / 2) - 1, with[0] - without[0], with[^1] - without[^1], lowest);
        }

        return effect;
    }

    private static SectionTable TableOf(Effect[] effects, int decisions) => new(
        "robustness", "faultEffects",
        $"Each fault in {ExplainWords.Count(decisions)} decisions spread over the report, against the same decisions undisturbed, price and baseline standing still: change of the "
        + "forecast volatility, and change of the initial margin rate in basis points of notional at once and after an hour of it. Above baseline: least distance to the margin without any forecast.",
        [
            new("Median change of volatility", "%", 2), new("Largest fall", "%", 1), new("Largest rise", "%", 1),
            new("Margin at once, largest fall", "bps", 2), new("Margin at once, largest rise", "bps", 2),
            new("After an hour, largest fall", "bps", 2), new("After an hour, largest rise", "bps", 2), new("Above baseline, least", "bps", 2),
        ],
        [.. effects.Select(e => e.ToRow())]);

    /// <param name="Name">What is injected.</param>
    /// <param name="Answer">What the system does.</param>
    /// <param name="IsIssuedAnew">Whether every step issues the disturbed forecast again.</param>
    /// <param name="Disturb">The disturbed forecast of a decision.</param>
    private sealed record Fault(string Name, string Answer, bool IsIssuedAnew, Func<int, IssuedForecast, IssuedForecast> Disturb)
    {
        /// <summary>Largest rise at once that is acceptable, fraction of notional; null = no goal.</summary>
        public double? RiseLimit { get; init; }
    }

    private sealed class Effect(Fault fault)
    {
        private readonly List<double> _volatility = [], _atOnce = [], _later = [], _above = [];

        public void Add(double volatility, double atOnce, double later, double above)
        {
            _volatility.Add(volatility);
            _atOnce.Add(atOnce);
            _later.Add(later);
            _above.Add(above);
        }

        public FaultInjection ToInjection()
        {
            double rise = _atOnce.DefaultIfEmpty(0).Max();
            bool isAbove = _above.DefaultIfEmpty(0).Min() >= 0, isSmall = fault.RiseLimit is not { } limit || rise <= limit;
            return new(
                fault.Name, fault.Answer, Measured.Of(rise),
                !isAbove ? VerdictStatus.Fail : isSmall ? VerdictStatus.Pass : VerdictStatus.Warn);
        }

        public LabelledRow ToRow() => new(
            fault.Name,
            [
                .. _volatility.Count == 0
                    ? Enumerable.Repeat(Measured.Absent("no decision"), 8)
                    : new[]
                    {
                        Measured.Of(ObservedValues.Of(_volatility).At(0.5)), Measured.Of(Math.Min(0, _volatility.Min())), Measured.Of(Math.Max(0, _volatility.Max())),
                        Points(Math.Min(0, _atOnce.Min())), Points(Math.Max(0, _atOnce.Max())), Points(Math.Min(0, _later.Min())), Points(Math.Max(0, _later.Max())), Points(_above.Min()),
                    },
            ]);

        private static Measured Points(double fraction) => Measured.Of(fraction * 10_000);
    }
}
