using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dms.Predictive.Core;
using Dms.Predictive.Explanation.Report;

namespace Dms.Predictive.Explanation.Tests.Report;

public sealed class ReportWriterTests
{
    private static readonly string[] Sections =
    [
        "cover", "purpose", "data", "performance", "global", "local", "margin", "stability", "drift", "robustness",
        "sensitivity", "replay", "checks",
    ];

    [Fact]
    public void Write_SameDocumentTwice_SameBytes()
    {
        ReportFiles first = ReportWriter.Write(SampleReport.Full());
        ReportFiles second = ReportWriter.Write(SampleReport.Full());
        Assert.Equal(first.Html, second.Html);
        Assert.Equal(first.Json, second.Json);
        Assert.Equal(first.Figures, second.Figures);
    }

    [Theory]
    [InlineData(1440)]
    [InlineData(10_000)]
    [InlineData(100_000)]
    public void Write_AnyLength_StaysBelowTwoMegabytes(int points)
    {
        ReportFiles files = ReportWriter.Write(SampleReport.Full(points));
        Assert.InRange(Encoding.UTF8.GetByteCount(files.Html), 50_000, 1_000_000);
        Assert.InRange(Encoding.UTF8.GetByteCount(files.Json), 10_000, 1_000_000);
    }

    [Fact]
    public void Write_FullAndEmpty_SectionsInOrderWithHeadingAndLink()
    {
        foreach (ReportDocument document in new[] { SampleReport.Full(), SampleReport.Empty() })
        {
            string html = ReportWriter.Write(document).Html;
            Assert.Equal(Sections, Regex.Matches(html, "<section id=\"([a-z]+)\">").Select(m => m.Groups[1].Value));
            Assert.All(Sections, id => Assert.Contains($"<a href=\"#{id}\">", html, StringComparison.Ordinal));
            Assert.Equal(Sections.Length, Regex.Count(html, "<section[^>]*>(?:(?!</section>)[\\s\\S])*?<h2>"));
        }
    }

    [Fact]
    public void Write_EmptyDocument_EverySectionSaysWhy()
    {
        string html = ReportWriter.Write(SampleReport.Empty()).Html;
        Assert.Contains("because the evaluation explains no margins;", html, StringComparison.Ordinal);
        foreach (string id in Sections.Except(["cover"]))
        {
            string section = Regex.Match(html, $"<section id=\"{id}\">([\\s\\S]*?)</section>").Groups[1].Value;
            Assert.Matches("This section holds .{20,}because .{10,}", section);
        }
    }

