using Dms.Predictive.Core;

namespace Dms.Predictive.Explanation.Report;

/// <summary>Stability, drift, robustness, sensitivity.</summary>
internal static class AssuranceSections
{
    internal static Section Stability(ReportDocument document)
    {
        List<Block> blocks = [];
        if (document.Stability.Count > 0)
        {
            blocks.Add(new ParagraphBlock(Standing(document.Stability.Select(m => m.Status), "measure", "measures")));
            blocks.Add(new TableBlock(
                VerdictTables.Of("stability", "Stability and faithfulness, with the limits of this house.", document.Stability)));
        }

        if (document.Deletion is { } deletion)
        {
            blocks.Add(new HeadingBlock("Do the named reasons matter?"));
            blocks.Add(Deletion(deletion));
        }

        return SectionIds.Make(document, SectionIds.Stability, blocks);
    }

    internal static Section Drift(ReportDocument document)
    {
        List<Block> blocks = [];
        if (document.Drift is { } drift)
        {
            if (drift.Monitors.Count > 0)
            {
                blocks.Add(new ParagraphBlock(Standing(drift.Monitors.Select(m => m.Status), "monitor", "monitors")));
                blocks.Add(new TableBlock(VerdictTables.Of("monitors", "Drift monitors.", drift.Monitors)));
            }

            blocks.AddRange(drift.Paths.Where(p => p.Times.Count > 1).Select((path, k) => Path(path, k + 1)));
            if (drift.Switches.Count > 0)
            {
                blocks.Add(new HeadingBlock("Blocks and switches"));
                blocks.Add(new ListBlock(drift.Switches));
            }
        }

        return SectionIds.Make(document, SectionIds.Drift, blocks);
    }

    internal static Section Robustness(ReportDocument document) => SectionIds.Make(
        document, SectionIds.Robustness, document.Robustness.Count == 0 ? [] :
        [
            new ParagraphBlock(Standing(document.Robustness.Select(f => f.Status), "injected fault", "injected faults")),
            new TableBlock(new(
                "faults", "Injected faults and the largest rise of margin that they cause at once; under the raise-only law no fault may take a margin below the one without a forecast.",
                [Column.Words("Fault"), Column.Words("Result"), new("Largest rise of margin rate", "points"), Column.Words("Answer")],
                [.. document.Robustness.Select(f => (IReadOnlyList<Cell>)
                    [Cell.Words(f.Fault), Cell.Judged(f.Status), Cell.Percent(f.ChangeOfRate, 3), Cell.Words(f.Answer)])])),
        ]);

    internal static Section Sensitivity(ReportDocument document)
    {
        List<ParameterShift> known = [.. document.Sensitivity.Where(s => s.ChangeOfMargin.IsPresent)];
        List<Block> blocks = [];
        if (known.Count > 0)
        {
            ParameterShift most = known.MaxBy(s => Math.Abs(s.ChangeOfMargin.Value))!;
            blocks.Add(new FigureBlock(
                "fig-sensitivity", "Change of the average margin when one parameter moves",
                $"The average margin reacts most to {most.Parameter}, with {Numerals.SignedPercent(most.ChangeOfMargin.Value, 1)}.",
                "Each bar moves one parameter and leaves the rest.",
                new BarChart(
                    [.. known.Take(30).Select(s => new Bar(s.Parameter, 0, s.ChangeOfMargin.Value * 100,
                        Numerals.SignedPercent(s.ChangeOfMargin.Value, 1), BarLook.Signed))],
                    "change of the average margin, %"),
                Shifts(document.Sensitivity)));
        }
        else if (document.Sensitivity.Count > 0)
        {
            blocks.Add(new TableBlock(Shifts(document.Sensitivity)));
        }

        return SectionIds.Make(document, SectionIds.Sensitivity, blocks);
    }

