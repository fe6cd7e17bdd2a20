using System.Text.Json;
using System.Text.RegularExpressions;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;
using Dms.Predictive.Explanation.Tests.Trees;
using Dms.Predictive.Learning;

namespace Dms.Predictive.Explanation.Tests.Report;

/// <summary>The sections of a model report, from real computations on a drawn forest.</summary>
public sealed class ModelReportTests
{
    private const string Unit = "ln variance";

    [Fact]
    public void Write_ModelReport_EveryFigureSaysANumberAndHoldsItsTable()
    {
        ReportFiles files = ReportWriter.Write(Document());
        MatchCollection figures = Regex.Matches(files.Html, "<figure id=\"(fig-[^\"]+)\">([\\s\\S]*?)</figure>");
        string[] ids = [.. figures.Select(f => f.Groups[1].Value)];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Empty(new[]
        {
            "fig-beeswarm", "fig-dependence", "fig-partial", "fig-accumulated", "fig-interactions", "fig-pair", "fig-deletion", "fig-case-4",
        }.Except(ids));
        foreach (Match figure in figures)
        {
            string body = figure.Groups[2].Value;
            Assert.Matches("<p class=\"says\">[^<]*\\d[^<]*\\.</p>", body);
            Assert.InRange(Regex.Count(body, "<th scope=\"row\">"), 1, 200);
            Assert.Equal(2, Regex.Count(body, "<svg [^>]*role=\"img\""));
        }

        string text = Regex.Replace(Regex.Replace(files.Html, "<style>[\\s\\S]*?</style>", ""), "<[^>]+>", " ");
        Assert.DoesNotMatch("\\b(NaN|Infinity|undefined|null)\\b|∞", text);
        Assert.DoesNotMatch("(?:d|x|y|width|height|viewBox|transform)=\"[^\"]*(?:NaN|Infinity|∞|E[+-]?\\d)", files.Html);
        Assert.Equal(files.Html, ReportWriter.Write(Document()).Html);
    }