    [Fact]
    public void Write_Full_HoldsNothingForbidden()
    {
        string html = ReportWriter.Write(SampleReport.Full()).Html;
        Assert.DoesNotMatch("(?i)<(script|iframe|object|embed|link|base|form|foreignobject)\\b", html);
        Assert.DoesNotMatch("(?i)\\son[a-z]+\\s*=", html);
        Assert.DoesNotMatch("(?i)@import|https?:|url\\((?!#)", html);
        string text = Regex.Replace(Regex.Replace(html, "<style>[\\s\\S]*?</style>", ""), "<[^>]+>", " ");
        Assert.DoesNotMatch("\\b(NaN|Infinity|undefined|null)\\b|∞", text);
        Assert.DoesNotMatch("(?:d|x|y|x1|y1|width|height|viewBox)=\"[^\"]*(?:NaN|Infinity|∞|E[+-]?\\d)", html);
        Assert.Contains("@page", html, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme:dark", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Full_EveryFigureHasSentenceDrawingAndTable()
    {
        string html = ReportWriter.Write(SampleReport.Full(10_000)).Html;
        MatchCollection figures = Regex.Matches(html, "<figure id=\"(fig-[^\"]+)\">([\\s\\S]*?)</figure>");
        Assert.InRange(figures.Count, 16, 30);
        Assert.Equal(figures.Count, figures.Select(f => f.Groups[1].Value).Distinct().Count());
        foreach (Match figure in figures)
        {
            string body = figure.Groups[2].Value;
            Assert.Equal(2, Regex.Count(body, "<svg [^>]*role=\"img\" aria-labelledby=\"[^\"]+\""));
            Assert.Matches("<title id=\"[^\"]+\">[^<]+</title><desc id=\"[^\"]+\">[^<]+</desc>", body);
            Assert.Matches("<p class=\"says\">[^<]*\\d[^<]*\\.</p>", body);
            Assert.Matches("<details><summary>Table</summary><div class=\"scroll\"><table><caption>[^<]+</caption>", body);
            Assert.Contains("<th scope=\"col\"", body, StringComparison.Ordinal);
            Assert.InRange(Regex.Count(body, "<th scope=\"row\">"), 1, 200);
        }
    }

    [Fact]
    public void Write_Full_IdsAreUniqueAndLinksLand()
    {
        string html = ReportWriter.Write(SampleReport.Full()).Html;
        List<string> ids = [.. Regex.Matches(html, "\\sid=\"([^\"]+)\"").Select(m => m.Groups[1].Value)];
        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.All(Regex.Matches(html, "href=\"#([^\"]+)\"").Select(m => m.Groups[1].Value), id => Assert.Contains(id, ids));
    }

    [Fact]
    public void Write_ShockWithAlert_SentenceTellsLeadAndRates()
    {
        MarginStory story = SampleReport.Story(1440);
        int shock = 840, alert = 826;
        double before = story.InitialRate[alert - 1];
        double after = Enumerable.Range(alert, shock - alert).Max(k => story.InitialRate[k]);
        string Percent(double rate) => (rate * 100).ToString("F1", CultureInfo.InvariantCulture) + "\u00A0%";
        string says = $"Initial margin rose 14\u00A0min before the planted shock, from {Percent(before)} to {Percent(after)} of notional";
        ReportFiles files = ReportWriter.Write(SampleReport.Full());
        Assert.Contains(says, files.Html, StringComparison.Ordinal);
        using JsonDocument json = JsonDocument.Parse(files.Json);
        Assert.StartsWith(says, json.RootElement.GetProperty("headline").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Write_LateOrMissingAlert_SaysSo()
    {
        ReportDocument full = SampleReport.Full();
        Timestamp at = full.Story!.Shock!.At;
        string late = Html(full, new("planted shock", at, at + TimeSpan.FromMinutes(3)));
        Assert.Contains("The alert came 3\u00A0min after the planted shock", late, StringComparison.Ordinal);
        string none = Html(full, new("planted shock", at, null));
        Assert.Contains("No alert preceded the planted shock", none, StringComparison.Ordinal);

        static string Html(ReportDocument document, ShockEvent shock) =>
            ReportWriter.Write(document with { Story = document.Story! with { Shock = shock } }).Html;
    }

    [Fact]
    public void Write_PartsMissTheChange_Refused()
    {
        ReportDocument full = SampleReport.Full();
        MarginRaise broken = full.Raises[0] with { After = full.Raises[0].After + 0.01m };
        Assert.Throws<ArgumentException>(() => ReportWriter.Write(full with { Raises = [broken] }));
        MarginExplanation open = SampleReport.Explanation() with { After = 160.02m };
        Assert.Throws<ArgumentException>(() => ReportWriter.Write(full with { MarginExplanations = [open] }));
    }

    [Fact]
    public void Write_Waterfalls_ResidualReadsZero()
    {
        string html = ReportWriter.Write(SampleReport.Full()).Html;
        Assert.Contains("sum, residual 0.00", html, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">Residual</th>", html, StringComparison.Ordinal);
        MatchCollection rows = Regex.Matches(html, ">Residual</th>((?:<td[^>]*>[^<]*</td>)+)</tr>");
        Assert.Equal(4, rows.Count);
        Assert.All(rows, row => Assert.Equal(
            "0.00", Regex.Matches(row.Groups[1].Value, ">([^<]+)</td>").Select(c => c.Groups[1].Value).Single(c => c != "–")));
    }

    [Fact]
    public void Write_SeriesOfAnotherLength_Refused()
    {
        ReportDocument full = SampleReport.Full();
        MarginStory story = full.Story! with { Price = [1, 2, 3] };
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => ReportWriter.Write(full with { Story = story }));
        Assert.Contains("Price", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_MarkupInTexts_IsEscaped()
    {
        ReportDocument document = SampleReport.Empty() with { Title = "<script>alert('x')</script>", Summary = "a & b \"c\" \u0001" };
        string html = ReportWriter.Write(document).Html;
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        Assert.Contains("a &amp; b &quot;c&quot;", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_Full_FollowsSchemaAndFiguresMatchPage()
    {
        ReportFiles files = ReportWriter.Write(SampleReport.Full());
        using JsonDocument json = JsonDocument.Parse(files.Json);
        JsonElement root = json.RootElement;
        Assert.Equal("dms-report/1", root.GetProperty("schema").GetString());
        Assert.Equal(Sections, root.GetProperty("sections").EnumerateObject().Select(p => p.Name));
        Assert.Equal(1.0, root.GetProperty("attribution").GetProperty("features").EnumerateArray()
            .Sum(f => f.GetProperty("share").GetDouble()), 12);
        string[] page = [.. Regex.Matches(files.Html, "<figure id=\"([^\"]+)\"").Select(m => m.Groups[1].Value)];
        Assert.Equal(page, root.GetProperty("figures").EnumerateArray().Select(f => f.GetProperty("id").GetString()));
        Assert.Equal(page.Select(id => id + ".svg"), files.Figures.Select(f => f.Key));
        JsonElement absent = root.GetProperty("verdict").EnumerateArray().Last();
        Assert.Equal(JsonValueKind.Null, absent.GetProperty("value").ValueKind);
        Assert.NotEmpty(absent.GetProperty("reason").GetString()!);
        Assert.Equal("60.01", root.GetProperty("marginExplain")[0].GetProperty("delta").GetString());
    }

    [Fact]
    public void Json_Numbers_RoundTrip()
    {
        double odd = 0.1 + 0.2;
        ReportDocument document = SampleReport.Empty() with
        {
            Verdicts = [new("odd", VerdictStatus.Pass, Measured.Of(odd), "", "", "")],
            ExtraTables = [new("drift", "odd", "Odd.", [new("a", "", 3)], [new("r", [Measured.Of(odd)])])],
        };
        using JsonDocument json = JsonDocument.Parse(ReportWriter.Write(document).Json);
        Assert.Equal(odd, json.RootElement.GetProperty("verdict")[0].GetProperty("value").GetDouble());
        Assert.Equal(odd, json.RootElement.GetProperty("sections").GetProperty("drift").GetProperty("tables")
            .GetProperty("odd").GetProperty("rows")[0][1].GetDouble());
    }

    [Fact]
    public void Measured_NotFinite_IsAbsentWithReason()
    {
        Assert.All([double.NaN, double.PositiveInfinity, double.NegativeInfinity], v => Assert.False(Measured.Of(v).IsPresent));
        Assert.Equal("not measured", default(Measured).Reason);
        Assert.Throws<InvalidOperationException>(() => default(Measured).Value);
    }

    /// <summary>Writes the sample for the eye when <c>DMS_REPORT_SAMPLE</c> names a folder; always proves it is complete.</summary>
    [Fact]
    public void Write_Sample_CanBeLookedAt()
    {
        ReportFiles files = ReportWriter.Write(SampleReport.Full());
        Assert.EndsWith("</html>\n", files.Html, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("DMS_REPORT_SAMPLE") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "report.html"), files.Html);
            File.WriteAllText(Path.Combine(folder, "report.json"), files.Json);
            File.WriteAllText(Path.Combine(folder, "fig-story.svg"), files.Figures[0].Value);
        }
    }
}