    private static FigureBlock Deletion(DeletionCurves curves)
    {
        double[] x = [.. Enumerable.Range(0, curves.Ordered.Count).Select(k => (double)k)];
        bool faithful = curves.Area.Low > 0;
        return new(
            "fig-deletion", "Change of the score as features are deleted",
            $"Deleting the features named as largest moves the score by {Numerals.Short(curves.Area.Value)} in {curves.Unit} more than deleting " +
            $"any (95 % interval {Numerals.Short(curves.Area.Low)} to {Numerals.Short(curves.Area.High)}, {Numerals.Count(curves.Rows)} decisions): " +
            (faithful ? "the named reasons matter." : "the named reasons are not shown to matter."),
            "A deleted feature takes the values of stored background rows. The higher line deletes the largest attributions first.",
            new LinePlot(
                [
                    new("mean change of the score, " + curves.Unit,
                    [
                        new("largest first", 1, LineStyle.Solid, false, x, curves.Ordered),
                        new("any order", 2, LineStyle.Dashed, false, x, curves.Random),
                    ]),
                ], new(0, Math.Max(1, x[^1])), false, "features deleted", []),
            new("deletion", $"Mean change of the score, in {curves.Unit}.",
                [new Column("Features deleted"), new("Largest first"), new("Any order")],
                [.. curves.Ordered.Select((v, k) => (IReadOnlyList<Cell>)
                    [Cell.Words(Numerals.Count(k)), Cell.Number(v, 4), Cell.Number(curves.Random[k], 4)])]));
    }

    private static Table Shifts(IReadOnlyList<ParameterShift> shifts) => new(
        "shifts", "Parameters moved one at a time.",
        [Column.Words("Parameter"), new("Average margin", "change, %"), new("Coverage", "change, points")],
        [.. shifts.Take(200).Select(s => (IReadOnlyList<Cell>)
            [Cell.Words(s.Parameter), Cell.Percent(s.ChangeOfMargin, 2), Cell.Percent(s.ChangeOfCoverage, 3)])]);

    private static string Standing(IEnumerable<VerdictStatus> statuses, string one, string many)
    {
        List<VerdictStatus> all = [.. statuses];
        int good = all.Count(s => s == VerdictStatus.Pass), bad = all.Count(s => s == VerdictStatus.Fail);
        return $"{good} of {Numerals.Plural(all.Count, one, many)} stand as they should; {bad} fail.";
    }

    private static FigureBlock Path(MonitorPath path, int number)
    {
        double[] x = [.. path.Times.Select(t => t.Nanoseconds / (double)Timestamp.NanosecondsPerMinute)];
        string unit = path.Unit.Length > 0 ? ", " + path.Unit : "";
        bool isShare = path.Unit == "%";
        double[] y = [.. path.Values.Select(v => isShare ? v * 100 : v)];
        string Show(double v) => isShare ? Numerals.Short(v * 100) : Numerals.Short(v);
        double highest = path.Values.Where(double.IsFinite).DefaultIfEmpty(double.NaN).Max();
        string peak = double.IsFinite(highest)
            ? $"The highest value of {path.Name} is {Show(highest)}{After(path.Unit)}"
            : $"None of the {path.Values.Count} values of {path.Name} could be computed";
        string limit = path.Limit.IsPresent ? $", against an alarm at {Show(path.Limit.Value)}{After(path.Unit)}" : "";
        IReadOnlyList<int> rows = Thinning.Rows(0, x.Length, 200);
        return new(
            $"fig-drift-{number}", $"{path.Name} over time", peak + limit + ".", "",
            new LinePlot(
                [
                    new(path.Name + unit, [new(path.Name, 1, LineStyle.Solid, false, x, y)])
                    {
                        Level = path.Limit.IsPresent ? new(path.Limit.Value * (isShare ? 100 : 1), "alarm") : null,
                    },
                ], new(x[0], x[^1]), true, "time, UTC", []),
            new("points", rows.Count == x.Length ? "All points." : $"Binned: the last point of each of {rows.Count} bins of {Numerals.Count(x.Length)}.",
                [Column.Words("Time, UTC"), new(path.Name, path.Unit)],
                [.. rows.Select(k => (IReadOnlyList<Cell>)
                [
                    Cell.Words(Numerals.DateTime(path.Times[k])),
                    Cell.Of(double.IsFinite(path.Values[k]) ? Measured.Of(path.Values[k]) : Measured.Absent("hole"), Show),
                ])]));
    }

    private static string After(string unit) => unit.Length > 0 ? Numerals.NoBreak + unit : "";
}