    [Fact]
    public void Write_Answers_StandFirstAndLeadToTheirEvidence()
    {
        ReportFiles files = ReportWriter.Write(Document());
        Match cover = Regex.Match(files.Html, "<ul class=\"answers\">([\\s\\S]*?)</ul>");
        Assert.True(cover.Index < files.Html.IndexOf("<ul class=\"verdicts\">", StringComparison.Ordinal));
        Assert.Contains("<span class=\"q\">What would undo it?</span> <span class=\"a\">Nothing seen so far</span>", cover.Value, StringComparison.Ordinal);
        Assert.All(Regex.Matches(cover.Value, "href=\"#([^\"]+)\""), m => Assert.Contains($"id=\"{m.Groups[1].Value}\"", files.Html, StringComparison.Ordinal));
        Assert.Contains("<p class=\"key\">Read this if nothing else: 3 of 4.</p>", files.Html, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(files.Json);
        Assert.Equal("Read this if nothing else: 3 of 4.", json.RootElement.GetProperty("headline").GetString());
    }

    [Fact]
    public void Write_Cases_BesideTheirRaiseOrOnTheirOwn()
    {
        string html = ReportWriter.Write(Document()).Html;
        string local = Regex.Match(html, "<section id=\"local\">[\\s\\S]*?</section>").Value;
        Assert.Contains("What would have changed it: none within the data.", local, StringComparison.Ordinal);
        Assert.DoesNotContain("Raise, 2024-03-12", local, StringComparison.Ordinal);
        Assert.Contains("<h3>Missed shock, 2024-03-12 02:00 UTC</h3>", local, StringComparison.Ordinal);
        Assert.Contains("smaller parts", local, StringComparison.Ordinal);
        Assert.Contains("n/a: not known", local, StringComparison.Ordinal);
    }

    private static ReportDocument Document()
    {
        Random random = new(12);
        Forest forest = RandomForests.Draw(random, 30, 40, 4);
        Timestamp start = Timestamp.Parse("2024-03-12T00:00:00Z");
        double[][] rows = [.. Enumerable.Range(0, 120).Select(_ => RandomForests.Row(random, 30).Select(x => double.IsInfinity(x) || Math.Abs(x) > 5 ? 0.2 : x).ToArray())];
        PathDependentAttributor attributor = new(forest.WithCoversFrom(rows));
        ExplainedRows explained = ExplainedRows.Of(attributor, [.. rows.Select((_, k) => start + TimeSpan.FromMinutes(k * 5))], rows);
        ReportDocument full = SampleReport.Full();
        return full with
        {
            Headline = "Read this if nothing else: 3 of 4.",
            Answers =
            [
                new("What moved my margin?", "+1.2 points", "A raise.", "margin"),
                new("What would undo it?", "Nothing seen so far", "None within the data.", "local"),
            ],
            Behaviour = Behaviour(forest, attributor, explained, rows),
            Deletion = Deletion(forest, explained, rows),
            Cases =
            [
                Case(explained, 0) with { Kind = "raise", At = full.Raises[0].At, Undo = "none within the data." },
                Case(explained, 24),
            ],
        };
    }

    private static FeatureBehaviour Behaviour(Forest forest, PathDependentAttributor attributor, ExplainedRows explained, double[][] rows)
    {
        InteractionStrength strength = InteractionStrength.Of(attributor, rows);
        ObservedValues[] seen = [.. Enumerable.Range(0, 30).Select(j => ObservedValues.Of(explained.Values(j)))];
        int[] shown = [0, 1, 2, 3];
        return new()
        {
            Cloud = [.. shown.Select(j => new CloudRow(
                $"f{j}", AttributionCloud.Of(explained.Parts(j), explained.Values(j), -2, 2, 40), [-2, -1, 0, 1, 2]))],
            CloudRange = (-2, 2),
            CloudColumns = 40,
            Curves = [.. shown.Select(j => new FeatureCurve($"f{j}", "bps", Dependence.Of(explained.Values(j), explained.Parts(j)))
            {
                Partner = "f9",
                Cells = DependenceCells.Of(explained.Values(j), explained.Parts(j), explained.Values(9)),
                Partial = PartialDependence.Of(forest, rows, j, seen[j]),
                Accumulated = AccumulatedEffect.Of(forest, rows, j),
                Companion = ("f9", 0.61),
            })],
            InteractionNames = [.. shown.Select(j => $"f{j}")],
            Interactions = [.. shown.SelectMany(i => shown.Select(j => strength[i, j]))],
            InteractionRows = strength.Rows,
            Pair = ("f0", "f1", AccumulatedPairEffect.Of(forest, rows, (0, 1), 6)),
            Signs = [new("f0", "not fall when it rises", Monotonicity.Check(forest, rows, 0, 1, seen[0]), "2024-03-12T00:00:00Z")],
        };
    }

    private static DeletionCurves Deletion(Forest forest, ExplainedRows explained, double[][] rows)
    {
        DeletionTest test = DeletionTest.Run(forest, explained, explained.Spread(30), rows[..8]);
        return new(test.Ordered, test.Random, test.Area, 30, Unit);
    }

    private static ScoreCase Case(ExplainedRows explained, int row) => new()
    {
        Kind = "missed shock",
        At = explained.Times[row],
        Mode = "path-dependent",
        BaseValue = explained.BaseValue,
        Score = explained.Scores[row],
        Unit = Unit,
        Parts = [.. explained.Phi(row).ToArray().Select((p, j) => new CasePart($"f{j}", Measured.Of(explained.Row(row)[j]), p))],
        Outcome = "volatility came out at 80 %.",
        Moves = [new("f1", "bps", 1, 2, 0.5)],
        Undo = "f1 at 2.",
        Neighbours = [new(explained.Times[3], 0.98, Measured.Of(0.5), Measured.Absent("not known"))],
    };
}
